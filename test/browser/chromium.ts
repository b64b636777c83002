/// <reference lib="dom" />
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { findChromium } from '../../src/cli/chromium';

const program = findChromium();

/** For `test`'s options: why tests in a browser are skipped, or false. */
export const skip = program === undefined && 'Chromium is not installed: sudo apt install chromium';

/** A page, and what went wrong in it. */
export interface Watched {
  readonly page: Page;
  /** Addresses asked for, but for the page's own data: and blob: ones. */
  readonly requests: string[];
  /** Errors printed to the console or thrown. */
  readonly errors: string[];
}

/** Chromium without windows; ended by the caller. */
export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: program,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  });
}

/** Opens a page, in a context that the caller closes, and notes requests and errors. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<Watched> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, ...options });
  const page = await context.newPage();
  const [requests, errors]: [string[], string[]] = [[], []];
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url())) requests.push(request.url());
  });
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(String(error)));
  return { page, requests, errors };
}
