import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tf } from '../../src/index';
import { conv2d, depthwiseConv2d, valueAndGradients } from '../../src/layers';
import { runKernelForOne } from '../../src/tensorflow/kernel';
import { nativeKernels } from '../../src/tensorflow/native-kernels';
import { leavesNoTensors } from '../leaves-no-tensors';

/** Numbers of channels around the ends of one vector, and of two, of 4, 8 and 16 numbers. */
const CHANNELS = [1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 47, 49];

const skip = !nativeKernels() && "fovea's own kernels are not in use";

type Shape = [number, number, number, number];
const normal = (shape: Shape, seed: number) => tf.randomNormal<tf.Rank.R4>(shape, 0, 1, 'float32', seed);

/** The largest difference is at most 5e-5 of the largest number. */
function assertEqual(actual: tf.Tensor, expected: tf.Tensor, what: string): void {
  assert.deepEqual(actual.shape, expected.shape, what);
  const difference = tf.max(tf.abs(tf.sub(actual, expected))).dataSync()[0];
  const largest = tf.max(tf.abs(expected)).dataSync()[0];
  assert.ok(difference <= 5e-5 * largest, `${what}: differs by ${difference} of ${largest}`);
}

/** Every number of channels as the convolution's inputs, and as its outputs. */
const PAIRS = CHANNELS.flatMap((channels) => [
  [channels, 20],
  [20, channels],
]);

for (const [height, width] of [
  [5, 6],
  [22, 23],
]) {
  test(`Winograd's convolution and gradients equal TensorFlow's for any number of channels, ${height} x ${width} pixels`, {
    skip,
  }, async () => {
    for (const [inputs, outputs] of PAIRS) {
      await leavesNoTensors(() =>
        tf.tidy(() => {
          const what = `${inputs} to ${outputs} channels`;
          const x = normal([1, height, width, inputs], 1);
          const filter = normal([3, 3, inputs, outputs], 2);
          const dy = normal([1, height, width, outputs], 3);
          const winograd = (image: tf.Tensor, transposed: 0 | 1) =>
            runKernelForOne('FoveaWinogradConv2D', [image, filter], { transposed: { int: transposed } });
          const stock = valueAndGradients(
            () => tf.sum(tf.mul(dy, tf.conv2d(x, filter, 1, 'same'))) as tf.Scalar,
            [x, filter],
          );
          assertEqual(winograd(x, 0), tf.conv2d(x, filter, 1, 'same'), what);
          assertEqual(winograd(dy, 1), stock.gradients[0], `${what}, by the input`);
          const byFilter = runKernelForOne('FoveaWinogradConv2DFilterGrad', [x, dy]);
          assertEqual(byFilter, stock.gradients[1], `${what}, by the filter`);
        }),
      );
    }
  });
}

test("Winograd's filter gradient in steps equals the one at once for any number of channels", {
  skip,
}, async () => {
  for (const [inputs, outputs] of PAIRS) {
    await leavesNoTensors(() =>
      tf.tidy(() => {
        const x = normal([1, 5, 6, inputs], 1);
        const dy = normal([1, 5, 6, outputs], 3);
        const planes = [
          runKernelForOne('FoveaWinogradInput', [x]),
          runKernelForOne('FoveaWinogradOutputGrad', [dy]),
        ];
        const product = runKernelForOne('BatchMatMulV2', planes, { adj_x: true, adj_y: false });
        assertEqual(
          runKernelForOne('FoveaWinogradFilterGrad', [product]),
          runKernelForOne('FoveaWinogradConv2DFilterGrad', [x, dy]),
          `${inputs} to ${outputs} channels`,
        );
      }),
    );
  }
});

test("conv2d() and its gradients equal TensorFlow's for any number of channels", { skip }, async () => {
  for (const [inputs, outputs] of PAIRS) {
    for (const [kernel, stride, size] of [
      [1, 1, 3],
      [1, 1, 9],
      [3, 2, 5],
      [5, 1, 11],
    ]) {
      await leavesNoTensors(() =>
        tf.tidy(() => {
          const x = normal([2, size, size, inputs], 1);
          const filter = normal([kernel, kernel, inputs, outputs], 2);
          const theirs = () => tf.conv2d(x, filter, stride, 'same');
          const weights = normal(theirs().shape as Shape, 3);
          const [actual, expected] = [() => conv2d(x, filter, { stride, padding: 'same' }), theirs].map(
            (f) => [
              f(),
              ...valueAndGradients(() => tf.sum(tf.mul(weights, f())) as tf.Scalar, [x, filter]).gradients,
            ],
          );
          actual.forEach((result, i) => {
            const what = ['result', 'gradient by the input', 'gradient by the filter'][i];
            assertEqual(
              result,
              expected[i],
              `${what}, ${kernel} x ${kernel}, ${inputs} to ${outputs} channels`,
            );
          });
        }),
      );
    }
  }
});

test("depthwiseConv2d() and its gradients equal TensorFlow's for any number of channels", {
  skip,
}, async () => {
  for (const channels of CHANNELS) {
    await leavesNoTensors(() =>
      tf.tidy(() => {
        const x = normal([1, 6, 5, channels], 1);
        const filter = normal([3, 3, channels, 1], 2);
        const weights = normal([1, 6, 5, channels], 3);
        const [actual, expected] = [
          () => depthwiseConv2d(x, filter, { padding: 'same' }),
          () => tf.depthwiseConv2d(x, filter, 1, 'same'),
        ].map((f) => [
          f(),
          ...valueAndGradients(() => tf.sum(tf.mul(weights, f())) as tf.Scalar, [x, filter]).gradients,
        ]);
        actual.forEach((result, i) => {
          assertEqual(result, expected[i], `${['result', 'dx', 'd filter'][i]}, ${channels} channels`);
        });
      }),
    );
  }
});
