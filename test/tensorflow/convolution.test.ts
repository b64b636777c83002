import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tf } from '../../src/index';
import { conv2d, depthwiseConv2d, valueAndGradients } from '../../src/layers';
import { assertClose, leavesNoTensors } from '../leaves-no-tensors';

const image = (values: number[], size: number) => tf.tensor4d(values, [1, size, size, 1]);
const filter = (values: number[], size: number) => tf.tensor4d(values, [size, size, 1, 1]);
const normal = (shape: [number, number, number, number], seed: number) =>
  tf.randomNormal<tf.Rank.R4>(shape, 0, 1, 'float32', seed);
/** Results, and gradients of their weighted sum, differ by at most 5e-5 of the largest number. */
function assertAlike(
  ours: () => tf.Tensor,
  theirs: () => tf.Tensor,
  xs: tf.Tensor[],
  weigh: tf.Tensor,
): void {
  const [actual, expected] = [ours, theirs].map((f) => [
    f(),
    ...valueAndGradients(() => tf.sum(tf.mul(weigh, f())) as tf.Scalar, xs).gradients,
  ]);
  actual.forEach((result, i) => {
    const largest = tf.max(tf.abs(expected[i])).dataSync()[0];
    assertClose(result.dataSync(), expected[i].dataSync(), 5e-5 * largest);
  });
}

const ramp = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

test('conv2d() has stride 1 and no padding by default', async () => {
  await leavesNoTensors(() =>
    tf.tidy(() => {
      const y = conv2d(image(ramp(9), 3), filter([1, 0, 0, 1], 2));
      // 1 + 5, 2 + 6, 4 + 8, 5 + 9.
      assertClose(y.dataSync(), [6, 8, 12, 14]);
    }),
  );
});

test('conv2d() with a number pads every side, as PyTorch, also at stride 2', async () => {
  await leavesNoTensors(() =>
    tf.tidy(() => {
      const y = conv2d(image(ramp(16), 4), filter([1, 0, 0, 0, 0, 0, 0, 0, 0], 3), { stride: 2, padding: 1 });
      // The corner of the filter meets the padding at the top and the left, then pixel 6.
      assertClose(y.dataSync(), [0, 0, 0, 6]);
    }),
  );
});

test("conv2d() with 'same' pads only bottom and right at stride 2, as TensorFlow", async () => {
  await leavesNoTensors(() =>
    tf.tidy(() => {
      const y = conv2d(image(ramp(16), 4), filter([1, 0, 0, 0, 0, 0, 0, 0, 0], 3), {
        stride: 2,
        padding: 'same',
      });
      assertClose(y.dataSync(), [1, 3, 9, 11]);
    }),
  );
});

test('conv2d() differentiates by image and filter', async () => {
  await leavesNoTensors(() =>
    tf.tidy(() => {
      const x = image(ramp(9), 3);
      const w = filter([1, 2, 3, 4], 2);
      const { gradients } = valueAndGradients(() => tf.sum(conv2d(x, w)), [x, w]);
      // Each weight sees four pixels; the centre pixel meets all weights.
      assertClose(gradients[1].dataSync(), [12, 16, 24, 28]);
      assertClose(gradients[0].dataSync(), [1, 3, 2, 4, 10, 6, 3, 7, 4]);
    }),
  );
});

test('depthwiseConv2d() keeps channels apart', async () => {
  await leavesNoTensors(() =>
    tf.tidy(() => {
      const x = tf.tensor4d([1, 10, 2, 20, 3, 30, 4, 40], [1, 2, 2, 2]);
      const w = tf.tensor4d([1, 2, 1, 2, 1, 2, 1, 2], [2, 2, 2, 1]);
      const { value, gradients } = valueAndGradients(() => tf.sum(depthwiseConv2d(x, w)), [x, w]);
      assertClose(depthwiseConv2d(x, w).dataSync(), [10, 200]);
      assertClose(value.dataSync(), [210]);
      assertClose(gradients[1].dataSync(), [1, 10, 2, 20, 3, 30, 4, 40]);
    }),
  );
});

test('depthwiseConv2d() agrees with tf.depthwiseConv2d(), gradients too, for any size', async () => {
  for (const [kernel, stride, batch, height, width, channels] of [
    [3, 1, 2, 9, 7, 5],
    [3, 2, 1, 8, 14, 64],
    [5, 1, 3, 11, 5, 20],
    [5, 2, 2, 2, 1, 32],
    [3, 2, 2, 75, 75, 96],
  ]) {
    await leavesNoTensors(() =>
      tf.tidy(() => {
        const x = normal([batch, height, width, channels], 1);
        const filter = normal([kernel, kernel, channels, 1], 2);
        const weigh = normal([batch, Math.ceil(height / stride), Math.ceil(width / stride), channels], 3);
        assertAlike(
          () => depthwiseConv2d(x, filter, { padding: 'same', stride }),
          () => tf.depthwiseConv2d(x, filter, stride, 'same'),
          [x, filter],
          weigh,
        );
      }),
    );
  }
});

test('conv2d() with few multiplications agrees with tf.conv2d(), gradients too, for any number of pixels and channels', async () => {
  for (const [kernel, batch, height, width, inChannels, outChannels, stride = 1] of [
    [3, 2, 13, 12, 20, 17],
    [3, 1, 16, 24, 32, 48],
    [3, 9, 7, 7, 16, 64],
    [3, 4, 64, 64, 16, 20],
    [3, 1, 16, 17, 260, 33],
    [1, 2, 5, 7, 10, 12],
    [1, 1, 1, 1, 3, 1],
    [1, 4, 64, 64, 24, 96],
    [1, 3, 45, 37, 33, 40],
    [1, 1, 9, 11, 300, 520],
    [1, 2, 9, 12, 48, 64, 2],
  ]) {
    await leavesNoTensors(() =>
      tf.tidy(() => {
        const x = normal([batch, height, width, inChannels], 1);
        const filter = normal([kernel, kernel, inChannels, outChannels], 2);
        const weigh = normal([batch, Math.ceil(height / stride), Math.ceil(width / stride), outChannels], 3);
        assertAlike(
          () => conv2d(x, filter, { padding: (kernel - 1) / 2, stride }),
          () => tf.conv2d(x, filter, stride, 'same'),
          [x, filter],
          weigh,
        );
      }),
    );
  }
});

test('conv2d() agrees with tf.conv2d(), gradients too, for any filter, stride and padding', async () => {
  const sizes: readonly [number, number, number, number, number, number][] = [
    [7, 2, 23, 18, 3, 16],
    [3, 2, 12, 9, 40, 24],
    [3, 3, 6, 5, 700, 33],
    [4, 2, 33, 40, 16, 300],
    [3, 1, 5, 3, 17, 2],
    [5, 1, 4, 6, 1, 1],
    [1, 2, 9, 8, 48, 20],
    [3, 2, 8, 7, 40, 150],
    [3, 2, 4, 4, 240, 512],
    [3, 1, 3, 4, 50, 40],
    [3, 1, 1, 1, 20, 33],
  ];
  for (const [kernel, stride, height, width, inChannels, outChannels] of sizes) {
    for (const padding of [0, 2, 'same'] as const) {
      if (padding === 0 && Math.min(height, width) < kernel) continue;
      await leavesNoTensors(() =>
        tf.tidy(() => {
          const x = normal([3, height, width, inChannels], 1);
          const filter = normal([kernel, kernel, inChannels, outChannels], 2);
          const border = padding === 'same' ? 0 : padding;
          const theirs = () => {
            const input = tf.pad(x, [
              [0, 0],
              [border, border],
              [border, border],
              [0, 0],
            ]);
            return tf.conv2d(input, filter, stride, padding === 'same' ? 'same' : 'valid');
          };
          const weigh = normal(theirs().shape, 3);
          assertAlike(() => conv2d(x, filter, { padding, stride }), theirs, [x, filter], weigh);
        }),
      );
    }
  }
});

test('conv2d() of images smaller than its filter is an error', () => {
  for (const stride of [1, 2]) {
    tf.tidy(() =>
      assert.throws(
        () => conv2d(image(ramp(4), 2), filter(ramp(9), 3), { stride }),
        /images no smaller than the filter/,
      ),
    );
  }
});

test('conv2d() of no image at all, or with a padding that is not a whole number of pixels, is an error', () => {
  tf.tidy(() => {
    const corner = filter(ramp(9), 3);
    assert.throws(() => conv2d(tf.zeros([0, 4, 4, 1]), corner, { stride: 2 }), /at least one image/);
    for (const padding of [-1, 0.5]) {
      assert.throws(
        () => conv2d(image(ramp(16), 4), corner, { padding }),
        /Expected a padding of a whole number of pixels, received (-1|0\.5)\.\s+Choose 0, 1, 2, \.\.\. or 'same'\./,
      );
    }
  });
});
