import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import sharp from 'sharp';
import { cutMask, openMask } from '../../src/images/mask-file';
import { temporaryFolder } from '../temporary-folder';

const folder = temporaryFolder();

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

test('openMask() reads grey that was saved with a palette, as RGB or in 16 bits', async () => {
  const grey = { raw: { width: 3, height: 1, channels: 1 as const } };
  const pixels = Uint8Array.from([0, 3, 11]);
  const saved = {
    palette: sharp(pixels, grey).png({ palette: true }),
    rgb: sharp(pixels, grey).toColourspace('srgb').png(),
    deep: sharp(Uint16Array.from(pixels), grey).toColourspace('grey16').png(),
  };
  for (const [name, image] of Object.entries(saved)) {
    const file = join(folder, `${name}.png`);
    await image.toFile(file);
    assert.deepEqual([...(await (await openMask(file)).read()).pixels], [0, 3, 11], name);
  }
});

test('openMask() refuses colours, whose lightness would pass for classes', async () => {
  const file = join(folder, 'colours.png');
  await sharp(Uint8Array.from([0, 0, 0, 128, 0, 32]), { raw: { width: 2, height: 1, channels: 3 } })
    .png({ palette: true })
    .toFile(file);
  await assert.rejects((await openMask(file)).read(), {
    message:
      `The mask ${file} holds colours, e.g. red 128, green 0, blue 32, not class indices.\n` +
      '  Save masks as lossless grey images, e.g. PNG, each value the index of its class.',
  });
});

test('openMask() refuses values above 255', async () => {
  const file = join(folder, 'many.png');
  await sharp(Uint16Array.from([0, 300]), { raw: { width: 2, height: 1, channels: 1 } })
    .toColourspace('grey16')
    .toFile(file);
  await assert.rejects((await openMask(file)).read(), {
    message:
      `The mask ${file} has the value 300, but class indices are 0 to 255.\n` +
      '  Save masks as grey images of 8 bits, each value the index of its class.',
  });
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
