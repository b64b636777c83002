import { test } from 'node:test';
import { tf } from '../../src/index';
import {
  adaptiveAveragePool,
  globalAveragePool,
  globalMaxPool,
  maxPool,
  pixelShuffle,
  relu6,
  shuffledFilter,
  valueAndGradients,
} from '../../src/layers';
import { assertClose, leavesNoTensors } from '../leaves-no-tensors';

test('maxPool() pads with minus infinity, so negative images keep their values', async () => {
  await leavesNoTensors(() =>
    tf.tidy(() => {
      const x = tf.tensor4d([-1, -2, -3, -4], [1, 2, 2, 1]);
      assertClose(maxPool(x, 3, { stride: 2, padding: 1 }).dataSync(), [-1]);
    }),
  );
});

test('maxPool() and its gradient equal those of tf.maxPool() on a padded image', async () => {
  for (const [shape, size, stride, padding] of [
    [[2, 9, 7, 5], 3, 2, 1],
    [[1, 8, 8, 32], 3, 2, 1],
    [[2, 6, 5, 20], 2, 2, 0],
    [[3, 5, 4, 17], 3, 1, 1],
  ] as [[number, number, number, number], number, number, number][]) {
    await leavesNoTensors(() =>
      tf.tidy(() => {
        const x = tf.randomNormal<tf.Rank.R4>(shape, 0, 1, 'float32', 1);
        const border: [number, number] = [padding, padding];
        const padded = (y: tf.Tensor4D) =>
          tf.pad4d(y, [[0, 0], border, border, [0, 0]], Number.NEGATIVE_INFINITY);
        const expected = tf.maxPool(padded(x), size, stride, 'valid');
        assertClose(maxPool(x, size, { stride, padding }).dataSync(), expected.dataSync());
        const weigh = tf.randomNormal(expected.shape, 0, 1, 'float32', 2);
        const gradients = [
          () => maxPool(x, size, { stride, padding }),
          () => tf.maxPool(padded(x), size, stride, 'valid'),
        ].map((f) => valueAndGradients(() => tf.sum(tf.mul(weigh, f())) as tf.Scalar, [x]).gradients[0]);
        assertClose(gradients[0].dataSync(), gradients[1].dataSync());
      }),
    );
  }
});

test('maxPool() gives NaN for a window with a NaN', {
  skip: process.env.FOVEA_KERNELS === 'stock',
}, async () => {
  await leavesNoTensors(() =>
    tf.tidy(() => {
      const x = tf.tensor4d([1, Number.NaN, 3, 2, 1, 5, 4, 7], [1, 2, 4, 1]);
      assertClose(
        [...maxPool(x, 2).dataSync()].map((value) => (Number.isNaN(value) ? -1 : value)),
        [-1, 7],
      );
    }),
  );
});

test('globalMaxPool() passes its gradient to one pixel, even where two are equal', async () => {
  await leavesNoTensors(() =>
    tf.tidy(() => {
      const x = tf.tensor4d([5, 5, 1, 2], [1, 2, 2, 1]);
      const { value, gradients } = valueAndGradients(() => tf.sum(globalMaxPool(x)), [x]);
      assertClose(value.dataSync(), [5]);
      assertClose(gradients[0].dataSync(), [1, 0, 0, 0]);
    }),
  );
});

test('globalAveragePool() spreads its gradient over all pixels', async () => {
  await leavesNoTensors(() =>
    tf.tidy(() => {
      const x = tf.tensor4d([1, 2, 3, 6], [1, 2, 2, 1]);
      const { value, gradients } = valueAndGradients(() => tf.sum(globalAveragePool(x)), [x]);
      assertClose(value.dataSync(), [3]);
      assertClose(gradients[0].dataSync(), [0.25, 0.25, 0.25, 0.25]);
    }),
  );
});

test('relu6() is flat below 0 and above 6', async () => {
  await leavesNoTensors(() =>
    tf.tidy(() => {
      const x = tf.tensor1d([-1, 3, 7]);
      const { gradients } = valueAndGradients(() => tf.sum(relu6(x)), [x]);
      assertClose(relu6(x).dataSync(), [0, 3, 6]);
      assertClose(gradients[0].dataSync(), [0, 1, 0]);
    }),
  );
});

test("pixelShuffle() of a shuffled filter puts PyTorch's channels 0 to 3 in one square", async () => {
  await leavesNoTensors(() =>
    tf.tidy(() => {
      // Two output channels: 0 ... 3 belong to the first, 4 ... 7 to the second.
      const channels = shuffledFilter(tf.tensor1d([0, 1, 2, 3, 4, 5, 6, 7]));
      const x = tf.reshape(channels, [1, 1, 1, 8]) as tf.Tensor4D;
      const first = tf.slice(pixelShuffle(x), [0, 0, 0, 0], [1, 2, 2, 1]);
      assertClose(first.dataSync(), [0, 1, 2, 3]);
      const { gradients } = valueAndGradients(() => tf.sum(tf.square(pixelShuffle(x))) as tf.Scalar, [x]);
      assertClose(
        gradients[0].dataSync(),
        [...channels.dataSync()].map((v) => 2 * v),
      );
    }),
  );
});

test("adaptiveAveragePool() takes plain means of overlapping windows, as PyTorch's area interpolation", async () => {
  await leavesNoTensors(() =>
    tf.tidy(() => {
      const row = tf.tensor4d([1, 2, 3, 4, 5], [1, 1, 5, 1]);
      // Windows 0-1, 1-2, 2-3, 3-4.
      assertClose(adaptiveAveragePool(row, [1, 4]).dataSync(), [1.5, 2.5, 3.5, 4.5]);
      // Windows 0-2, 2-4.
      assertClose(adaptiveAveragePool(row, [1, 2]).dataSync(), [2, 4]);
    }),
  );
});
