import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type Batch,
  binaryCrossEntropyLoss,
  type Callback,
  crossEntropyLoss,
  Learner,
  type Loss,
  meanSquaredErrorLoss,
  mixup,
  setSeed,
  tf,
} from '../../../src/index';
import { assertClose, leavesNoTensors } from '../../leaves-no-tensors';
import { colourModel } from '../dots';

const WEIGHTS = [
  [1, 0, 0],
  [0, 2, 0],
] as const;

/** One batch of pixels, red and green in turn, again and again. */
function pixels(targets: () => tf.Tensor, { numBatches = 1, pairs = 1 } = {}) {
  return {
    numItems: 2 * pairs * numBatches,
    numBatches,
    async *batches() {
      for (let i = 0; i < numBatches; i++) {
        const inputs = tf.tensor4d(Array(pairs).fill([1, 0, 0, 0, 1, 0]).flat(), [2 * pairs, 1, 1, 3]);
        const made = targets();
        const batch: Batch = {
          inputs,
          targets: made,
          items: Array.from({ length: 2 * pairs }, (_, item) => item),
          dispose: () => tf.dispose([inputs, made]),
        };
        yield batch;
      }
    },
  };
}

interface Seen {
  readonly inputs: number[];
  readonly targets: number[];
  readonly loss: number;
}

/** What the batches of one epoch looked like after mixup, and their losses; weights stay as they are. */
async function mixedBatches(
  loss: Loss,
  targets: () => tf.Tensor,
  { alpha, seed = 1, ...size }: { alpha?: number; seed?: number; numBatches?: number; pairs?: number } = {},
): Promise<Seen[]> {
  const seen: Seen[] = [];
  await leavesNoTensors(async () => {
    setSeed(seed);
    const watched: Pick<Seen, 'inputs' | 'targets'>[] = [];
    const watch: Callback = {
      name: 'watch',
      order: 1,
      transformBatch: (batch) => {
        watched.push({ inputs: [...batch.inputs.dataSync()], targets: [...batch.targets.dataSync()] });
        return batch;
      },
      afterBatch: ({ phase, lastLoss }) => {
        if (phase === 'train') seen.push({ ...watched[watched.length - 1], loss: lastLoss });
      },
    };
    const data = { train: pixels(targets, size), valid: pixels(targets, { pairs: size.pairs }) };
    const learn = new Learner(data, colourModel(WEIGHTS), { loss });
    await learn.fit(1, { lr: 0, callbacks: [mixup({ alpha }), watch] });
    learn.dispose();
  });
  return seen;
}

/** The first run of a few seeds in which the two images change places. */
async function swapped(loss: Loss, targets: () => tf.Tensor): Promise<Seen> {
  for (let seed = 1; seed < 20; seed++) {
    const [batch] = await mixedBatches(loss, targets, { seed });
    if (batch.inputs[1] > 0.01) return batch;
  }
  throw new Error('no swap in twenty seeds');
}

const classes = () => tf.tensor1d([0, 1], 'int32');
const labels = () => tf.tensor2d([1, 0, 0, 1], [2, 2]);

test('mixup() keeps at least half of each image and fills up with another one', async () => {
  const { inputs } = await swapped(crossEntropyLoss(), classes);
  const [red, greenInRed, , redInGreen, green] = inputs;
  assertClose([red + greenInRed, green + redInGreen], [1, 1]);
  assert.ok(red >= 0.5 && green >= 0.5);
  assert.notEqual(red, green);
});

test('mixup() mixes the losses of both classes by the fractions that the images keep', async () => {
  const { inputs, targets, loss } = await swapped(crossEntropyLoss(), classes);
  assert.deepEqual(targets, [0, 1]);
  const [s, , , , t] = inputs;
  // Scores of the first image are s and 2 (1 - s), of the second 1 - t and 2 t.
  const crossEntropy = (scores: number[], target: number) =>
    Math.log(Math.exp(scores[0]) + Math.exp(scores[1])) - scores[target];
  const first = [s, 2 * (1 - s)];
  const second = [1 - t, 2 * t];
  const expected =
    s * crossEntropy(first, 0) +
    (1 - s) * crossEntropy(first, 1) +
    t * crossEntropy(second, 1) +
    (1 - t) * crossEntropy(second, 0);
  assertClose([loss], [expected / 2]);
});

test('mixup() mixes targets that are numbers, as fastai does', async () => {
  for (const loss of [binaryCrossEntropyLoss(), meanSquaredErrorLoss()]) {
    const { inputs, targets } = await swapped(loss, labels);
    assertClose(targets, [inputs[0], inputs[1], inputs[3], inputs[4]]);
  }
});

test('mixup() leaves validation alone', async () => {
  await leavesNoTensors(async () => {
    const data = { train: pixels(classes), valid: pixels(classes) };
    const learn = new Learner(data, colourModel(WEIGHTS), { loss: crossEntropyLoss() });
    await learn.fit(1, { lr: 0, callbacks: [mixup()] });
    // The mean of log(1 + 1 / e) and log(1 + 1 / e^2).
    assertClose([learn.recorder.rows[0].validLoss ?? Number.NaN], [(0.313262 + 0.126928) / 2]);
    learn.dispose();
  });
});

test('mixup() draws from the beta distribution, and an image keeps the larger fraction', async () => {
  for (const [alpha, mean] of [
    // The mean of max(s, 1 - s) by numeric integration of the density.
    [0.4, 0.8398],
    [1, 0.75],
    [4, 0.6367],
  ]) {
    const size = { numBatches: 3, pairs: 500 };
    const batches = await mixedBatches(
      crossEntropyLoss(),
      () => tf.tensor1d(Array(500).fill([0, 1]).flat(), 'int32'),
      {
        alpha,
        ...size,
      },
    );
    // What a pixel keeps can be seen where it was mixed with one of the other colour.
    const kept = batches
      .flatMap(({ inputs }) => inputs.flatMap((_, i) => (i % 3 === 0 ? [inputs.slice(i, i + 2)] : [])))
      .map(([red, green], i) => (i % 2 === 0 ? { own: red, other: green } : { own: green, other: red }))
      .flatMap(({ own, other }) => (other > 0 ? [own] : []));
    assert.ok(kept.length > 1400, `${kept.length} of 3000 were mixed with the other colour`);
    const sum = kept.reduce((total, share) => total + share, 0);
    assertClose([sum / kept.length], [mean], 0.01);
  }
});

test('mixup() repeats with the seed, and differs with another', async () => {
  const run = (seed: number) => mixedBatches(crossEntropyLoss(), classes, { seed, numBatches: 3 });
  assert.deepEqual(await run(5), await run(5));
  assert.notDeepEqual(await run(5), await run(6));
});

test('mixup() refuses an alpha that is not above 0', () => {
  assert.throws(() => mixup({ alpha: 0 }), {
    message: 'Expected an alpha above 0 for mixup, received 0.\n  fastai takes 0.4.',
  });
});

test('a learner trains on smoothed labels, and validates on them too, as in fastai', async () => {
  await leavesNoTensors(async () => {
    const data = { train: pixels(classes), valid: pixels(classes) };
    const loss = crossEntropyLoss({ labelSmoothing: 0.1 });
    const learn = new Learner(data, colourModel(WEIGHTS), { loss });
    await learn.fit(1, { lr: 0 });
    // Right class log(1 + 1 / e) = 0.313262 and log(1 + 1 / e^2) = 0.126928, wrong class 1 and 2 more; 0.05 falls on the wrong one.
    const expected = (0.313262 + 0.05 * 1 + 0.126928 + 0.05 * 2) / 2;
    const [row] = learn.recorder.rows;
    assertClose([row.trainLoss, row.validLoss ?? Number.NaN], [expected, expected]);
    learn.dispose();
  });
});
