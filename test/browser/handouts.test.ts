import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { writeHandout } from '../../src/cli/notebooks/handout';
import { root } from '../../src/cli/repository';
import { madeHandouts } from '../notebooks/made-handouts';
import { launch, openPage, skip, type Watched } from './chromium';
import { CLASSES, galleryFolder, HOSTILE, writeGallery } from './gallery';

let browser: Browser;
const output = join(galleryFolder('gallery'), 'handouts');
const gallery = join(output, 'gallery.html');
const run = { status: -1 as number | null, printed: '' };

before(async () => {
  if (skip) return;
  const folder = await writeGallery('gallery', { withError: true });
  const script = join(root, 'dist', 'cli', 'notebooks.js');
  const args = [script, '--notebooks', folder, '--output', output, '--data', 'mini'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  Object.assign(run, { status, printed: stdout + stderr });
  browser = await launch();
});
after(() => browser?.close());

const CELL = '[aria-roledescription="rect mark"]';

const opened = new Map<string, Watched>();

/** Opens a handout without a network and waits until its figures are drawn; once for all tests, until one closes it. */
async function openHandout(path: string, scheme: 'light' | 'dark' = 'light'): Promise<Watched> {
  const key = `${scheme} ${path}`;
  const before = opened.get(key);
  if (before) return before;
  const watched = await openPage(browser, { offline: true, colorScheme: scheme });
  opened.set(key, watched);
  await watched.page.goto(pathToFileURL(path).href);
  await watched.page.waitForFunction(
    () => document.querySelectorAll('.plotly-figure:not(.drawn)').length === 0,
  );
  return watched;
}

async function closeHandout(path: string): Promise<void> {
  for (const [key, { page }] of opened) {
    if (!key.endsWith(` ${path}`)) continue;
    opened.delete(key);
    await page.context().close();
  }
}

/** What axe-core finds serious or critical, a line for each element. */
async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } };
    return (await axe.run()).violations;
  });
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`),
    );
}

interface RunCell {
  readonly outputs?: readonly { readonly data?: Readonly<Record<string, string | readonly string[]>> }[];
}

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { target: readonly string[]; failureSummary: string }[];
}

/** Images that are not drawn, have no size or no words. */
function badPictures(page: Page): Promise<string[]> {
  return page.$$eval('img', (images) =>
    images
      .filter((image) => {
        const isShown = image.checkVisibility();
        return !image.alt || !image.naturalWidth || (isShown && image.getBoundingClientRect().width < 20);
      })
      .map((image) => image.outerHTML.slice(0, 200)),
  );
}

// A4 without its margins of 15 mm, at 96 pixels an inch.
const PAPER = { width: 680, height: 1009 };

/** Figures on paper that would be cut: higher or wider than a page, or free to break over two. */
async function cutFigures(page: Page): Promise<string[]> {
  await page.setViewportSize(PAPER);
  await page.emulateMedia({ media: 'print' });
  return page.evaluate(({ width, height }) => {
    return [
      ...document.querySelectorAll(
        'main :is(img, svg, tr, math[display="block"], .plot, .fovea-note, .fovea-legend)',
      ),
    ]
      .filter((element) => element.checkVisibility())
      .filter((element) => {
        const box = element.getBoundingClientRect();
        let keptWhole: Element | null = element;
        while (keptWhole && getComputedStyle(keptWhole).breakInside !== 'avoid') {
          keptWhole = keptWhole.parentElement;
        }
        return box.height > height || box.right > width + 1 || !keptWhole;
      })
      .map((element) => {
        const { width: wide, height: high } = element.getBoundingClientRect();
        return `${Math.round(wide)} x ${Math.round(high)}: ${element.outerHTML.slice(0, 160)}`;
      });
  }, PAPER);
}

/** What every handout must do. */
function checkHandout(
  name: string,
  path: () => string,
  { errors = 0, why = skip }: { errors?: number; why?: string | false } = {},
) {
  test(`${name}: opens without a network, makes no request, prints no error; images, charts and formulas are drawn`, {
    skip: why,
  }, async () => {
    const { page, requests, errors: complaints } = await openHandout(path());
    assert.deepEqual(requests, [pathToFileURL(path()).href]);
    assert.deepEqual(complaints, []);
    assert.deepEqual(await badPictures(page), []);
    assert.equal(await page.locator('.output pre.error').count(), errors);
    assert.deepEqual(
      await page.$$eval('math', (all) => all.filter((one) => one.getBoundingClientRect().height < 5).length),
      0,
    );
    const { scroll, width } = await page.evaluate(() => ({
      scroll: document.documentElement.scrollWidth,
      width: innerWidth,
    }));
    assert.ok(scroll <= width, `the page is ${scroll} pixels wide in a window of ${width}`);
    const most = (await page.locator('.plotly-figure').count()) > 0 ? 7e6 : 2.5e6;
    assert.ok(statSync(path()).size <= most, `${statSync(path()).size} bytes, ${most} at most`);
  });

  test(`${name}: axe-core finds no serious accessibility problem, light or dark`, {
    skip: why,
  }, async () => {
    for (const scheme of ['light', 'dark'] as const) {
      const { page } = await openHandout(path(), scheme);
      assert.deepEqual(await barriers(page), [], scheme);
    }
  });

  test(`${name}: the pointer over a confusion matrix shows actual class, predicted class, count and fraction`, {
    skip: why,
  }, async () => {
    const { page } = await openHandout(path());
    for (const matrix of await page.locator('.matrix').all()) {
      await matrix.evaluate((element) => element.scrollIntoView({ block: 'start' }));
      await matrix.locator(CELL).first().hover();
      const tip = page.locator('.tip');
      assert.equal(await tip.isVisible(), true);
      assert.match(
        (await tip.textContent()) ?? '',
        /^Actual: .+\npredicted: .+\ncount: \d+\nfraction of actual: \d+\.\d%$/,
      );
      await page.mouse.move(0, 0);
      assert.equal(await tip.isVisible(), false);
    }
  });

  test(`${name}: every chart and every grid fits a projector, a tablet and a phone, or is scrolled in its place`, {
    skip: why,
  }, async (t) => {
    t.after(() => closeHandout(path()));
    const { page } = await openHandout(path());
    for (const [width, height] of [
      [1280, 720],
      [800, 600],
      [390, 844],
    ]) {
      await page.setViewportSize({ width, height });
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
      const misfits = await page.$$eval(
        '.matrix, .output > img, .fovea-grid',
        (all, isWide) =>
          all
            .filter((one) => {
              const place = one.closest('.output > .fovea, .output') as Element;
              const [box, room] = [one.getBoundingClientRect(), place.getBoundingClientRect()];
              const isCut = box.width > room.width + 1 && getComputedStyle(place).overflowX !== 'auto';
              const isHigh = isWide && !one.matches('.fovea-grid') && box.height > innerHeight;
              return isCut || isHigh || (isWide && box.width > room.width + 1);
            })
            .map((one) => `${innerWidth}: ${one.outerHTML.slice(0, 160)}`),
        width >= 800,
      );
      assert.deepEqual(misfits, []);
    }
  });

  test(`${name}: no output is cut off in print`, { skip: why }, async (t) => {
    // It leaves the page as on paper.
    t.after(() => closeHandout(path()));
    const { page } = await openHandout(path());
    assert.deepEqual(await cutFigures(page), []);
    const high = await page.evaluate(() => document.documentElement.scrollHeight);
    const pdf = (await page.pdf({ format: 'A4', preferCSSPageSize: true })).toString('latin1');
    const pages = pdf.match(/\/Type \/Page\b/g)?.length ?? 0;
    const least = Math.floor(high / PAPER.height);
    assert.ok(pages >= least && pages <= 2 * least + 1, `${pages} pages for ${least} pages' height`);
  });
}

checkHandout('the gallery', () => gallery, { errors: 1 });

for (const { name, path, missing } of madeHandouts()) {
  checkHandout(name, () => path, { why: skip || missing });
}

test('the gallery: a cell that throws is an error in the handout and a failing exit code', {
  skip,
}, async () => {
  assert.equal(run.status, 1, run.printed);
  assert.match(run.printed, /gallery: cell 22 failed/);
  const { page } = await openHandout(gallery);
  assert.match(
    (await page.locator('.output pre.error').textContent()) ?? '',
    /^Error: out of <b>cheese<\/b>/,
  );
  assert.equal(await page.locator('.incomplete').isVisible(), true);
});

test('the gallery: labels and file names that look like markup are text everywhere', { skip }, async () => {
  const { page } = await openHandout(gallery);
  const flag = () => page.evaluate(() => (globalThis as unknown as { hacked?: number }).hacked);
  assert.equal(await flag(), undefined);
  assert.match(await page.title(), /<img src=x onerror=globalThis\.hacked=1> as text$/);
  assert.equal(await page.locator('main a:not([href^="#"])').count(), 0);
  assert.equal(await page.locator('img[src="x"]').count(), 0);
  for (const label of CLASSES) {
    assert.ok((await page.locator('.fovea-caption', { hasText: label }).count()) > 0, `caption ${label}`);
    assert.ok(
      (await page.locator(`.fovea-grid img[alt*=${JSON.stringify(label)}]`).count()) > 0,
      `alt ${label}`,
    );
    assert.ok((await page.locator('.fovea-table th', { hasText: label }).count()) > 0, `table ${label}`);
    const words = await page.locator('.matrix text').allTextContents();
    assert.ok(words.includes(label), `${label} in ${words}`);
  }
  const legend = await page.locator('.fovea-legend').allTextContents();
  assert.ok(
    CLASSES.every((label) => legend.join('').includes(label)),
    legend.join('; '),
  );
  const words = await page.locator('main').textContent();
  assert.ok(words?.includes(`photos/${HOSTILE}_0.jpg`));
  assert.ok(words?.includes(`open ${HOSTILE}`) || words?.includes(`open photos/${HOSTILE}`));
});

test('the gallery: every output has alternative text, a grid is under 250 kB, plotly.js is included once', {
  skip,
}, () => {
  const notebook = JSON.parse(readFileSync(join(output, 'gallery.ipynb'), 'utf8')) as { cells: RunCell[] };
  const outputs = notebook.cells.flatMap((cell) => cell.outputs ?? []);
  const shown = outputs.flatMap(({ data }) => (data ? [data] : []));
  assert.ok(shown.length >= 18, `${shown.length} outputs`);
  for (const data of shown) {
    const [words, markup] = ['text/plain', 'text/html'].map((type) => [data[type] ?? ''].flat().join(''));
    assert.ok(words.length > 0, Object.keys(data).join());
    assert.ok(markup.length < 250_000, `${markup.length} characters`);
  }
  const page = readFileSync(gallery, 'utf8');
  assert.equal(page.match(/class="plotly-figure"/g)?.length, 1);
  assert.equal(page.match(/plotly\.js v\d/g)?.length, 1);
});

test('the gallery: the table of contents leads to the headings, prompts count the cells, formulas are drawn', {
  skip,
}, async () => {
  const { page } = await openHandout(gallery);
  const links = await page.$$eval('nav a', (all) =>
    all.map((one) => [
      one.textContent,
      Boolean(document.getElementById(decodeURIComponent((one as HTMLAnchorElement).hash.slice(1)))),
    ]),
  );
  assert.deepEqual(links, [
    ['Data', true],
    ['A learner', true],
    ['What did it learn?', true],
    ['An error', true],
  ]);
  const prompts = await page.locator('.prompt').allTextContents();
  assert.deepEqual(
    prompts,
    Array.from({ length: 22 }, (_, i) => String(i + 1)),
  );
  assert.equal(await page.locator('math').count(), 2);
  assert.equal(await page.locator('math[display="block"]').count(), 1);
  assert.match(
    (await page.locator('header').textContent()) ?? '',
    /fovea \d.* TensorFlow\.js \d.* Node \d.* run on \d{4}-\d\d-\d\d/,
  );
});

test('the gallery: no label turns into markup under the pointer, in matrix and captions', {
  skip,
}, async () => {
  const { page } = await openHandout(gallery);
  const seen = new Set<string>();
  for (const cell of await page.locator('.matrix').first().locator(CELL).all()) {
    await cell.hover();
    seen.add((await page.locator('.tip').textContent()) ?? '');
  }
  for (const label of CLASSES) {
    assert.ok(
      [...seen].some((text) => text.includes(`Actual: ${label}`)),
      `${label} in ${[...seen]}`,
    );
  }
  assert.equal(await page.locator('.tip *').count(), 0);
  assert.equal(await page.evaluate(() => (globalThis as unknown as { hacked?: number }).hacked), undefined);
});

test('the gallery: no figure of plotly offers to upload it', { skip }, async () => {
  const { page } = await openHandout(gallery);
  const buttons = await page.$$eval('.plotly-figure .modebar-btn', (all) =>
    all.map((one) => one.getAttribute('data-title') ?? ''),
  );
  assert.ok(buttons.includes('Zoom in'), buttons.join());
  assert.deepEqual(
    buttons.filter((title) => /share|cloud|lasso|select/i.test(title)),
    [],
  );
});

test('the gallery without code has no code cells, but all outputs; as PDF it has pages', {
  skip,
}, async () => {
  const path = join(output, 'no-code.html');
  const pdf = join(output, 'no-code.pdf');
  await writeHandout(join(output, 'gallery.ipynb'), path, { data: 'mini', code: false, pdf });
  const [all, bare] = [(await openHandout(gallery)).page, (await openHandout(path)).page];
  assert.equal(await bare.locator('.input').count(), 0);
  assert.equal(await bare.locator('.output').count(), await all.locator('.output').count());
  assert.match(readFileSync(pdf, 'latin1'), /^%PDF-[\s\S]*\/Type \/Page\b/);
});
