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
    for (const figure of await page.locator('.plotly-figure').all()) {
      if (!(await figure.locator('script').textContent())?.includes('Fraction of actual')) continue;
      // A matrix of many classes is higher than the window: its first row must be in sight.
      await figure.evaluate((element) => element.scrollIntoView({ block: 'start' }));
      // Right of the middle of the first cell, so that the pointer stands in the top row wherever the labels end.
      const box = await figure.locator('.plot .nsewdrag').first().boundingBox();
      assert.ok(box);
      await page.mouse.move(box.x + 8, box.y + 8);
      await page.mouse.move(box.x + 10, box.y + 10);
      await figure.locator('.hovertext').first().waitFor();
      assert.match(
        (await figure.locator('.hovertext').first().textContent()) ?? '',
        /Actual: .+Predicted: .+Count: \d+Fraction of actual: \d+\.\d%/,
      );
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
  assert.match(run.printed, /gallery: cell 21 failed/);
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
    const ticks = await page.locator('.plot .ytick').allTextContents();
    assert.ok(ticks.includes(label), `${label} in ${ticks}`);
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
  assert.equal(page.match(/class="plotly-figure"/g)?.length, 2);
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
    Array.from({ length: 21 }, (_, i) => String(i + 1)),
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
  const figure = page.locator('.plotly-figure').first();
  await figure.scrollIntoViewIfNeeded();
  const box = await figure.locator('.nsewdrag').first().boundingBox();
  assert.ok(box);
  const seen = new Set<string>();
  for (let i = 0; i < 3; i++) {
    const before = (await figure.locator('.hovertext').allTextContents()).join();
    await page.mouse.move(box.x + 32 + 64 * i, box.y + 30 + 64 * i);
    await page.mouse.move(box.x + 34 + 64 * i, box.y + 32 + 64 * i);
    await page.waitForFunction((old) => {
      const texts = [...document.querySelectorAll('.hovertext')].map((one) => one.textContent).join();
      return texts !== '' && texts !== old;
    }, before);
    for (const text of await figure.locator('.hovertext').allTextContents()) seen.add(text);
  }
  for (const label of CLASSES) {
    assert.ok(
      [...seen].some((text) => text.includes(`Actual: ${label}`)),
      `${label} in ${[...seen]}`,
    );
  }
  assert.equal(await page.locator('.hovertext a').count(), 0);
  assert.equal(await page.evaluate(() => (globalThis as unknown as { hacked?: number }).hacked), undefined);
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
