import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomFrom } from '../../src/base/random';
import { tf } from '../../src/tensorflow/tf';
import { applyLight, brightness, composeLight, contrast } from '../../src/transforms/lighting';
import { denormalizeImages, imagenetStats, normalize, normalizeImages } from '../../src/transforms/normalize';

const shape = { count: 3, width: 4, height: 4 };

test('brightness() with 0.5 and contrast() with 1 change nothing', () => {
  assert.deepEqual(brightness({ draw: 0.5, p: 1 }).light!(shape, randomFrom(1))[0], { factor: 1, shift: 0 });
  assert.deepEqual(contrast({ draw: 1, p: 1 }).light!(shape, randomFrom(1))[0], { factor: 1, shift: 0 });
});

test('brightness() shifts logits: middle grey becomes the number drawn', () => {
  const lights = brightness({ draw: [0.3, 0.5, 0.8], p: 1 }).light!(shape, randomFrom(1));
  const grey = tf.fill([3, 1, 1, 3], 127.5) as tf.Tensor4D;
  const changed = applyLight(grey, lights);
  const values = Array.from(changed.dataSync()).filter((_, i) => i % 3 === 0);
  assert.deepEqual(
    values.map((value) => Number(value.toFixed(4))),
    [0.3, 0.5, 0.8],
  );
  tf.dispose([grey, changed]);
});

test('changes of lighting are composed in order: a shift, then a factor, is not a factor, then a shift', () => {
  const shift = { factor: 1, shift: 0.5 };
  const factor = { factor: 2, shift: 0 };
  assert.deepEqual(composeLight(shift, factor), { factor: 2, shift: 1 });
  assert.deepEqual(composeLight(factor, shift), { factor: 2, shift: 0.5 });
});

test('contrast() moves colours away from middle grey, black and white stay', () => {
  const lights = contrast({ draw: 2, p: 1 }).light!({ ...shape, count: 1 }, randomFrom(1));
  const before = tf.memory().numTensors;
  const greys = tf.tensor4d([0, 51, 127.5, 204, 255, 255], [1, 1, 2, 3]);
  const changed = applyLight(greys, lights);
  // logit(0.2) = -log 4; twice that is -log 16, and sigmoid(-log 16) = 1 / 17.
  assert.deepEqual(
    Array.from(changed.dataSync(), (v) => Number(v.toFixed(4))),
    [0, 0.0588, 0.5, 0.9412, 1, 1],
  );
  tf.dispose([greys, changed]);
  assert.equal(tf.memory().numTensors, before);
});

test('denormalizeImages() undoes normalizeImages()', () => {
  const images = tf.tensor4d([0.485, 0.456, 0.406, 1, 0, 0.5], [1, 1, 2, 3]);
  const normalized = normalizeImages(images, imagenetStats);
  const values = Array.from(normalized.dataSync(), (v) => Number(v.toFixed(3)));
  assert.deepEqual(values.map(Math.abs), [0, 0, 0, 2.249, 2.036, 0.418]);
  const back = denormalizeImages(normalized, imagenetStats);
  const difference = tf.tidy(() => tf.max(tf.abs(tf.sub(back, images))).dataSync()[0]);
  assert.ok(difference < 1e-6);
  tf.dispose([images, normalized, back]);
});

test('normalize() refuses statistics without three means and deviations', () => {
  assert.throws(() => normalize({ mean: [0.5], std: [0.2] }), {
    message:
      /^Expected 3 means and 3 standard deviations other than 0 for normalize, received \{"mean":\[0.5\],"std":\[0.2\]\}\.\n {2}Colours are in \[0, 1\]/,
  });
});
