import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, test } from 'node:test';
import {
  type BatchSource,
  type Callback,
  crossEntropyLoss,
  type DataLoaders,
  Interpretation,
  Learner,
  type LearnerData,
  meanSquaredErrorLoss,
  resnet34,
  setSeed,
  tf,
} from '../../../src/index';
import {
  conv2d,
  type Model,
  precisionOf,
  predict,
  readSafetensors,
  scope,
  unetModel,
  visionModel,
} from '../../../src/layers';
import { assertClose, leavesNoTensors } from '../../leaves-no-tensors';
import { temporaryFolder } from '../../temporary-folder';
import { dotLoaders, paintDots } from '../dots';

const folder = temporaryFolder();
let dls: DataLoaders;
before(async () => {
  await paintDots(join(folder, 'dots'), 16);
  dls = await dotLoaders(join(folder, 'dots'), { batchTransforms: [] });
});

function images(model: Model, targetsOf: (inputs: tf.Tensor4D) => tf.Tensor): Learner<LearnerData> {
  const source = (numBatches: number): BatchSource => ({
    numItems: 4 * numBatches,
    numBatches,
    async *batches() {
      for (let i = 0; i < numBatches; i++) {
        const inputs = tf.randomNormal<tf.Rank.R4>([4, 32, 32, 3], 0, 1, 'float32', 1);
        const targets = targetsOf(inputs);
        yield { inputs, targets, items: [0, 1, 2, 3], dispose: () => tf.dispose([inputs, targets]) };
      }
    },
  });
  setSeed(1);
  return new Learner({ train: source(8), valid: source(1) }, model, { loss: crossEntropyLoss() });
}

const classes = () => tf.tensor1d([0, 1, 2, 0], 'int32');
const reds = (inputs: tf.Tensor4D) =>
  tf.tidy(() => tf.cast(tf.greater(tf.slice(inputs, [0, 0, 0, 0], [4, 32, 32, 1]), 0), 'int32'));

for (const { name, make, targetsOf } of [
  { name: 'a classifier', make: () => visionModel(resnet34, 3, { ps: 0 }), targetsOf: classes },
  { name: 'a U-Net', make: () => unetModel(resnet34, 2, [32, 32]), targetsOf: reds },
]) {
  test(`${name} learns in bfloat16; weights, gradients, statistics and outputs stay float32`, async () => {
    await leavesNoTensors(async () => {
      const model = make();
      for (const parameter of model.parameters) parameter.variable;
      const learn = images(model, targetsOf).toBf16();
      const losses: number[] = [];
      const watch: Callback = {
        name: 'watch',
        transformGradients: (gradients) => {
          for (const gradient of gradients.values()) assert.equal(precisionOf(gradient), 'float32');
          return gradients;
        },
        afterBatch: ({ phase, lastLoss }) => {
          if (phase === 'train') losses.push(lastLoss);
        },
      };
      await learn.fit(1, { lr: 1e-3, callbacks: [watch] });
      assert.ok(losses[7] < 0.9 * losses[0], `the loss went from ${losses[0]} to ${losses[7]}`);
      tf.tidy(() => {
        for (const { name: weight, variable } of model.parameters) {
          const value = variable.read();
          assert.equal(precisionOf(value), 'float32', weight);
          assert.ok(Number.isFinite(tf.sum(value).dataSync()[0]), weight);
        }
        assert.equal(precisionOf(predict(model, tf.zeros([1, 32, 32, 3]))), 'float32');
      });
      learn.dispose();
    });
  });
}

test('toBf16() changes predictions a little, a second call not at all, and toFp32() restores them bit by bit', async () => {
  await leavesNoTensors(async () => {
    const learn = new Learner(dls, visionModel(resnet34, 2), { loss: crossEntropyLoss() });
    const predictions = async () => {
      const result = await learn.getPreds({ withLoss: true });
      const numbers = result.predictions.dataSync().slice();
      assert.equal(result.decoded.dtype, 'int32');
      result.dispose();
      return [...numbers];
    };
    const wide = await predictions();
    const narrow = (await learn.toBf16()) && (await predictions());
    assert.notDeepEqual(narrow, wide);
    assertClose(narrow, wide, 0.05);
    learn.toBf16();
    assert.deepEqual(await predictions(), narrow);
    learn.toFp32();
    assert.deepEqual(await predictions(), wide);
    learn.dispose();
  });
});

test('every method of a learner works in bfloat16', async () => {
  const file = join(folder, 'bf16.safetensors');
  await leavesNoTensors(async () => {
    const learn = new Learner(dls, visionModel(resnet34, 2), { loss: crossEntropyLoss() }).toBf16();
    await learn.fineTune(1);
    const found = await learn.findLearningRate({ numIt: 12 });
    assert.ok(found.losses.every(Number.isFinite));
    const { loss } = await learn.validate();
    assert.ok(Number.isFinite(loss));
    const interp = await Interpretation.fromLearner(learn);
    assert.ok(interp.topLosses().every((item) => Number.isFinite(item.loss)));
    const { probabilities } = await learn.predict(learn.dls.valid.items[0] as string);
    assertClose([probabilities[0] + probabilities[1]], [1], 1e-6);
    await learn.save(file);
    const { tensors } = readSafetensors(file);
    const saved = tensors.get('body.conv1.weight');
    assert.deepEqual(saved?.values, learn.model.parameters[0].save().values);
    learn.dispose();
  });
});

/** One convolution of images of one pixel, `[1, 1, 3, 1]`: its output is a weighted sum of red, green and blue. */
function pixel(): Model {
  const root = scope();
  const weight = root.declare('weight', 'convolution', [1, 3, 1, 1], { constant: 0 });
  return {
    name: 'pixel',
    parameters: root.parameters,
    groups: [root.parameters],
    forward: (x, pass) => tf.reshape(conv2d(x, pass.value(weight) as tf.Tensor4D), [-1, 1]),
  };
}

/** Trains by gradients as large as asked for, and returns those that reached the optimizer's step. */
async function gradientsOf(size: number, steps: number): Promise<number[]> {
  const source: BatchSource = {
    numItems: steps,
    numBatches: steps,
    async *batches() {
      for (let i = 0; i < steps; i++) {
        const inputs = tf.tensor4d([1, 0, 0], [1, 1, 1, 3]);
        const targets = tf.tensor2d([-size / 2], [1, 1]);
        yield { inputs, targets, items: [0], dispose: () => tf.dispose([inputs, targets]) };
      }
    },
  };
  const learn = new Learner({ train: source, valid: source }, pixel(), { loss: meanSquaredErrorLoss() });
  const seen: number[] = [];
  await learn.toFp16().fit(1, {
    lr: 0,
    callbacks: [
      {
        name: 'watch',
        transformGradients: (gradients) => {
          seen.push([...gradients.values()][0].dataSync()[0]);
          return gradients;
        },
      },
    ],
  });
  assert.equal(learn.optimizer.steps, seen.length);
  // What is recorded is the loss itself.
  for (const loss of learn.recorder.rawLosses) assertClose([loss / (size / 2) ** 2], [1], 1e-6);
  learn.dispose();
  return seen;
}

test('toFp16() keeps gradients that float16 alone would lose', async () => {
  await leavesNoTensors(async () => {
    // The smallest number of float16 is 6e-8.
    const [gradient] = await gradientsOf(1e-8, 1);
    assert.ok(Math.abs(gradient / 1e-8 - 1) < 1e-3, `${gradient}`);
  });
});

test('toFp16() skips steps whose gradients overflow, and halves its factor until none does', async () => {
  await leavesNoTensors(async () => {
    // 65536 times 8 is eight times too much for float16, whose largest number is 65504: four halvings.
    assert.deepEqual(await gradientsOf(8, 6), [8, 8]);
  });
});
