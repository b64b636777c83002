import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { absoluteData, root } from '../../src/cli/repository';
import { folder as committed, notebooks } from '../notebooks/notebook-file';
import { launch, openPage, skip } from './chromium';
import { CLASSES, galleryFolder, writeGallery } from './gallery';
import { type LabServer, startLab } from './lab-server';

// The lessons take long: FOVEA_BROWSER=all also runs them. FOVEA_SCREENSHOTS=1 saves screenshots of every output in .cache/.
const lessons = process.env.FOVEA_BROWSER === 'all' ? notebooks : [];
const folder = galleryFolder('lab');
const screenshots = join(root, '.cache', 'screenshots');

// A busy machine takes long for what is done in a moment.
const PATIENCE = 180_000;

let browser: Browser;
let lab: LabServer;

before(async () => {
  if (skip) return;
  mkdirSync(screenshots, { recursive: true });
  await writeGallery('lab');
  for (const name of lessons) copyWithoutPrompts(name);
  [browser, lab] = await Promise.all([
    launch(),
    startLab(folder, { FOVEA_DATA: absoluteData(process.env.FOVEA_DATA ?? 'mini') }),
  ]);
});
after(async () => {
  await Promise.all([browser?.close(), lab?.stop()]);
  for (const name of lessons) rmSync(join(folder, name), { force: true });
});

/** The committed numbers are those a first run gives again: nothing would tell when it is over. */
function copyWithoutPrompts(name: string): void {
  const notebook = JSON.parse(readFileSync(join(committed, name), 'utf8'));
  for (const cell of notebook.cells) if (cell.cell_type === 'code') cell.execution_count = null;
  writeFileSync(join(folder, name), JSON.stringify(notebook));
}

const codeCells = (name: string) =>
  (JSON.parse(readFileSync(join(folder, name), 'utf8')).cells as Cell[]).filter(
    (cell) => cell.cell_type === 'code',
  );

interface Cell {
  readonly cell_type: string;
  readonly execution_count: number | null;
  readonly outputs: readonly { readonly output_type: string; readonly data?: Record<string, unknown> }[];
}

/** Chooses from a menu and its submenus by their words. */
async function choose(page: Page, menu: string, ...items: string[]): Promise<void> {
  await page.locator('.lm-MenuBar-itemLabel', { hasText: new RegExp(`^${menu}$`) }).click();
  for (const [i, item] of items.entries()) {
    const label = page.locator('.lm-Menu-itemLabel', { hasText: new RegExp(`^${item}$`) }).first();
    if (i < items.length - 1) await label.hover();
    else await label.click();
  }
}

async function openNotebook(t: TestContext, name: string) {
  const watched = await openPage(t, browser);
  const { page } = watched;
  await page.goto(lab.address(name));
  await page.locator('.jp-Notebook').waitFor({ timeout: PATIENCE });
  await page.getByText('TypeScript (tslab) | Idle').waitFor({ timeout: PATIENCE });
  return watched;
}

/** Runs all cells and waits for the last one's number. */
async function runAll(page: Page, name: string, { timeout }: { timeout: number }): Promise<void> {
  const before = await prompts(page);
  await choose(page, 'Run', 'Run All Cells');
  const numCells = codeCells(name).length;
  await page.waitForFunction(
    ([count, old]) => {
      const now = [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].map((one) =>
        one.textContent?.trim(),
      );
      return now.length === count && now.every((text, i) => /^\[\d+\]:$/.test(text ?? '') && text !== old[i]);
    },
    [numCells, before] as const,
    { polling: 500, timeout },
  );
}

const prompts = (page: Page) => page.locator('.jp-CodeCell .jp-InputPrompt').allTextContents();

/** Saves by the menu, and waits until the file holds what is on the page. */
async function save(page: Page, name: string): Promise<void> {
  const saved = page.waitForResponse(
    (response) => response.request().method() === 'PUT' && response.url().includes(`/api/contents/${name}`),
  );
  await choose(page, 'File', 'Save Notebook');
  assert.equal((await saved).status(), 200);
}

/** Screens of every output in both themes, for people to look at. */
async function photograph(page: Page, name: string): Promise<void> {
  for (const theme of ['Light', 'Dark']) {
    await choose(page, 'Settings', 'Theme', `JupyterLab ${theme}`);
    await page.locator(`body[data-jp-theme-light="${theme === 'Light'}"]`).waitFor({ state: 'attached' });
    for (const [width, height] of [
      [1280, 720],
      [1920, 1080],
    ]) {
      await page.setViewportSize({ width, height });
      const outputs = await page.locator('.jp-CodeCell .jp-Cell-outputArea').all();
      for (const [i, output] of outputs.entries()) {
        await output.evaluate((element) => element.scrollIntoView({ block: 'center' }));
        await page.waitForTimeout(200);
        const number = String(i + 1).padStart(2, '0');
        await page.screenshot({ path: join(screenshots, `${name}-${theme}-${width}-${number}.png`) });
      }
    }
  }
  await page.setViewportSize({ width: 1280, height: 720 });
}

/** Waits until JupyterLab's own renderers have drawn this many of each; plotly's shows an image of a saved figure. */
async function drawn(page: Page, { vega, plotly }: { vega: number; plotly: number }): Promise<void> {
  await page.waitForFunction(
    ([charts, figures]) =>
      document.querySelectorAll('.jp-RenderedVegaLite .marks').length === charts &&
      document.querySelectorAll('.jp-RenderedPlotly:has(.heatmaplayer, .plot-img)').length === figures,
    [vega, plotly] as const,
    { timeout: PATIENCE },
  );
}

/** How many outputs of the saved notebook are of a type. */
function countType(name: string, type: string): number {
  const outputs = codeCells(name).flatMap((cell) => cell.outputs);
  return outputs.filter(({ data }) => data && type in data).length;
}

for (const name of ['lab.ipynb', ...lessons]) {
  const timeout = name === 'lab.ipynb' ? 300_000 : 3_600_000;

  test(`${name} in JupyterLab: runs twice, draws interactive charts, is saved, reopened and exported`, {
    skip,
  }, async (t) => {
    const { page, errors, requests } = await openNotebook(t, name);
    for (let run = 0; run < 2; run++) await runAll(page, name, { timeout });
    await save(page, name);
    const charts = {
      vega: countType(name, 'application/vnd.vegalite.v5+json'),
      plotly: countType(name, 'application/vnd.plotly.v1+json'),
    };
    assert.ok(charts.vega > 0);
    await drawn(page, charts);
    if (process.env.FOVEA_SCREENSHOTS) await photograph(page, name.replace('.ipynb', ''));

    await page.reload();
    await page.locator('.jp-Notebook').waitFor({ timeout: PATIENCE });
    await drawn(page, charts);
    assert.deepEqual(
      await page.$$eval('.fovea img', (all) => {
        const images = all as HTMLImageElement[];
        return images.filter(({ alt, naturalWidth }) => !alt || !naturalWidth).map((one) => one.outerHTML);
      }),
      [],
    );
    // What "Save and Export Notebook As" asks the server for, which wants its cookie back.
    const cookie = (await page.context().cookies()).find((one) => one.name === '_xsrf');
    const exported = await page.request.get(lab.exported(name), { params: { _xsrf: cookie?.value ?? '' } });
    assert.equal(exported.status(), 200);
    const drawings = (await exported.text()).match(/data-mime-type="image\/svg\+xml"/g)?.length;
    assert.equal(drawings, charts.vega + charts.plotly);

    assert.equal(await page.evaluate(() => (globalThis as { hacked?: number }).hacked), undefined);
    assert.deepEqual(errors, []);
    assert.deepEqual(
      requests.filter((url) => !url.startsWith('http://127.0.0.1:')),
      [],
    );
  });
}

test('in JupyterLab the pointer over a bar shows a label that looks like markup as text', {
  skip,
}, async (t) => {
  const { page } = await openNotebook(t, 'lab.ipynb');
  await drawn(page, { vega: 5, plotly: 2 });
  const chart = page.locator('.jp-RenderedVegaLite').nth(3).locator('.marks');
  const tooltip = page.locator('#vg-tooltip-element.visible');
  for (let y = 20; y < 120 && !(await tooltip.isVisible()); y += 8) {
    await chart.hover({ position: { x: 400, y } });
    await page.waitForTimeout(60);
  }
  const words = (await tooltip.textContent()) ?? '';
  assert.ok(
    CLASSES.some((label) => words.includes(label)),
    words,
  );
  assert.equal(await tooltip.locator('img, a, b').count(), 0);
});
