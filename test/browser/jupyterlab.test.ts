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
  const chart = page.locator('.jp-RenderedVegaLite').nth(5).locator('.marks');
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
