/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { notebookOf } from '../notebooks/notebook-file';
import { skip } from './chromium';
import {
  cellAt,
  choose,
  closeLab,
  type LabSession,
  openLab,
  openNotebook,
  outputAt,
  runCell,
} from './lab-session';

const notebooks = {
  'failing.ipynb': [
    '1',
    'const list: any = null;\nlist.length;',
    'console.log("three");',
    'console.log("four");',
  ],
  'waiting.ipynb': [
    `for (let i = 0; i < 100; i++) {
  console.log('tick', i);
  await new Promise((done) => setTimeout(done, 100));
}`,
    'console.log("next");',
  ],
  'calling.ipynb': ['/** Adds. */\nconst add = (one: number, two = 2) => one + two;', 'add('],
};

let folder: string;
let session: LabSession;
before(async () => {
  if (skip) return;
  folder = mkdtempSync(join(tmpdir(), 'fovea-lab-kernel-'));
  for (const [name, cells] of Object.entries(notebooks)) writeFileSync(join(folder, name), notebookOf(cells));
  session = await openLab(folder);
});
after(async () => {
  if (!session) return;
  await closeLab(session);
  rmSync(folder, { recursive: true });
});

const PATIENCE = { timeout: 60_000 };

const promptAt = (page: Page, i: number) => cellAt(page, i).locator('.jp-InputPrompt').textContent();

test('in JupyterLab a failing cell shows two lines, and the cells after it are not run', {
  skip,
}, async (t) => {
  const { page } = await openNotebook(t, session, 'failing.ipynb');
  await choose(page, 'Run', 'Run All Cells');
  await outputAt(page, 1).waitFor(PATIENCE);
  assert.equal(
    (await outputAt(page, 1).textContent())?.trim(),
    "TypeError: Cannot read properties of null (reading 'length')\n  line 2 of this cell: list.length;",
  );
  assert.equal(await outputAt(page, 1).getAttribute('data-mime-type'), 'application/vnd.jupyter.stderr');
  await page.getByText('TypeScript (tslab) | Idle').waitFor(PATIENCE);
  assert.deepEqual(await Promise.all([0, 1, 2, 3].map((i) => promptAt(page, i))), [
    '[1]:',
    '[2]:',
    '[ ]:',
    '[ ]:',
  ]);
  assert.equal(await outputAt(page, 2).count(), 0);
  await runCell(page, 3);
  await outputAt(page, 3).waitFor(PATIENCE);
  assert.equal(await outputAt(page, 3).textContent(), 'four\n');
});

test('in JupyterLab the stop button is one line, and the status is Busy as long as a cell runs', {
  skip,
}, async (t) => {
  const { page } = await openNotebook(t, session, 'waiting.ipynb');
  await runCell(page, 0);
  await outputAt(page, 0).getByText('tick 3').waitFor(PATIENCE);
  await page.getByText('TypeScript (tslab) | Busy').waitFor(PATIENCE);
  await choose(page, 'Kernel', 'Interrupt Kernel');
  await outputAt(page, 0).nth(1).waitFor(PATIENCE);
  assert.equal((await outputAt(page, 0).nth(1).textContent())?.trim(), 'Stopped.');
  const before = await outputAt(page, 0).first().textContent();
  await runCell(page, 1);
  await outputAt(page, 1).waitFor(PATIENCE);
  assert.equal(await outputAt(page, 1).textContent(), 'next\n');
  assert.equal(await outputAt(page, 0).first().textContent(), before);
});

test('a page that is reloaded while a cell runs says nothing in red, and knows that the kernel is busy', {
  skip,
}, async (t) => {
  const { page } = await openNotebook(t, session, 'waiting.ipynb');
  await runCell(page, 0);
  await outputAt(page, 0).getByText('tick 3').waitFor(PATIENCE);
  await page.reload();
  await page.getByText('TypeScript (tslab) | Busy').waitFor(PATIENCE);
  assert.equal(await page.locator('[data-mime-type="application/vnd.jupyter.stderr"]').count(), 0);
  await page.getByText('TypeScript (tslab) | Idle').waitFor(PATIENCE);
});

test('in JupyterLab Shift-Tab after an opening bracket shows the signature', { skip }, async (t) => {
  const { page } = await openNotebook(t, session, 'calling.ipynb');
  await runCell(page, 0);
  await page.getByText('TypeScript (tslab) | Idle').waitFor(PATIENCE);
  await cellAt(page, 1).locator('.jp-Editor').click();
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Shift+Tab');
  const tooltip = page.locator('.jp-Tooltip-content');
  await tooltip.waitFor(PATIENCE);
  assert.match((await tooltip.textContent()) ?? '', /add\(one: number, two\?: number\): number\s+Adds\./);
});
