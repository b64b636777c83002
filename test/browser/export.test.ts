import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { folder as committed } from '../notebooks/notebook-file';
import { openPage, skip, type Watched } from './chromium';
import { galleryFolder } from './gallery';
import { hostileNotebook } from './hostile-notebook';
import { closeLab, exportFrom, type LabSession, openLab, openNotebook } from './lab-session';

const folder = galleryFolder('export');
const LESSON = '1-pets.ipynb';
let session: LabSession;
before(async () => {
  if (skip) return;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  copyFileSync(join(committed, LESSON), join(folder, LESSON));
  writeFileSync(join(folder, 'hostile.ipynb'), hostileNotebook());
  session = await openLab(folder);
});
after(async () => {
  if (session) await closeLab(session);
});

/** Opens an exported page without a network, as its reader does. */
async function openExported(name: string, html: Buffer): Promise<Watched & { readonly address: string }> {
  const path = join(folder, name);
  writeFileSync(path, html);
  const watched = await openPage(session.browser, { offline: true });
  const address = pathToFileURL(path).href;
  await watched.page.goto(address);
  return { ...watched, address };
}

/** What is on an exported page: its headings, and how large its images are. */
const contentOf = ({ page }: Watched) =>
  page.evaluate(() => ({
    headings: [...document.querySelectorAll('h1, h2')].map((one) => one.childNodes[0].textContent),
    images: [...document.images].map(({ alt, naturalWidth, width }) => ({ alt, naturalWidth, width })),
    matrices: document.querySelectorAll('.matrix').length,
    captions: [...document.querySelectorAll('.fovea-caption')].map((one) => one.textContent),
    fonts: [...document.querySelectorAll('.fovea')].map((one) => getComputedStyle(one).fontSize),
  }));

/** The text of an exported page, without its style sheets and scripts. */
const wordsOf = ({ page }: Watched) =>
  page.evaluate(() => {
    const main = document.querySelector('main')?.cloneNode(true) as HTMLElement;
    for (const one of main.querySelectorAll('style, script')) one.remove();
    return main.textContent ?? '';
  });

test('File > Save and Export Notebook As > HTML gives a handout that needs no network, sanitized or not', {
  skip,
}, async (t) => {
  const { page } = await openNotebook(t, session, LESSON);
  const { cells } = JSON.parse(readFileSync(join(committed, LESSON), 'utf8'));
  const text = JSON.stringify(cells);
  const numImages =
    (text.match(/"image\/svg\+xml"/g)?.length ?? 0) + (text.match(/src=\\+"data:image\/jpeg/g)?.length ?? 0);
  const contents = [];
  for (const sanitize of [true, false]) {
    const exported = await openExported('lesson.html', await exportFrom(page, 'HTML', { sanitize }));
    t.after(() => exported.page.context().close());
    assert.deepEqual(exported.requests, [exported.address]);
    assert.deepEqual(exported.errors, []);
    assert.doesNotMatch(await wordsOf(exported), /<h\d|\.fovea \{|@media/);
    const content = await contentOf(exported);
    assert.equal(content.images.length + content.matrices, numImages);
    assert.deepEqual(
      content.images.filter(({ alt, naturalWidth, width }) => !alt || !naturalWidth || width < 20),
      [],
    );
    assert.equal(content.headings[0], 'Which breed is it?');
    assert.ok(content.headings.length > 5);
    assert.deepEqual([...new Set(content.fonts)], ['16px']);
    contents.push(content);
  }
  assert.deepEqual(contents[0], contents[1]);
});

test('File > Save and Export Notebook As > PDF prints the handout', { skip }, async (t) => {
  const { page } = await openNotebook(t, session, LESSON);
  const pdf = (await exportFrom(page, 'PDF')).toString('latin1');
  assert.match(pdf, /^%PDF-/);
  assert.ok((pdf.match(/\/Type \/Page\b/g)?.length ?? 0) > 5);
});

test('the menu has no format that needs a program which set-up does not install', { skip }, async () => {
  const formats = await (await fetch(session.lab.api('nbconvert'))).json();
  assert.deepEqual(
    ['html', 'pdf', 'webpdf', 'qtpdf', 'qtpng'].filter((name) => name in formats),
    ['html', 'pdf'],
  );
});

test('a hostile notebook, exported and sanitized, keeps its text and its images, runs nothing and asks for nothing', {
  skip,
}, async (t) => {
  const { page } = await openNotebook(t, session, 'hostile.ipynb');
  const html = await exportFrom(page, 'HTML', { sanitize: true });
  const exported = await openExported('hostile.html', html);
  t.after(() => exported.page.context().close());
  await exported.page.waitForFunction(
    () => document.querySelectorAll('.plotly-figure:has(> script):not(.drawn)').length === 0,
  );
  for (const link of await exported.page.locator('main a').all()) {
    assert.match((await link.getAttribute('href')) ?? '#', /^(#|https:\/\/example\.org\/)/);
  }
  assert.equal(await exported.page.evaluate(() => (globalThis as { hacked?: number }).hacked), undefined);
  assert.deepEqual(exported.requests, [exported.address]);
  // Of an image whose data is none.
  assert.deepEqual(new Set(exported.errors), new Set(['Failed to load resource: net::ERR_INVALID_URL']));
  const attributes = await exported.page.$$eval('body *', (all) =>
    all.flatMap((one) => one.getAttributeNames().filter((name) => /^on/.test(name))),
  );
  assert.deepEqual(attributes, []);
  assert.equal(
    await exported.page.locator('iframe, object, embed, form, base, meta[http-equiv=refresh]').count(),
    0,
  );
  const words = await wordsOf(exported);
  for (const kept of ['before', 'after', 'a formula', 'in a table', 'in bold'])
    assert.ok(words.includes(kept), kept);
  assert.equal(
    await exported.page.locator('img[alt="a dot"]').evaluate((one) => (one as HTMLImageElement).naturalWidth),
    1,
  );
});
