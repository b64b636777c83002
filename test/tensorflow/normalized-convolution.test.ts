import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { tf } from '../../src/index';
import {
  batchNormConv2d,
  batchNormDepthwiseConv2d,
  batchNormSum,
  batchNormTraining,
  conv2d,
  relu,
  relu6,
  valueAndGradients,
} from '../../src/layers';
import { onGpu } from '../gpu';
import { leavesNoTensors } from '../leaves-no-tensors';

const EPSILON = 1e-3;
const MOMENTUM = 0.01;
const ACTIVATIONS = { none: <T extends tf.Tensor>(x: T) => x, relu, relu6 };
type Activation = keyof typeof ACTIVATIONS;

/** Batch normalization step by step, by tfjs's own differentiable operations. */
function inSteps(x: tf.Tensor4D, { scale, shift, runningMean, runningVariance }: Vectors, by: Activation) {
  const { mean, variance } = tf.moments(x, [0, 1, 2]);
  const y = ACTIVATIONS[by](
    x.sub(mean).div(variance.add(EPSILON).sqrt()).mul(scale).add(shift),
  ) as tf.Tensor4D;
  const rows = x.size / x.shape[3];
  const renewed = (old: tf.Tensor, now: tf.Tensor) => old.mul(1 - MOMENTUM).add(now.mul(MOMENTUM));
  return {
    y,
    runningMean: renewed(runningMean, mean),
    runningVariance: renewed(runningVariance, variance.mul(rows / (rows - 1))),
  };
}

type Vectors = Record<'scale' | 'shift' | 'runningMean' | 'runningVariance', tf.Tensor1D>;

function sample(shape: [number, number, number, number]) {
  const vector = (seed: number) => tf.randomNormal<tf.Rank.R1>([shape[3]], 1, 1, 'float32', seed);
  return {
    x: tf.randomNormal<tf.Rank.R4>(shape, 5, 2, 'float32', 1),
    vectors: {
      scale: vector(2),
      shift: vector(3),
      runningMean: vector(4),
      runningVariance: vector(5).square() as tf.Tensor1D,
    },
  };
}

/** The largest difference is at most 1e-5 of the largest number. */
function assertEqual(actual: tf.Tensor, expected: tf.Tensor, what: string): void {
  assert.deepEqual(actual.shape, expected.shape, what);
  const difference = tf.max(tf.abs(tf.sub(actual, expected))).dataSync()[0];
  const size = tf.max(tf.abs(expected)).dataSync()[0];
  assert.ok(difference <= 1e-5 * size, `${what}: differs by ${difference} of ${size}`);
}

type Results = ReturnType<typeof inSteps>;

function assertSame(run: () => Results, reference: () => Results, xs: tf.Tensor[]): void {
  const [actual, expected] = [run(), reference()];
  for (const name of ['y', 'runningMean', 'runningVariance'] as const) {
    assertEqual(actual[name], expected[name], name);
  }
  const weigh = tf.randomNormal(expected.y.shape, 0, 1, 'float32', 6);
  const gradients = [run, reference].map(
    (f) => valueAndGradients(() => tf.sum(tf.mul(weigh, f().y)) as tf.Scalar, xs).gradients,
  );
  xs.forEach((_, i) => {
    assertEqual(gradients[0][i], gradients[1][i], `gradient ${i}`);
  });
}

for (const activation of ['none', 'relu', 'relu6'] as const) {
  test(`batchNormTraining() with activation ${activation} equals the same in single steps`, async () => {
    for (const shape of [
      [2, 5, 7, 3],
      [1, 3, 2, 17],
      [3, 9, 5, 24],
      [2, 16, 16, 96],
    ] as [number, number, number, number][]) {
      await leavesNoTensors(() =>
        tf.tidy(() => {
          const { x, vectors } = sample(shape);
          const options = { epsilon: EPSILON, momentum: MOMENTUM, activation };
          assertSame(
            () => batchNormTraining(x, vectors, options),
            () => inSteps(x, vectors, activation),
            [x, vectors.scale, vectors.shift],
          );
        }),
      );
    }
  });
}

test('batchNormSum() equals normalization, the sum with a shortcut and activation', async () => {
  for (const shape of [
    [2, 5, 7, 3],
    [3, 9, 5, 24],
    [2, 16, 16, 64],
  ] as [number, number, number, number][]) {
    await leavesNoTensors(() =>
      tf.tidy(() => {
        const { x, vectors } = sample(shape);
        const shortcut = tf.randomNormal<tf.Rank.R4>(shape, 0, 1, 'float32', 8);
        const options = { epsilon: EPSILON, momentum: MOMENTUM, activation: 'relu' } as const;
        assertSame(() => batchNormSum(x, vectors, shortcut, options), () => {
          const normalized = inSteps(x, vectors, 'none');
          return { ...normalized, y: relu(normalized.y.add<tf.Tensor4D>(shortcut)) };
        }, [x, vectors.scale, vectors.shift, shortcut]);
      }),
    );
  }
});

test('batchNormConv2d() equals normalization, then convolution', async () => {
  for (const [kernel, stride, padding, size, inChannels, outChannels] of [
    [1, 1, 'same', 7, 20, 9],
    [1, 1, 'same', 33, 96, 24],
    [1, 1, 'same', 60, 32, 320],
    // So large that the gradient goes past the caches; TensorFlow's own kernels lose a digit on it.
    ...(process.env.FOVEA_KERNELS ? [] : ([[1, 1, 'same', 92, 64, 24]] as const)),
    [1, 2, 'same', 7, 20, 9],
    [3, 1, 1, 7, 20, 9],
    [3, 2, 'same', 7, 20, 9],
    [3, 2, 1, 7, 20, 9],
  ] as const) {
    await leavesNoTensors(() =>
      tf.tidy(() => {
        const { x, vectors } = sample([2, size, size - 1, inChannels]);
        const shape: [number, number, number, number] = [kernel, kernel, inChannels, outChannels];
        const filter = tf.randomNormal<tf.Rank.R4>(shape, 0, 1, 'float32', 7);
        // Among a million numbers some lie at the activation's edge to their last digit.
        const activation = x.size > 1e6 ? 'none' : 'relu';
        const options = {
          epsilon: EPSILON,
          momentum: MOMENTUM,
          activation,
          stride,
          padding,
        } as const;
        assertSame(() => batchNormConv2d(x, vectors, filter, options), () => {
          const normalized = inSteps(x, vectors, activation);
          return { ...normalized, y: conv2d(normalized.y, filter, { stride, padding }) };
        }, [x, vectors.scale, vectors.shift, filter]);
      }),
    );
  }
});

test('batchNormDepthwiseConv2d() equals normalization, then depthwise convolution', async () => {
  for (const shape of [
    [2, 9, 7, 5],
    [1, 8, 14, 64],
    [3, 11, 5, 20],
    [2, 2, 1, 32],
    // So large that it goes past the caches; TensorFlow's own kernels lose a digit on it.
    ...(process.env.FOVEA_KERNELS ? [] : [[2, 75, 75, 96]]),
  ] as [number, number, number, number][]) {
    for (const [kernel, stride] of [
      [3, 1],
      [3, 2],
      [5, 1],
      [5, 2],
    ]) {
      await leavesNoTensors(() =>
        tf.tidy(() => {
          const { x, vectors } = sample(shape);
          const filter = tf.randomNormal<tf.Rank.R4>([kernel, kernel, shape[3], 1], 0, 1, 'float32', 7);
          // Among a million numbers some lie at the activation's edge to their last digit.
          const activation = x.size > 1e6 ? 'none' : 'relu6';
          const options = { epsilon: EPSILON, momentum: MOMENTUM, activation } as const;
          const convolution = { stride, padding: 'same' } as const;
          assertSame(() =>
            batchNormDepthwiseConv2d(x, vectors, filter, { ...options, ...convolution }), () => {
            const normalized = inSteps(x, vectors, activation);
            return { ...normalized, y: tf.depthwiseConv2d(normalized.y, filter, stride, 'same') };
          }, [x, vectors.scale, vectors.shift, filter]);
        }),
      );
    }
  }
});

test('batchNormDepthwiseConv2d() with an expansion equals a convolution before it', async () => {
  for (const [shape, kernel, channels, options] of [
    [[2, 9, 7, 5], 1, 20, {}],
    // So many multiplications for a number that the expanded batch is kept.
    [[1, 6, 7, 40], 1, 64, {}],
    [[2, 13, 9, 3], 3, 32, { stride: 2, padding: 'same' }],
    [[1, 8, 8, 2], 3, 17, { padding: 1 }],
    // So large that it is made again in two parts, of 32 channels and of 16.
    ...(process.env.FOVEA_KERNELS || onGpu ? [] : ([[[1, 1024, 1025, 1], 1, 48, {}]] as const)),
  ] as const) {
    await leavesNoTensors(() =>
      tf.tidy(() => {
        const x = tf.randomNormal<tf.Rank.R4>([...shape], 0, 1, 'float32', 1);
        const expansion = tf.randomNormal<tf.Rank.R4>(
          [kernel, kernel, shape[3], channels],
          0,
          1,
          'float32',
          9,
        );
        const { vectors } = sample([1, 1, 1, channels]);
        const filter = tf.randomNormal<tf.Rank.R4>([3, 3, channels, 1], 0, 1, 'float32', 7);
        const own = { epsilon: EPSILON, momentum: MOMENTUM, stride: 2, padding: 'same' } as const;
        assertSame(
          () =>
            batchNormDepthwiseConv2d(x, vectors, filter, {
              ...own,
              expansion: { filter: expansion, ...options },
            }),
          () => batchNormDepthwiseConv2d(conv2d(x, expansion, options), vectors, filter, own),
          [x, expansion, vectors.scale, vectors.shift, filter],
        );
      }),
    );
  }
});

test('batchNormTraining() is exact where the mean is a thousand standard deviations', async () => {
  await leavesNoTensors(() =>
    tf.tidy(() => {
      const values = Array.from({ length: 4096 }, (_, i) => 1000 + (i % 2 ? 1 : -1));
      const x = tf.tensor4d(values, [1, 64, 64, 1]);
      const one = tf.tensor1d([1]);
      const vectors = { scale: one, shift: tf.zerosLike(one), runningMean: one, runningVariance: one };
      const { y } = batchNormTraining(x, vectors, { epsilon: 0 });
      assert.ok(Math.abs(y.dataSync()[0] + 1) < 1e-5);
    }),
  );
});

test('batchNormDepthwiseConv2d() passes NaN on, in its own channel', async () => {
  await leavesNoTensors(() =>
    tf.tidy(() => {
      const { x, vectors } = sample([1, 4, 4, 2]);
      const broken = tf.add<tf.Tensor4D>(x, tf.tensor1d([Number.NaN, 0]));
      const filter = tf.ones<tf.Rank.R4>([3, 3, 2, 1]);
      const { y } = batchNormDepthwiseConv2d(broken, vectors, filter, {
        activation: 'relu6',
        padding: 'same',
      });
      const numbers = [...y.dataSync()];
      assert.ok(numbers.every((value, i) => Number.isNaN(value) === (i % 2 === 0)));
    }),
  );
});

test('batchNormDepthwiseConv2d() rejects a filter of other channels', () => {
  tf.tidy(() => {
    const { x, vectors } = sample([1, 4, 4, 2]);
    const filter = tf.ones<tf.Rank.R4>([3, 3, 3, 1]);
    assert.throws(() => batchNormDepthwiseConv2d(x, vectors, filter, { padding: 'same' }), /channels|depth/);
  });
});

test("all tests of this file pass with TensorFlow's own kernels alone", {
  skip: process.env.FOVEA_KERNELS,
}, () => {
  const env = { ...process.env, FOVEA_KERNELS: 'stock', NODE_TEST_CONTEXT: undefined };
  const args = ['--import', 'tsx', '--test-reporter=tap', '--test', __filename];
  const { status, stdout } = spawnSync(process.execPath, args, { env, encoding: 'utf8' });
  assert.equal(status, 0, stdout);
});
