import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { notebookOf } from '../../notebooks/notebook-file';
import { temporaryFolder } from '../../temporary-folder';
import { paintDots } from '../../training/dots';
import { skip } from '../chromium';
import { galleryFolder } from '../gallery';
import { closeLab, type LabSession, openLab, openNotebook } from '../lab-session';

const CELLS = [
  `import { imageDataLoaders, visionLearner, mobilenetV2, errorRate, resize, getImageFiles, setSeed } from 'fovea';
setSeed(1);`,
  `const files = await getImageFiles('images');
const dls = await imageDataLoaders.fromNameRegex('images', {
  files, pattern: /^([a-z]+)_\\d+\\.png$/, seed: 42, itemTransforms: [resize(32)], batchSize: 8,
});`,
  `const learn = await visionLearner(dls, mobilenetV2, { pretrained: false, metrics: [errorRate] });`,
  `await learn.fineTune(2, { cache: true });`,
];

let session: LabSession;
before(async () => {
  if (skip) return;
  process.env.FOVEA_FITS = join(temporaryFolder(), 'fits');
  process.env.FOVEA_FITS_GB = '1';
  const folder = galleryFolder('cached');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await paintDots(join(folder, 'images'), 40);
  writeFileSync(join(folder, 'cached.ipynb'), notebookOf(CELLS));
  session = await openLab(folder);
});
after(async () => {
  if (session) await closeLab(session);
});

const PATIENCE = 180_000;

/** The number beside the last cell; empty before it ran. */
const lastPrompt = (page: Page) =>
  page.evaluate(
    () => [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].at(-1)?.textContent ?? '',
  );

/** What the last cell shows: its words, and the rows of its tables. */
interface Shown {
  readonly words: string;
  readonly rows: readonly string[];
}

/** Does something that runs the last cell, and returns what it shows. */
async function afterRun(page: Page, run: () => Promise<void>): Promise<Shown> {
  const prompt = await lastPrompt(page);
  await run();
  await page.waitForFunction(
    (old) => {
      const now = [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].at(-1)?.textContent ?? '';
      return /\d/.test(now) && now !== old;
    },
    prompt,
    { polling: 200, timeout: PATIENCE },
  );
  return page.evaluate(() => {
    const output = [...document.querySelectorAll('.jp-CodeCell .jp-OutputArea')].at(-1)!;
    const rows = [...output.querySelectorAll('tbody tr')].map((row) =>
      [...row.children].map(({ textContent }) => textContent).join(' '),
    );
    return { words: output.textContent ?? '', rows };
  });
}

async function choose(page: Page, menu: string, item: RegExp): Promise<void> {
  await page.locator('.lm-MenuBar-itemLabel', { hasText: new RegExp(`^${menu}$`) }).click();
  await page.locator('.lm-Menu-itemLabel', { hasText: item }).first().click();
}

const CACHED = /From the cache: trained on \d+ \w+ \d{4}, \d\d:\d\d in \d+ s\./g;

test('in JupyterLab a cached fit is there when all cells are run again, and after a restart; alone, its cell goes on', {
  skip,
}, async (t) => {
  const { page } = await openNotebook(t, session, 'cached.ipynb');
  const runAll = () => choose(page, 'Run', /^Run All Cells$/);
  const trained = await afterRun(page, runAll);
  assert.equal(trained.rows.length, 3);
  assert.doesNotMatch(trained.words, /cache/);
  const again = await afterRun(page, runAll);
  assert.equal(again.words.match(CACHED)?.length, 2);
  assert.deepEqual(again.rows, trained.rows);

  const restarted = await afterRun(page, async () => {
    await choose(page, 'Kernel', /^Restart Kernel and Run All Cells/);
    await page.locator('.jp-Dialog .jp-mod-accept').click();
  });
  assert.equal(restarted.words.match(CACHED)?.length, 2);
  assert.deepEqual(restarted.rows, trained.rows);

  await page.locator('.jp-CodeCell').last().locator('.cm-content').click();
  const more = await afterRun(page, () => page.keyboard.press('Control+Enter'));
  assert.match(more.words, /Goes on from 3 epochs; make a new learner to start afresh\./);
  assert.doesNotMatch(more.words, /From the cache/);
});
