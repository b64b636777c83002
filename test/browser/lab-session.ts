import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { absoluteData, root } from '../../src/cli/repository';
import { launch, openPage, type Watched } from './chromium';
import { type LabOptions, type LabServer, startLab } from './lab-server';

// FOVEA_SCREENSHOTS=1 saves screenshots of every output here.
const screenshots = join(root, '.cache', 'screenshots');

// A busy machine takes long for what is done in a moment.
const PATIENCE = 180_000;

/** A JupyterLab on a folder, and a browser to use it with. */
export interface LabSession {
  readonly folder: string;
  readonly browser: Browser;
  readonly lab: LabServer;
}

/** Starts both; ended by the caller. */
export async function openLab(folder: string, options: LabOptions = {}): Promise<LabSession> {
  // Lessons train here, whatever was kept earlier.
  process.env.FOVEA_FITS_GB ??= '0';
  const env = { FOVEA_DATA: absoluteData(process.env.FOVEA_DATA ?? 'mini') };
  const [browser, lab] = await Promise.all([launch(), startLab(folder, { env, ...options })]);
  return { folder, browser, lab };
}

export async function closeLab({ browser, lab }: LabSession): Promise<void> {
  await Promise.all([browser.close(), lab.stop()]);
}

/** Ends all kernels: each of a lesson keeps gigabytes. */
export async function endKernels({ browser, lab }: LabSession): Promise<void> {
  const context = await browser.newContext();
  await context.request.get(lab.address(''));
  const cookie = (await context.cookies()).find((one) => one.name === '_xsrf');
  const headers = { 'x-xsrftoken': cookie?.value ?? '' };
  for (const { id } of await (await context.request.get(lab.api('kernels'))).json()) {
    assert.equal((await context.request.delete(lab.api(`kernels/${id}`), { headers })).status(), 204);
  }
  await context.close();
}

const codeCells = ({ folder }: LabSession, name: string) =>
  (JSON.parse(readFileSync(join(folder, name), 'utf8')).cells as Cell[]).filter(
    (cell) => cell.cell_type === 'code',
  );

interface Cell {
  readonly cell_type: string;
  readonly execution_count: number | null;
  readonly outputs: readonly { readonly output_type: string; readonly data?: Record<string, unknown> }[];
}

/** Chooses from a menu and its submenus by their words. */
export async function choose(page: Page, menu: string, ...items: string[]): Promise<void> {
  await page.locator('.lm-MenuBar-itemLabel', { hasText: new RegExp(`^${menu}$`) }).click();
  for (const [i, item] of items.entries()) {
    const label = page.locator('.lm-Menu-itemLabel', { hasText: new RegExp(`^${item}$`) }).first();
    if (i < items.length - 1) await label.hover();
    else await label.click();
  }
}

/** Opens a notebook in a page of its own, which the caller closes, and waits until its kernel can be used. */
export async function showNotebook({ browser, lab }: LabSession, name: string): Promise<Watched> {
  const watched = await openPage(browser);
  const { page } = watched;
  await page.goto(lab.address(name));
  await page.locator('.jp-Notebook').waitFor({ timeout: PATIENCE });
  await page.getByText(/TypeScript \(tslab\) \| (Idle|Busy)/).waitFor({ timeout: PATIENCE });
  return watched;
}

/** Opens a notebook, in a page that is closed at the end of the test, and waits until its kernel has nothing to do. */
export async function openNotebook(t: TestContext, session: LabSession, name: string): Promise<Watched> {
  const watched = await showNotebook(session, name);
  const { page } = watched;
  t.after(() => page.context().close());
  await page.getByText('TypeScript (tslab) | Idle').waitFor({ timeout: PATIENCE });
  return watched;
}

/** A code cell of the notebook on the page, by its position. */
export const cellAt = (page: Page, i: number) => page.locator('.jp-CodeCell').nth(i);

/** The outputs of a code cell. */
export const outputAt = (page: Page, i: number) => cellAt(page, i).locator('.jp-OutputArea-output');

/** Runs one cell. */
export async function runCell(page: Page, i: number): Promise<void> {
  await cellAt(page, i).locator('.jp-Editor').click();
  await page.keyboard.press('Control+Enter');
}

/** Runs all cells and waits for the last one's number. */
async function runAll(page: Page, numCells: number, { timeout }: { timeout: number }): Promise<void> {
  const before = await prompts(page);
  await choose(page, 'Run', 'Run All Cells');
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
  mkdirSync(screenshots, { recursive: true });
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
export async function drawn(page: Page, { vega, plotly }: { vega: number; plotly: number }): Promise<void> {
  await page.waitForFunction(
    ([charts, figures]) =>
      document.querySelectorAll('.jp-RenderedVegaLite svg.marks').length === charts &&
      document.querySelectorAll('.jp-RenderedPlotly:has(.plot-container, .plot-img[src])').length === figures,
    [vega, plotly] as const,
    { timeout: PATIENCE },
  );
}

/** Exports by the menu: the file that the browser receives. */
export async function exportFrom(
  page: Page,
  format: 'HTML' | 'PDF',
  { sanitize = true }: { sanitize?: boolean } = {},
): Promise<Buffer> {
  const received = page.waitForEvent('download', { timeout: PATIENCE });
  await choose(page, 'File', 'Save and Export Notebook As', format);
  if (format === 'HTML') {
    const dialog = page.locator('.jp-Dialog');
    await dialog.getByLabel('Sanitize HTML output').setChecked(sanitize);
    await dialog.locator('.jp-mod-accept').click();
  }
  return readFileSync(await (await received).path());
}

/** How many outputs of the saved notebook are of a type. */
function countType(session: LabSession, name: string, type: string): number {
  const outputs = codeCells(session, name).flatMap((cell) => cell.outputs);
  return outputs.filter(({ data }) => data && type in data).length;
}

/** Runs a notebook twice, draws its interactive charts, saves, reopens and exports it. */
export async function useNotebook(
  t: TestContext,
  session: LabSession,
  name: string,
  { timeout }: { timeout: number },
): Promise<void> {
  const { page, errors, requests } = await openNotebook(t, session, name);
  const numCells = codeCells(session, name).length;
  for (let run = 0; run < 2; run++) await runAll(page, numCells, { timeout });
  await save(page, name);
  const charts = {
    vega: countType(session, name, 'application/vnd.vegalite.v5+json'),
    plotly: countType(session, name, 'application/vnd.plotly.v1+json'),
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
  const exported = await exportFrom(page, 'HTML', { sanitize: true });
  const drawings = exported.toString('utf8').match(/src="data:image\/svg\+xml;base64,/g)?.length;
  assert.equal(drawings, countType(session, name, 'image/svg+xml'));

  assert.equal(await page.evaluate(() => (globalThis as { hacked?: number }).hacked), undefined);
  assert.deepEqual(errors, []);
  assert.deepEqual(
    requests.filter((url) => !url.startsWith('http://127.0.0.1:')),
    [],
  );
}
