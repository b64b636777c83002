import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { tf } from '../../src/index';
import {
  batchNormConv2d,
  batchNormDepthwiseConv2d,
  batchNormInference,
  batchNormSum,
  batchNormTraining,
  conv2d,
  depthwiseConv2d,
  globalMaxPool,
  inPrecision,
  maxPool,
  pixelShuffle,
  precisionOf,
  relu,
  relu6,
  valueAndGradients,
} from '../../src/layers';
import { assertClose, leavesNoTensors } from '../leaves-no-tensors';

const NARROW = ['bfloat16', 'float16'] as const;

/** Four times the fraction of a number that bfloat16 rounds away; TensorFlow's float16 is no better, for its sums are narrow too. */
const TOLERANCE = 2 ** -7;
/** Of a filter's gradient by Winograd's algorithm. */
const WINOGRAD_TOLERANCE = 2 ** -5;

type Images = [number, number, number, number];

const random = (shape: number[], seed: number) => tf.randomNormal(shape, 0, 1, 'float32', seed);

/** Numbers that every precision holds as they are. */
function coarse(shape: number[], seed: number): tf.Tensor4D {
  return tf.div(tf.round(tf.mul(random(shape, seed), 16)), 16) as tf.Tensor4D;
}

/** The mean difference is small against the mean number: a few numbers may lie across a bound and differ more. */
function assertNear(actual: tf.Tensor, expected: tf.Tensor, what: string, tolerance = TOLERANCE): void {
  assert.deepEqual(actual.shape, expected.shape, what);
  const wide = inPrecision(actual, 'float32');
  const difference = tf.mean(tf.abs(tf.sub(wide, expected))).dataSync()[0];
  const size = tf.mean(tf.abs(expected)).dataSync()[0];
  assert.ok(difference <= tolerance * size, `${what}: differs by ${difference} of ${size}`);
}

test('inPrecision() rounds to the nearest bfloat16, ties to even', () => {
  tf.tidy(() => {
    const numbers = [1, 1 + 2 ** -8, 1 + 3 * 2 ** -8, 1 + 2 ** -8 + 2 ** -12, -Math.PI];
    const rounded = inPrecision(tf.tensor1d(numbers), 'bfloat16');
    assert.equal(precisionOf(rounded), 'bfloat16');
    assert.deepEqual([...rounded.dataSync()], [1, 1, 1 + 2 ** -6, 1 + 2 ** -7, -3.140625]);
  });
});

test("inPrecision() returns a tensor of that precision unchanged, and gradients in the tensor's own precision", () => {
  tf.tidy(() => {
    const x = tf.tensor1d([1, 2, 3]);
    assert.equal(inPrecision(x, 'float32'), x);
    const { gradients } = valueAndGradients(() => {
      const narrow = inPrecision(x, 'bfloat16');
      return tf.sum(inPrecision(tf.mul(narrow, narrow), 'float32')) as tf.Scalar;
    }, [x]);
    assert.equal(precisionOf(gradients[0]), 'float32');
    assertClose(gradients[0].dataSync(), [2, 4, 6]);
  });
});

test("tfjs's own operations accept narrow tensors; with float32 tensors they give float32, with scalars they stay narrow", () => {
  tf.tidy(() => {
    for (const precision of NARROW) {
      const x = inPrecision(tf.tensor1d([1, 2, 3]), precision);
      assert.equal(precisionOf(tf.add(x, x)), precision);
      assert.equal(precisionOf(tf.mul(x, 2)), precision);
      assert.equal(precisionOf(tf.concat([x, x])), precision);
      assert.equal(precisionOf(tf.mul(x, tf.tensor1d([1, 1, 1]))), 'float32');
      assert.deepEqual([...tf.mul(x, tf.tensor1d([1, 1, 2])).dataSync()], [1, 2, 6]);
      assert.deepEqual([...tf.cast(x, 'int32').dataSync()], [1, 2, 3]);
    }
  });
});

test('a gradient has the precision of its input, even if it was float32 in between', () => {
  tf.tidy(() => {
    const x = tf.tensor1d([1, 2, 3]);
    const { gradients } = valueAndGradients(() => {
      const y = relu(inPrecision(x, 'bfloat16'));
      return tf.sum(tf.mul(y, tf.tensor1d([1, 2, 3]))) as tf.Scalar;
    }, [x]);
    assert.deepEqual([...gradients[0].dataSync()], [1, 2, 3]);
  });
});

/** One of our layers, of x and its other inputs, which stay float32. */
interface Case {
  readonly name: string;
  readonly shape: Images;
  readonly others?: readonly number[][];
  readonly run: (x: tf.Tensor4D, others: tf.Tensor[]) => tf.Tensor;
  /** Of the gradient by the last of the others. */
  readonly lastTolerance?: number;
}

const vectorsOf = ([scale, shift]: tf.Tensor[]) => ({
  scale: scale as tf.Tensor1D,
  shift: shift as tf.Tensor1D,
  runningMean: tf.zeros<tf.Rank.R1>([scale.size]),
  runningVariance: tf.ones<tf.Rank.R1>([scale.size]),
});

const CASES: readonly Case[] = [
  { name: 'relu()', shape: [2, 3, 4, 5], run: (x) => relu(x) },
  { name: 'relu6()', shape: [2, 3, 4, 5], run: (x) => relu6(x) },
  { name: 'maxPool()', shape: [2, 7, 6, 32], run: (x) => maxPool(x, 3, { stride: 2, padding: 1 }) },
  { name: 'maxPool() of few channels', shape: [2, 7, 6, 3], run: (x) => maxPool(x, 2) },
  { name: 'globalMaxPool()', shape: [2, 3, 4, 5], run: (x) => globalMaxPool(x) },
  { name: 'pixelShuffle()', shape: [2, 3, 4, 8], run: (x) => pixelShuffle(x) },
  {
    name: 'conv2d() of few channels',
    shape: [2, 15, 16, 3],
    others: [[7, 7, 3, 20]],
    run: (x, [filter]) => conv2d(x, filter as tf.Tensor4D, { stride: 2, padding: 3 }),
  },
  ...[1, 2].flatMap((stride): Case[] => [
    {
      name: `conv2d() of stride ${stride}`,
      shape: [2, 16, 16, 20],
      others: [[3, 3, 20, 18]],
      lastTolerance: stride === 1 ? WINOGRAD_TOLERANCE : TOLERANCE,
      run: (x, [filter]) => conv2d(x, filter as tf.Tensor4D, { stride, padding: 1 }),
    },
    {
      name: `depthwiseConv2d() of stride ${stride}`,
      shape: [2, 8, 8, 20],
      others: [[3, 3, 20, 1]],
      run: (x, [filter]) => depthwiseConv2d(x, filter as tf.Tensor4D, { stride, padding: 'same' }),
    },
    {
      name: `batchNormDepthwiseConv2d() of stride ${stride}`,
      shape: [2, 8, 8, 20],
      others: [[20], [20], [5, 5, 20, 1]],
      run: (x, others) =>
        batchNormDepthwiseConv2d(x, vectorsOf(others), others[2] as tf.Tensor4D, {
          activation: 'relu6',
          stride,
          padding: 'same',
        }).y,
    },
    {
      name: `batchNormConv2d() of stride ${stride}`,
      shape: [2, 16, 16, 20],
      others: [[20], [20], [3, 3, 20, 18]],
      lastTolerance: stride === 1 ? WINOGRAD_TOLERANCE : TOLERANCE,
      run: (x, others) =>
        batchNormConv2d(x, vectorsOf(others), others[2] as tf.Tensor4D, {
          activation: 'relu',
          stride,
          padding: 'same',
        }).y,
    },
  ]),
  ...[3, 16, 50].map((channels) => ({
    name: `batchNormTraining() of ${channels} channels`,
    shape: [2, 6, 5, channels] as Images,
    others: [[channels], [channels]],
    run: (x: tf.Tensor4D, others: tf.Tensor[]) =>
      batchNormTraining(x, vectorsOf(others), { activation: 'relu' }).y,
  })),
  {
    name: 'batchNormSum()',
    shape: [2, 6, 5, 40],
    others: [[40], [40]],
    run: (x, others) => batchNormSum(x, vectorsOf(others), relu(x), { activation: 'relu' }).y,
  },
  {
    name: 'batchNormInference()',
    shape: [2, 6, 5, 20],
    others: [[20], [20]],
    run: (x, others) => batchNormInference(x, vectorsOf(others)),
  },
];

for (const { name, shape, others = [], run, lastTolerance = TOLERANCE } of CASES) {
  test(`${name} of narrow numbers is close to that of float32, and so are its gradients`, async () => {
    for (const precision of NARROW) {
      await leavesNoTensors(() =>
        tf.tidy(() => {
          const x = coarse(shape, 1);
          const weights = others.map((size, i) => random(size, i + 2));
          const y = run(inPrecision(x, precision), weights);
          assert.equal(precisionOf(y), precision);
          assertNear(y, run(x, weights), `${precision} result`);
          const weigh = random(y.shape, 9);
          const gradients = [precision, 'float32' as const].map((type) => {
            const outputs = () => inPrecision(run(inPrecision(x, type), weights), 'float32');
            return valueAndGradients(() => tf.sum(tf.mul(weigh, outputs())) as tf.Scalar, [x, ...weights])
              .gradients;
          });
          gradients[1].forEach((expected, i) => {
            assert.equal(precisionOf(gradients[0][i]), 'float32');
            const tolerance = i > 0 && i === others.length ? lastTolerance : TOLERANCE;
            assertNear(gradients[0][i], expected, `${precision} gradient ${i}`, tolerance);
          });
        }),
      );
    }
  });
}

test('the statistics of a narrow batch are float32', () => {
  tf.tidy(() => {
    const x = inPrecision(coarse([2, 6, 5, 20], 1), 'bfloat16');
    const one = tf.ones([20]);
    const { runningMean, runningVariance } = batchNormTraining(x, vectorsOf([one, one]));
    assert.equal(precisionOf(runningMean), 'float32');
    assertClose(
      runningMean.dataSync(),
      tf.mul(tf.mean(inPrecision(x, 'float32'), [0, 1, 2]), 0.1).dataSync(),
      1e-6,
    );
    assert.equal(precisionOf(runningVariance), 'float32');
  });
});

test('maxPool() keeps NaN and infinity in bfloat16', { skip: process.env.FOVEA_KERNELS }, () => {
  tf.tidy(() => {
    const values = Array.from({ length: 64 }, (_, i) => [Number.NaN, Number.POSITIVE_INFINITY, 1, -1][i % 4]);
    const x = inPrecision(tf.tensor4d(values, [1, 2, 1, 32]), 'bfloat16');
    const pooled = [...maxPool(x, 1).dataSync()];
    assert.deepEqual(pooled, values);
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
