import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import sharp from 'sharp';
import { cutMask, openMask } from '../../src/images/mask-file';

const folder = mkdtempSync(join(tmpdir(), 'fovea-masks-'));
after(() => rmSync(folder, { recursive: true }));

test('openMask() reads class indices as they are in the file', async () => {
  const file = join(folder, 'mask.png');
  const pixels = Uint8Array.from([0, 1, 2, 3, 11, 255]);
  await sharp(pixels, { raw: { width: 3, height: 2, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toFile(file);
  const mask = await openMask(file);
  assert.deepEqual([mask.width, mask.height], [3, 2]);
  assert.deepEqual([...(await mask.read()).pixels], [0, 1, 2, 3, 11, 255]);
});

test('cutMask() takes the nearest pixel and mirrors beyond the edge', () => {
  const mask = { width: 4, height: 1, pixels: Uint8Array.from([1, 2, 3, 4]) };
  const cut = (left: number, width: number, outWidth: number) => [
    ...cutMask(mask, { left, top: 0, width, height: 1, outWidth, outHeight: 1 }).pixels,
  ];
  assert.deepEqual(cut(0, 4, 8), [1, 1, 2, 2, 3, 3, 4, 4]);
  assert.deepEqual(cut(0, 4, 2), [2, 4]);
  assert.deepEqual(cut(-2, 8, 8), [2, 1, 1, 2, 3, 4, 4, 3]);
});
