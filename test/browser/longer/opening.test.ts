import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { lastingOutputs } from '../../../src/cli/notebooks/lasting-outputs';
import { folder as committed, notebooks } from '../../notebooks/notebook-file';
import { skip } from '../chromium';
import { galleryFolder } from '../gallery';
import { closeLab, endKernels, type LabSession, openLab, openNotebook } from '../lab-session';

const folder = galleryFolder('opening');
const UNTRUSTED = 'untrusted.ipynb';
const read = (name: string) => readFileSync(join(folder, name), 'utf8');

let session: LabSession;
before(async () => {
  if (skip) return;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const name of notebooks) copyFileSync(join(committed, name), join(folder, name));
  await writeUntrusted(notebooks[0]);
  session = await openLab(folder, { trusted: notebooks, autosaveSeconds: 1 });
});
after(async () => {
  if (session) await closeLab(session);
});

/** A copy of a lesson that nobody signed, with its outputs as they are committed by the next run. */
async function writeUntrusted(name: string): Promise<void> {
  const notebook = JSON.parse(readFileSync(join(committed, name), 'utf8'));
  for (const cell of notebook.cells) {
    if (cell.outputs) cell.outputs = await lastingOutputs(cell.outputs, { maxWidth: 160, quality: 58 });
  }
  writeFileSync(join(folder, UNTRUSTED), JSON.stringify(notebook));
}

/** The lines of two texts that differ, short enough to be read; for texts of different lengths the rest of both. */
function changedLines(before: string, after: string): string[] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const numbers = Array.from({ length: Math.max(old.length, now.length) }, (_, i) => i);
  return numbers.filter((i) => old[i] !== now[i]).map((i) => `${i + 1}: ${old[i]} > ${now[i]}`.slice(0, 200));
}

for (const name of notebooks) {
  test(`${name} is trusted when it is opened, and opening it changes nothing: an automatic save saves only what was edited`, {
    skip,
  }, async (t) => {
    t.after(() => endKernels(session));
    const { page } = await openNotebook(t, session, name);
    const trust = page.locator('.jp-StatusItem-trust');
    await trust.waitFor();
    assert.match(
      (await trust.getAttribute('title')) ?? '',
      /^Notebook trusted: (\d+) of \1 code cells trusted\.$/,
    );
    assert.equal(await page.locator('.jp-mod-dirty').count(), 0);
    const saved = page.waitForResponse(
      (response) => response.request().method() === 'PUT' && response.url().includes('/api/contents/'),
    );
    await page.locator('[data-command="notebook:insert-cell-below"]').first().click();
    assert.equal((await saved).status(), 200);
    const notebook = JSON.parse(read(name));
    notebook.cells.splice(1, 1);
    const before = readFileSync(join(committed, name), 'utf8');
    assert.deepEqual(changedLines(before, `${JSON.stringify(notebook, null, 1)}\n`), []);
  });
}

test('a lesson that is not trusted shows its images, and its charts as images', { skip }, async (t) => {
  t.after(() => endKernels(session));
  const { page } = await openNotebook(t, session, UNTRUSTED);
  const trust = page.locator('.jp-StatusItem-trust');
  await trust.waitFor();
  assert.match(
    (await trust.getAttribute('title')) ?? '',
    /^Notebook not trusted: 0 of \d+ code cells trusted\.$/,
  );
  const text = read(UNTRUSTED);
  const numCharts = text.match(/"image\/svg\+xml":/g)?.length;
  const numImages = text.match(/src=\\"data:image\/jpeg/g)?.length;
  assert.ok(numCharts && numImages);
  const sizes = await page.$$eval('.jp-OutputArea img', (all) =>
    (all as HTMLImageElement[]).map(({ src, naturalWidth }) => [src.slice(0, 15), naturalWidth > 0] as const),
  );
  assert.equal(sizes.filter(([src, isDrawn]) => src === 'data:image/png;' && isDrawn).length, numCharts);
  assert.equal(sizes.filter(([src, isDrawn]) => src === 'data:image/jpeg' && isDrawn).length, numImages);
});
