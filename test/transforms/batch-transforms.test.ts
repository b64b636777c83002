import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newStream, randomFrom, setSeed } from '../../src/base/random';
import { tf } from '../../src/tensorflow/tf';
import { dihedral, flip, rotate, zoom } from '../../src/transforms/affine';
import { augTransforms } from '../../src/transforms/aug-transforms';
import { randomResizedCropGPU } from '../../src/transforms/batch-crop';
import { planBatch, transformImages, warpTensor } from '../../src/transforms/batch-pipeline';
import type { BatchTransform } from '../../src/transforms/batch-transform';
import type { Split } from '../../src/transforms/item-transform';
import { apply, invert } from '../../src/transforms/matrix';
import { perspectiveMap, warp } from '../../src/transforms/perspective';

const COUNT = 4;

// A different soft dot in each image, since a dot of one pixel may fall between the pixels that are looked at.
function dots(width: number, height: number) {
  const centres = Array.from({ length: COUNT }, (_, i) => ({
    x: width * (0.4 + 0.06 * i),
    y: height * (0.6 - 0.05 * i),
  }));
  const values = new Float32Array(COUNT * width * height * 3);
  centres.forEach((centre, i) => {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const value = 255 * Math.exp(-((x - centre.x) ** 2 + (y - centre.y) ** 2) / 8);
        values.fill(value, 3 * ((i * height + y) * width + x), 3 * ((i * height + y) * width + x) + 3);
      }
    }
  });
  return { images: tf.tensor4d(values, [COUNT, height, width, 3]), centres };
}

function centreOfLight(values: ArrayLike<number>, width: number, height: number, image: number) {
  let [x, y, sum] = [0, 0, 0];
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const value = values[3 * ((image * height + row) * width + column)];
      x += value * column;
      y += value * row;
      sum += value;
    }
  }
  return { x: x / sum, y: y / sum };
}

const plan = (
  transforms: BatchTransform[],
  width: number,
  height: number,
  split: Split = 'train',
  seed = 1,
) => planBatch(transforms, { count: COUNT, width, height }, split, randomFrom(seed));

function run(transforms: BatchTransform[], images: tf.Tensor4D, split: Split = 'train', seed = 1) {
  const [, height, width] = images.shape;
  const planned = plan(transforms, width, height, split, seed);
  return transformImages(images, planned, transforms, split, randomFrom(seed));
}

const WIDTH = 96;
const HEIGHT = 72;

const MOVES: Record<string, BatchTransform[]> = {
  'flip()': [flip({ p: 1 })],
  'rotate()': [rotate({ draw: [10, -10, 25, 0], p: 1 })],
  'zoom()': [zoom({ draw: [1.3, 1.1, 1.2, 1], p: 1 })],
  'warp()': [warp({ drawX: [0.2, -0.2, 0.1, 0], drawY: [0, 0.2, -0.15, 0.1], p: 1 })],
  'randomResizedCropGPU()': [randomResizedCropGPU(64, { minScale: 0.8, ratio: [1, 1] })],
  'all together': augTransforms({ size: [60, 80], maxLighting: 0, pAffine: 1 }),
  'all together and the crop': augTransforms({ size: 64, minScale: 0.9, maxLighting: 0, pAffine: 1 }),
};

for (const [name, transforms] of Object.entries(MOVES)) {
  test(`a dot is found where the inverse map moves its point, within a pixel: ${name}`, () => {
    const before = tf.memory().numTensors;
    const { images, centres } = dots(WIDTH, HEIGHT);
    const planned = plan(transforms, WIDTH, HEIGHT);
    const { maps, outWidth, outHeight } = planned.warp!;
    const moved = transformImages(images, planned, transforms, 'train', randomFrom(1));
    const values = moved.dataSync();
    centres.forEach((centre, i) => {
      const grid = { x: (2 * centre.x) / (WIDTH - 1) - 1, y: (2 * centre.y) / (HEIGHT - 1) - 1 };
      const { x, y } = apply(invert(maps[i]), grid);
      const found = centreOfLight(values, outWidth, outHeight, i);
      const [expectedX, expectedY] = [((x + 1) / 2) * (outWidth - 1), ((y + 1) / 2) * (outHeight - 1)];
      assert.ok(Math.abs(found.x - expectedX) < 1, `image ${i}: x ${found.x}, expected ${expectedX}`);
      assert.ok(Math.abs(found.y - expectedY) < 1, `image ${i}: y ${found.y}, expected ${expectedY}`);
    });
    images.dispose();
    moved.dispose();
    assert.equal(tf.memory().numTensors, before);
  });
}

test('the identity warp changes nothing', () => {
  const { images } = dots(20, 10);
  const moved = run(
    [rotate({ draw: 0, p: 1 }), warp({ drawX: 0, drawY: 0, p: 1 }), zoom({ draw: 1, p: 1 })],
    images,
  );
  const difference = tf.tidy(() => tf.max(tf.abs(tf.sub(tf.mul(moved, 255), images))).dataSync()[0]);
  assert.ok(difference / 255 < 1e-4, `${difference}`);
  tf.dispose([images, moved]);
});

test('flip() mirrors exactly', () => {
  const images = tf.tensor4d(
    [0, 51, 102, 255].flatMap((v) => [v, v, v]),
    [1, 1, 4, 3],
  );
  const flipped = tf.tidy(() =>
    warpTensor(
      images,
      planBatch([flip({ p: 1 })], { count: 1, width: 4, height: 1 }, 'train', randomFrom(1)).warp!,
    ),
  );
  const row = Array.from(flipped.dataSync()).filter((_, i) => i % 3 === 0);
  assert.deepEqual(row.map(Math.round), [255, 102, 51, 0]);
  tf.dispose([images, flipped]);
});

test("dihedral() makes the eight symmetries of a square, in fastai's order", () => {
  const corners = tf.tensor4d(
    [1, 2, 3, 4].flatMap((v) => [v, v, v]),
    [1, 2, 2, 3],
  );
  const results = Array.from({ length: 8 }, (_, draw) => {
    const shape = { count: 1, width: 2, height: 2 };
    const turned = warpTensor(
      corners,
      planBatch([dihedral({ draw, p: 1 })], shape, 'train', randomFrom(1)).warp!,
    );
    const values = Array.from(turned.dataSync()).filter((_, i) => i % 3 === 0);
    turned.dispose();
    return values.map(Math.round).join('');
  });
  assert.deepEqual(results, ['1234', '2143', '3412', '2413', '4321', '3142', '1324', '4231']);
  corners.dispose();
});

test('rotate() turns clockwise for positive angles: the right side comes to the bottom', () => {
  const { warp: turn } = planBatch(
    [rotate({ draw: 90, p: 1 })],
    { count: 1, width: 9, height: 9 },
    'train',
    randomFrom(1),
  );
  const bottom = apply(invert(turn!.maps[0]), { x: 1, y: 0 });
  assert.ok(Math.abs(bottom.x) < 1e-9 && Math.abs(bottom.y - 1) < 1e-9, JSON.stringify(bottom));
});

test('warp() brings the moved corners from the corners of the square', () => {
  const { x, y } = apply(perspectiveMap(0.2, 0.1), { x: -1.1, y: -1.2 });
  assert.ok(Math.abs(x + 1) < 1e-9 && Math.abs(y + 1) < 1e-9);
});

test("augTransforms() has fastai's transforms in fastai's order", () => {
  const names = (transforms: BatchTransform[]) => transforms.map(({ name }) => name.split('(')[0]);
  assert.deepEqual(names(augTransforms()), ['flip', 'warp', 'rotate', 'zoom', 'brightness', 'contrast']);
  assert.deepEqual(
    names(augTransforms({ doFlip: false, maxWarp: 0, maxRotate: 0, maxZoom: 1, maxLighting: 0 })),
    [],
  );
  assert.equal(names(augTransforms({ flipVert: true }))[0], 'dihedral');
  assert.equal(names(augTransforms({ size: 224, minScale: 0.75 })).at(-1), 'randomResizedCropGPU');
});

test('augTransforms() with mult strengthens rotation, warp and lighting, not zoom', () => {
  const names = augTransforms({ mult: 2 }).map(({ name }) => name);
  assert.deepEqual(names, [
    'flip',
    'warp(0.4)',
    'rotate(20 degrees)',
    'zoom(1 to 1.1)',
    'brightness(0.4)',
    'contrast(0.4)',
  ]);
});

test('augTransforms() with minScale needs a size', () => {
  assert.throws(() => augTransforms({ minScale: 0.75 }), {
    message:
      'augTransforms with minScale 0.75 needs a size for the crop.\n  Add it, e.g. augTransforms({ size: 224, minScale: 0.75 }).',
  });
});

test('augTransforms() in validation only resizes, and draws nothing', () => {
  const transforms = augTransforms({ size: 30 });
  const first = plan(transforms, 40, 40, 'valid', 1);
  assert.deepEqual(first, plan(transforms, 40, 40, 'valid', 2));
  assert.deepEqual(first.warp!.maps[0], [1, 0, 0, 0, 1, 0, 0, 0, 1]);
  assert.equal(first.lights, undefined);
  assert.equal(plan(augTransforms(), 40, 40, 'valid').warp, undefined);
});

test('colours stay in [0, 1] under the strongest change of lighting', () => {
  const { images } = dots(20, 10);
  const changed = run(augTransforms({ maxLighting: 0.9, pLighting: 1 }), images);
  const values = changed.dataSync();
  assert.ok(values.every((value) => value >= 0 && value <= 1));
  tf.dispose([images, changed]);
});

test('a mask keeps only values it had', () => {
  const values = Int32Array.from({ length: COUNT * 40 * 40 }, (_, i) => [0, 4, 11][Math.floor(i / 7) % 3]);
  const masks = tf.tensor4d(values, [COUNT, 40, 40, 1], 'int32');
  const moved = warpTensor(masks, plan(augTransforms({ size: 30, pAffine: 1 }), 40, 40).warp!, {
    nearest: true,
  });
  assert.deepEqual(
    [...new Set(moved.dataSync())].sort((a, b) => a - b),
    [0, 4, 11],
  );
  assert.equal(moved.dtype, 'int32');
  tf.dispose([masks, moved]);
});

test('setSeed() makes draws repeatable', () => {
  const transforms = augTransforms({ size: 30, minScale: 0.5 });
  const draw = () => planBatch(transforms, { count: COUNT, width: 40, height: 40 }, 'train', newStream());
  setSeed(7);
  const first = draw();
  const second = draw();
  setSeed(7);
  assert.deepEqual(draw(), first);
  assert.notDeepEqual(second, first);
});

test('each image draws its own angle, and a fraction of about pAffine is rotated', () => {
  const shape = { count: 2000, width: 10, height: 10 };
  const { warp: turns } = planBatch([rotate({ p: 0.75 })], shape, 'train', randomFrom(3));
  const turned = turns!.maps.filter((map) => map[0] !== 1);
  assert.ok(Math.abs(turned.length / 2000 - 0.75) < 0.03, `${turned.length}`);
  assert.ok(new Set(turned.map((map) => map[1])).size > 1400);
});

test('with batch, all images of a batch get the same draw', () => {
  const { warp: turns } = plan([rotate({ p: 1, batch: true })], 10, 10);
  assert.equal(new Set(turns!.maps.map((map) => map[1])).size, 1);
});

test('images that are reduced more than twofold are averaged first, as in fastai', () => {
  const shrink = (size: number, width: number) => {
    const shrunk = plan(augTransforms({ size }), width, width, 'valid').preShrink;
    return shrunk && [shrunk.width, shrunk.height];
  };
  assert.deepEqual(shrink(224, 460), [448, 448]);
  assert.equal(shrink(224, 448), undefined);
  assert.deepEqual(shrink(64, 460), [128, 128]);
});
