import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { skip } from './chromium';
import { CLASSES, writeGallery } from './gallery';
import { closeLab, drawn, type LabSession, openLab, openNotebook, useNotebook } from './lab-session';

let session: LabSession;
before(async () => {
  if (!skip) session = await openLab(await writeGallery('lab'));
});
after(async () => {
  if (session) await closeLab(session);
});

test(
  'lab.ipynb in JupyterLab: runs twice, draws interactive charts, is saved, reopened and exported',
  {
    skip,
  },
  (t) => useNotebook(t, session, 'lab.ipynb', { timeout: 300_000 }),
);

test('in JupyterLab the pointer over a bar shows a label that looks like markup as text', {
  skip,
}, async (t) => {
  const { page } = await openNotebook(t, session, 'lab.ipynb');
  await drawn(page, { vega: 7, plotly: 1 });
  const chart = page.locator('.jp-RenderedVegaLite').nth(5).locator('svg.marks');
  const tooltip = page.locator('#vg-tooltip-element.visible');
  for (let y = 20; y < 120 && !(await tooltip.isVisible()); y += 8) {
    await chart.hover({ position: { x: 400, y } });
    // Shown a moment after the pointer has come to a bar; nothing is shown beside one.
    await tooltip.waitFor({ timeout: 1000 }).catch(() => {});
  }
  const words = (await tooltip.textContent()) ?? '';
  assert.ok(
    CLASSES.some((label) => words.includes(label)),
    words,
  );
  assert.equal(await tooltip.locator('img, a, b').count(), 0);
});

test('in JupyterLab a reopened confusion matrix is drawn again, fits a screen of 720 pixels and offers no upload', {
  skip,
}, async (t) => {
  const { page } = await openNotebook(t, session, 'lab.ipynb');
  await drawn(page, { vega: 7, plotly: 1 });
  const matrix = page.locator('.jp-RenderedVegaLite').nth(3);
  await matrix.scrollIntoViewIfNeeded();
  assert.equal((await matrix.locator('svg.marks [aria-roledescription="rect mark"]').count()) > 0, true);
  const room = await page.locator('.jp-WindowedPanel-outer').evaluate((one) => one.clientHeight);
  const box = await matrix.locator('svg.marks').boundingBox();
  assert.ok(box && box.height <= room, `${box?.height} of ${room}`);
  await matrix.locator('summary').click();
  assert.deepEqual(await matrix.locator('.vega-actions a').allTextContents(), ['Save as SVG', 'Save as PNG']);
  await page.locator('.jp-RenderedPlotly').scrollIntoViewIfNeeded();
  const image = page.locator('.jp-RenderedPlotly .plot-img');
  if (await image.isVisible()) await image.dispatchEvent('mouseenter');
  await page.locator('.modebar-btn').first().waitFor({ state: 'attached' });
  const buttons = await page.$$eval('.modebar-btn', (all) =>
    all.map((one) => one.getAttribute('data-title') ?? ''),
  );
  assert.deepEqual(
    buttons.filter((title) => /share|cloud|lasso|select/i.test(title)),
    [],
  );
});

test('in JupyterLab no chart or grid is cut off in a window of 1280, 800 or 390 pixels', {
  skip,
}, async (t) => {
  const { page } = await openNotebook(t, session, 'lab.ipynb');
  await drawn(page, { vega: 7, plotly: 1 });
  // The file browser would leave a phone nothing.
  await page.keyboard.press('Control+b');
  for (const [width, height] of [
    [1280, 720],
    [800, 600],
    [390, 844],
  ]) {
    await page.setViewportSize({ width, height });
    await page.waitForTimeout(500);
    const outputs = await page.$$eval('.jp-RenderedVegaLite, .jp-OutputArea-output > .fovea', (all) =>
      all.map((one) => {
        const drawing = one.querySelector('svg.marks, .fovea-grid') ?? one;
        const isWhole = drawing.getBoundingClientRect().width <= one.clientWidth + 1;
        return { isWhole, isScrolled: getComputedStyle(one).overflowX === 'auto' };
      }),
    );
    assert.ok(outputs.length >= 14, `${outputs.length}`);
    assert.ok(outputs.every(({ isWhole, isScrolled }) => isWhole || isScrolled));
    if (width === 1280) assert.ok(outputs.every(({ isWhole }) => isWhole));
  }
});
