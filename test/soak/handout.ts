import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { openPage } from '../browser/chromium';
import type { LabSession } from '../browser/lab-session';

/** What "Save and Export Notebook As > HTML" gives. */
export async function exportedHandout(
  { browser, lab }: LabSession,
  notebook: string,
  { sanitized }: { sanitized: boolean },
): Promise<string> {
  const context = await browser.newContext();
  try {
    // The server wants its cookie back.
    await context.request.get(lab.address(''));
    const cookie = (await context.cookies()).find((one) => one.name === '_xsrf');
    const answer = await context.request.get(lab.exported(notebook), {
      params: { _xsrf: cookie?.value ?? '', sanitize_html: `${sanitized}` },
      timeout: 120_000,
    });
    if (answer.status() !== 200) throw new Error(`The export answered ${answer.status()}.`);
    return await answer.text();
  } finally {
    await context.close();
  }
}

/** Opens a page from a file, without a network, and says what is wrong with it. */
export async function openOffline(browser: Browser, html: string): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'fovea-soak-'));
  const file = join(folder, 'handout.html');
  writeFileSync(file, html);
  const { page, errors, requests } = await openPage(browser, { offline: true });
  try {
    await page.goto(pathToFileURL(file).href, { waitUntil: 'load' });
    const missing = await page.$$eval('img', (all) =>
      all
        .filter((one) => !one.naturalWidth)
        .map((one) => `An image is missing: ${one.alt || one.src.slice(0, 80)}`),
    );
    const titles = await page.locator('h1').count();
    return [
      ...errors,
      ...requests.filter((url) => !url.startsWith('file:')).map((url) => `It asks for ${url}`),
      ...missing,
      ...(titles ? [] : ['It has no title.']),
    ];
  } finally {
    await page.context().close();
    rmSync(folder, { recursive: true, force: true });
  }
}
