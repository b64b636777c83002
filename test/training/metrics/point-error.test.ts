import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pointError, tf } from '../../../src/index';

// A triangle of 3, 4 and 5: 0.3 half widths of 20 pixels and 0.4 half heights of 20 pixels are 3 and 4 pixels.
const outputs = () => tf.tensor2d([[0.3, 0.4]]);
const targets = () => tf.tensor3d([[[0, 0]]]);

test('pointError() by default is a distance in half widths and heights', () => {
  tf.tidy(() => assert.ok(Math.abs(pointError(outputs(), targets()) - 0.5) < 1e-6));
  assert.equal(pointError.name, 'point_error');
});

test('pointError({ size }) is a distance in pixels of images of that size, height first', () => {
  tf.tidy(() => {
    assert.ok(Math.abs(pointError({ size: 20 })(outputs(), targets()) - 5) < 1e-5);
    const wide = pointError({ size: [30, 80] });
    assert.equal(wide.name, 'pixel_error');
    // 0.3 x 40 = 12 pixels to the side, 0.4 x 15 = 6 down.
    assert.ok(Math.abs(wide(outputs(), targets()) - Math.hypot(12, 6)) < 1e-5);
  });
});

test('pointError() is the mean over points and images, whatever the batches', () => {
  tf.tidy(() => {
    const metric = pointError({ size: 20 }).start();
    metric.add(tf.tensor2d([[0.3, 0.4, 0, 0]]), tf.zeros([1, 2, 2]));
    metric.add(tf.zeros([3, 4]), tf.zeros([3, 2, 2]));
    assert.ok(Math.abs(metric.value() - 5 / 8) < 1e-6);
  });
});

test('pointError() names the shape it expects where targets are not points', () => {
  tf.tidy(() => {
    assert.throws(() => pointError(tf.zeros([4, 3]), tf.zeros([4, 3])), {
      message:
        'Expected points of shape [batch, points, 2] as targets in pointError, received [4, 3].\n' +
        '  Use it with pointBlock; for other numbers there are mse, rmse and mae.',
    });
    assert.throws(() => pointError(tf.zeros([4, 4]), tf.zeros([4, 1, 2])), {
      problem: 'Expected as many targets as outputs, [4, 4], in pointError, received [4, 1, 2].',
    });
  });
  assert.throws(() => pointError({ size: [0, 20] }), {
    problem: 'Expected positive integers as the size of pointError in pixels, received [0,20].',
  });
});

test('pointError() leaves no tensors', () => {
  const [o, t] = [outputs(), targets()];
  const before = tf.memory().numTensors;
  pointError({ size: 20 })(o, t);
  assert.equal(tf.memory().numTensors, before);
  tf.dispose([o, t]);
});
