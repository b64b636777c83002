import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { notebookOf } from '../../notebooks/notebook-file';
import { openPage, skip } from '../chromium';
import { galleryFolder } from '../gallery';
import { choose, closeLab, endKernels, type LabSession, openLab, openNotebook } from '../lab-session';

const folder = galleryFolder('reload');
const names = ['reloaded.ipynb', 'closed.ipynb'];

// A fit that lasts as long as the test wants: an epoch ends when there is a file of its number.
const PREPARE = `import { epochTable, Recorder } from 'fovea';
import { existsSync } from 'fs';
const recorder = new Recorder();
const table = epochTable();
const state: any = { model: { name: 'net' }, numEpochs: 3, epoch: 0, phase: 'train', batch: 0, numBatches: 4, smoothLoss: 0.5,
  rows: recorder.rows, metricNames: ['accuracy'], stop() {} };
const pause = () => new Promise((done) => setTimeout(done, 100));`;
const TRAIN = (name: string) => `await table.beforeFit!(state);
for (let epoch = 0; epoch < 3; epoch++) {
  while (!existsSync('${name}-' + epoch)) { await pause(); await table.afterBatch!(state); }
  recorder.recordEpoch({ epoch, trainLoss: 0.5, validLoss: 0.25, metrics: { accuracy: 0.75 }, seconds: 61 });
  await table.afterEpoch!(state);
}
await table.afterFit!(state);
console.log('trained');`;

let session: LabSession;
before(async () => {
  if (skip) return;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const name of names) {
    const cells = [PREPARE, TRAIN(name), "console.log('the next cell');", 'await recorder.show();'];
    writeFileSync(join(folder, name), notebookOf(cells));
  }
  session = await openLab(folder);
});
after(async () => {
  if (session) await closeLab(session);
});

const endEpoch = (name: string, epoch: number) => writeFileSync(join(folder, `${name}-${epoch}`), '');

/** The rows of the table in a cell's outputs. */
const rowsOf = (page: Page, cell: number) =>
  page.locator('.jp-CodeCell').nth(cell).locator('.fovea-table tbody tr');

/** Waits until a cell shows so many epochs; at the end there are no bars. */
async function waitForEpochs(page: Page, cell: number, epochs: number): Promise<void> {
  await rowsOf(page, cell)
    .nth(epochs - 1)
    .waitFor({ timeout: 60_000 });
  if (epochs === 3) {
    await page.locator('.jp-CodeCell').nth(cell).locator('progress').first().waitFor({ state: 'detached' });
  }
}

/** Waits until the bar of the second cell moves, as it does every second. */
async function waitForLiveBar(page: Page): Promise<void> {
  const bar = page.locator('.jp-CodeCell').nth(1).locator('.fovea-progress').first();
  const before = await bar.textContent();
  await page.waitForFunction(
    (text) => {
      const now = document.querySelector('.jp-CodeCell .fovea-progress')?.textContent;
      return now && now !== text;
    },
    before,
    { timeout: 60_000 },
  );
}

/** Runs all cells, and waits until the notebook was saved with the table in it. */
async function train(page: Page, name: string): Promise<void> {
  const saved = page.waitForResponse(
    (response) => response.request().method() === 'PUT' && response.url().includes(`/api/contents/${name}`),
  );
  await choose(page, 'Run', 'Run All Cells');
  await saved;
  assert.match(readFileSync(join(folder, name), 'utf8'), /fovea_display/);
}

test('a page that is reloaded while a model is trained goes on drawing its table; another page shows it too', {
  skip,
}, async (t) => {
  const [name] = names;
  t.after(() => endKernels(session));
  const { page } = await openNotebook(t, session, name);
  await train(page, name);
  endEpoch(name, 0);
  await waitForEpochs(page, 1, 1);

  await page.reload();
  await waitForLiveBar(page);
  endEpoch(name, 1);
  await waitForEpochs(page, 1, 2);

  const other = await openPage(session.browser);
  t.after(() => other.page.context().close());
  await other.page.goto(session.lab.address(name));
  await waitForLiveBar(other.page);
  endEpoch(name, 2);
  for (const one of [page, other.page]) {
    await waitForEpochs(one, 1, 3);
    await one.locator('.jp-CodeCell').nth(1).locator('.jp-OutputArea').getByText('trained').waitFor();
    // The cells that waited for it too.
    await one.locator('.jp-CodeCell').nth(2).locator('.jp-OutputArea').getByText('the next cell').waitFor();
    await one.locator('.jp-CodeCell').nth(3).getByText('Complete: 3 of 3 epochs.').waitFor();
  }
});

test('a notebook that was closed while a model was trained shows the whole table when it is opened again', {
  skip,
}, async (t) => {
  const [, name] = names;
  t.after(() => endKernels(session));
  const { page } = await openNotebook(t, session, name);
  await train(page, name);
  await page.context().close();
  for (const epoch of [0, 1, 2]) endEpoch(name, epoch);
  const { page: again } = await openNotebook(t, session, name);
  await waitForEpochs(again, 1, 3);

  // Nobody was there to see it either: the cell that draws the table again.
  await again.locator('.jp-CodeCell').nth(3).locator('.jp-InputArea-editor').click();
  await again.keyboard.press('Control+Enter');
  await waitForEpochs(again, 3, 3);
  await again.locator('.jp-CodeCell').nth(3).getByText('Complete: 3 of 3 epochs.').waitFor();
});
