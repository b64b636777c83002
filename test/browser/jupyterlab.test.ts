import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { root } from '../../src/cli/repository';
import { folder as committed, notebooks } from '../notebooks/notebook-file';
import { launch, openPage, skip } from './chromium';
import { folder, writeGallery } from './gallery';
import { type LabServer, startLab } from './lab-server';

// The four lessons take half an hour: FOVEA_BROWSER=all runs them too.
const lessons = process.env.FOVEA_BROWSER === 'all' ? notebooks : [];
const pictures = join(root, '.cache', 'screenshots');

let browser: Browser;
let lab: LabServer;

before(async () => {
  if (skip) return;
  mkdirSync(pictures, { recursive: true });
  await writeGallery('lab');
  for (const name of lessons) copyFileSync(join(committed, name), join(folder, name));
  [browser, lab] = await Promise.all([
    launch(),
    startLab(folder, { FOVEA_DATA: process.env.FOVEA_DATA ?? 'mini' }),
  ]);
});
after(async () => {
  await Promise.all([browser?.close(), lab?.stop()]);
  for (const name of lessons) rmSync(join(folder, name), { force: true });
});

const codeCells = (name: string) =>
  (JSON.parse(readFileSync(join(folder, name), 'utf8')).cells as Cell[]).filter(
    (cell) => cell.cell_type === 'code',
  );

interface Cell {
  readonly cell_type: string;
  readonly execution_count: number | null;
  readonly outputs: readonly { readonly output_type: string; readonly data?: Record<string, unknown> }[];
}

/** Chooses from the menus by their words. */
async function choose(page: Page, menu: string, item: string | RegExp): Promise<void> {
  await page.locator('.lm-MenuBar-itemLabel', { hasText: new RegExp(`^${menu}$`) }).click();
  await page.locator('.lm-Menu-itemLabel', { hasText: item }).first().click();
}

async function openNotebook(t: TestContext, name: string, options: { dark?: boolean } = {}) {
  const watched = await openPage(t, browser);
  const { page } = watched;
  if (options.dark) await page.goto(lab.address(name));
  await page.goto(lab.address(name));
  await page.locator('.jp-Notebook').waitFor({ timeout: 60_000 });
  await page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').waitFor({ timeout: 60_000 });
  return watched;
}

/** Runs all cells and waits for the last one's number. */
async function runAll(page: Page, name: string, { timeout = 120_000 } = {}): Promise<void> {
  const before = await prompts(page);
  await choose(page, 'Run', /^Run All Cells$/);
  const numCells = codeCells(name).length;
  await page.waitForFunction(
    ([count, old]) => {
      const now = [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].map((one) =>
        one.textContent?.trim(),
      );
      return now.length === count && now.every((text, i) => /^\[\d+\]:$/.test(text ?? '') && text !== old[i]);
    },
    [numCells, before] as const,
    { timeout },
  );
}

const prompts = (page: Page) => page.locator('.jp-CodeCell .jp-InputPrompt').allTextContents();

async function save(page: Page): Promise<void> {
  await choose(page, 'File', /^Save Notebook$/);
  await page.locator('.jp-Document .jp-mod-dirty').waitFor({ state: 'detached' });
  await page.waitForTimeout(500);
}

/** Screens of every output, for people to look at. */
async function photograph(page: Page, name: string): Promise<void> {
  for (const [width, height] of [
    [1280, 720],
    [1920, 1080],
  ]) {
    await page.setViewportSize({ width, height });
    const outputs = page.locator('.jp-CodeCell .jp-Cell-outputArea');
    for (let i = 0; i < (await outputs.count()); i++) {
      await outputs.nth(i).scrollIntoViewIfNeeded();
      await page.waitForTimeout(150);
      await page.screenshot({
        path: join(pictures, `${name}-${width}-${String(i + 1).padStart(2, '0')}.png`),
      });
    }
  }
  await page.setViewportSize({ width: 1280, height: 720 });
}

// Scrolled-out cells are not in the page unless Lab is told to keep all.
for (const name of ['lab.ipynb', ...lessons]) {
  const timeout = name === 'lab.ipynb' ? 120_000 : 1_800_000;

  test(`${name} in JupyterLab: runs twice, draws its charts live, is saved, read again and exported`, {
    skip,
  }, async (t) => {
    const { page, errors, requests } = await openNotebook(t, name);
    await runAll(page, name, { timeout });
    await runAll(page, name, { timeout });
    assert.equal(
      await page.locator('.jp-OutputArea-output[data-mime-type="application/vnd.jupyter.error"]').count(),
      0,
    );
    await save(page);
    if (process.env.FOVEA_SCREENSHOTS) await photograph(page, name.replace('.ipynb', ''));

    const saved = codeCells(name);
    const types = saved.flatMap(({ outputs }) => outputs.map(({ data }) => Object.keys(data ?? {})));
    const count = (type: string) => types.filter((all) => all.includes(type)).length;
    assert.ok(count('application/vnd.vegalite.v5+json') > 0 && count('application/vnd.plotly.v1+json') > 0);
    assert.equal(
      saved.some(({ execution_count }) => execution_count === null),
      false,
    );

    await page.reload();
    await page.locator('.jp-Notebook').waitFor({ timeout: 60_000 });
    for (const [selector, mime] of [
      ['.vega-embed canvas, .vega-embed svg', 'application/vnd.vegalite.v5+json'],
      ['.js-plotly-plot .main-svg', 'application/vnd.plotly.v1+json'],
    ]) {
      assert.ok(await page.locator(selector).first().isVisible(), `${mime} is drawn from the file`);
    }
    assert.deepEqual(errors, []);
    assert.deepEqual(
      requests.filter((url) => !url.startsWith('http://127.0.0.1:')),
      [],
    );
  });
}
