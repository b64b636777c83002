import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { openPage } from '../browser/chromium';

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
