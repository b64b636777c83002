import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rasterize } from '../../src/images/draw';

test('rasterize() stretches a drawing to the given size, three bytes per pixel, on white', async () => {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="2" height="1" viewBox="0 0 2 1"><rect width="1" height="1" fill="#0a141e"/></svg>';
  const { width, height, pixels } = await rasterize(svg, { width: 8, height: 2 });
  assert.deepEqual([width, height, pixels.length], [8, 2, 48]);
  assert.deepEqual([...pixels.slice(0, 3)], [10, 20, 30]);
  assert.deepEqual([...pixels.slice(21, 24)], [255, 255, 255]);
});
