import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomFrom } from '../../src/base/random';
import { cutPoint } from '../../src/transforms/geometry';
import { randomResizedCrop } from '../../src/transforms/random-resized-crop';
import { resize } from '../../src/transforms/resize';

const random = () => randomFrom(1);

test('resize() crops by default: validation keeps the middle of the long side', () => {
  const cut = resize(460).plan({ width: 500, height: 375 }, 'valid', random());
  assert.deepEqual(cut, { left: 62, top: 0, width: 375, height: 375, outWidth: 460, outHeight: 460 });
});

test('resize() in training crops at a random position along the long side', () => {
  const stream = random();
  const cuts = Array.from({ length: 200 }, () =>
    resize(460).plan({ width: 500, height: 375 }, 'train', stream),
  );
  assert.ok(cuts.every(({ top, width, height }) => top === 0 && width === 375 && height === 375));
  const lefts = cuts.map(({ left }) => left);
  assert.ok(Math.min(...lefts) < 10 && Math.max(...lefts) > 115 && Math.max(...lefts) <= 125);
});

test('resize() takes a size as height, width, as fastai does', () => {
  const cut = resize([96, 128]).plan({ width: 200, height: 200 }, 'valid', random());
  assert.deepEqual(cut, { left: 0, top: 25, width: 200, height: 150, outWidth: 128, outHeight: 96 });
});

test('resize() with squish keeps the whole image, with pad also what lies beyond it', () => {
  const size = { width: 400, height: 200 };
  assert.deepEqual(resize(100, { method: 'squish' }).plan(size, 'train', random()), {
    ...{ left: 0, top: 0, width: 400, height: 200, outWidth: 100, outHeight: 100 },
  });
  assert.deepEqual(resize(100, { method: 'pad' }).plan(size, 'valid', random()), {
    ...{ left: 0, top: -100, width: 400, height: 400, outWidth: 100, outHeight: 100 },
  });
});

test('resize() refuses unknown methods and sizes that are not positive integers', () => {
  assert.throws(() => resize(460, { method: 'stretch' as 'crop' }), {
    message: 'Unknown method of resize "stretch".\n  Choose "crop", "squish" or "pad".',
  });
  assert.throws(() => resize(0), {
    message:
      'Expected positive integers as the size of resize in pixels, received 0.\n  Give one number for a square, or [height, width].',
  });
});

test('randomResizedCrop() in validation resizes to 256 and keeps the middle 224, or to 152 and 128', () => {
  const image = { width: 500, height: 375 };
  assert.deepEqual(randomResizedCrop(224).plan(image, 'valid', random()), {
    ...{ left: 0, top: 0, width: 500, height: 375, outWidth: 256, outHeight: 256 },
    keep: { left: 16, top: 16, width: 224, height: 224 },
  });
  const small = randomResizedCrop(128).plan(image, 'valid', random());
  assert.deepEqual([small.outWidth, small.keep?.left], [152, 12]);
});

test('randomResizedCrop() in training stays within the image, the range of areas and the range of aspect ratios', () => {
  const stream = random();
  const transform = randomResizedCrop(128, { minScale: 0.35 });
  for (let i = 0; i < 200; i++) {
    const { left, top, width, height } = transform.plan({ width: 500, height: 375 }, 'train', stream);
    assert.ok(left >= 0 && top >= 0 && left + width <= 500 && top + height <= 375);
    const area = (width * height) / (500 * 375);
    assert.ok(area > 0.34 && area <= 1, `area ${area}`);
    assert.ok(width / height > 0.74 && width / height < 1.35, `shape ${width / height}`);
  }
});

test('randomResizedCrop() falls back to the middle if no shape fits', () => {
  const strip = randomResizedCrop(64, { minScale: 0.9 }).plan(
    { width: 1000, height: 100 },
    'train',
    random(),
  );
  assert.deepEqual([strip.left, strip.top, strip.width, strip.height], [433, 0, 133, 100]);
});

test('a point moves with the cut', () => {
  const cut = { left: 100, top: 50, width: 200, height: 100, outWidth: 50, outHeight: 50 };
  assert.deepEqual(cutPoint({ x: 200, y: 100 }, cut), { x: 25, y: 25 });
  const keep = { left: 10, top: 20, width: 30, height: 30 };
  assert.deepEqual(cutPoint({ x: 200, y: 100 }, { ...cut, keep }), { x: 15, y: 5 });
});
