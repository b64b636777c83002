import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  averagedMetric,
  type Callback,
  csvLog,
  earlyStopping,
  gradientAccumulation,
  gradientClip,
  type Learner,
  type LearnerData,
  reduceLrOnPlateau,
  rmse,
  saveModel,
  terminateOnNaN,
} from '../../../src/index';
import { assertClose } from '../../leaves-no-tensors';
import { temporaryFolder } from '../../temporary-folder';
import { withLine } from '../line';

async function inFolder(f: (folder: string) => Promise<void>): Promise<void> {
  const folder = temporaryFolder();
  await f(folder);
}

const slope = (learn: Learner<LearnerData>) => learn.model.parameters[2].save().values[0];
const setSlope = (learn: Learner<LearnerData>, value: number) =>
  learn.model.parameters[2].load({ shape: [1, 1], values: Float32Array.from([value]) });

test('earlyStopping() ends the fit after one epoch without improvement', () =>
  withLine(async (learn) => {
    await learn.fit(5, { lr: 0, callbacks: [earlyStopping()] });
    assert.equal(learn.recorder.rows.length, 2);
  }));

test('earlyStopping() names the columns there are to monitor', () =>
  withLine(async (learn) => {
    await assert.rejects(learn.fit(1, { callbacks: [earlyStopping({ monitor: 'acuracy' })] }), {
      message: 'Unknown column to monitor "acuracy".\n  Choose "train_loss" or "valid_loss".',
    });
  }));

test('reduceLrOnPlateau() divides the rate by ten', () =>
  withLine(async (learn) => {
    // The target's slope is reached: nothing can improve.
    setSlope(learn, 3);
    await learn.fit(3, { lr: 1e-9, wd: 0, callbacks: [reduceLrOnPlateau()] });
    assertClose([learn.optimizer.hypers[2].rate], [1e-11], 1e-15);
  }));

test('saveModel() loads the best epoch at the end', () =>
  inFolder((folder) =>
    withLine(async (learn) => {
      const spoil: Callback = {
        name: 'spoil',
        order: -1,
        beforeEpoch: ({ epoch }) => setSlope(learn, epoch === 1 ? 3 : 0),
      };
      await learn.fit(3, { lr: 0, callbacks: [spoil, saveModel(join(folder, 'best.safetensors'))] });
      assertClose([slope(learn)], [3]);
    }),
  ));

const SLOPES = [0, 3, 1];

/** Three epochs at the slopes 0, 3 (the target's) and 1, and the slope after them. */
async function slopeKeptBy(
  learn: Learner<LearnerData>,
  folder: string,
  options: Parameters<typeof saveModel>[1],
): Promise<number> {
  const setSlopes: Callback = {
    name: 'setSlopes',
    order: -1,
    beforeEpoch: ({ epoch }) => setSlope(learn, SLOPES[epoch]),
  };
  await learn.fit(3, { lr: 0, callbacks: [setSlopes, saveModel(join(folder, 'best.safetensors'), options)] });
  return slope(learn);
}

test('saveModel() asks a metric whether lower or higher is better', () =>
  inFolder((folder) =>
    withLine(async (learn) => {
      const meanOutput = averagedMetric('mean_output', (outputs) => outputs.mean(), { better: 'higher' });
      learn.metrics = [rmse, meanOutput];
      assertClose([await slopeKeptBy(learn, folder, { monitor: 'rmse' })], [3]);
      assertClose([await slopeKeptBy(learn, folder, { monitor: 'mean_output' })], [3]);
      assertClose([await slopeKeptBy(learn, folder, { monitor: 'mean_output', comparison: 'less' })], [0]);
    }),
  ));

test('saveModel() needs a comparison for a custom metric that does not say which values are better', () =>
  inFolder((folder) =>
    withLine(async (learn) => {
      learn.metrics = [averagedMetric('mean_output', (outputs) => outputs.mean())];
      await assert.rejects(slopeKeptBy(learn, folder, { monitor: 'mean_output' }), {
        message:
          "The metric mean_output does not say whether lower or higher values are better.\n  Say so: averagedMetric('mean_output', ..., { better: 'higher' }), or { monitor: 'mean_output', comparison: 'greater' }.",
      });
      assert.equal(learn.recorder.rows.length, 0);
      assertClose([await slopeKeptBy(learn, folder, { monitor: 'mean_output', comparison: 'greater' })], [3]);
    }),
  ));

test('earlyStopping() refuses a comparison that is neither less nor greater', () => {
  assert.throws(() => earlyStopping({ comparison: 'lower' as 'less' }), {
    message: 'Unknown comparison "lower".\n  Choose "less" or "greater".',
  });
});

test('terminateOnNaN() stops at the first loss that is NaN', () =>
  withLine(async (learn) => {
    setSlope(learn, Number.NaN);
    await learn.fit(2, { callbacks: [terminateOnNaN()] });
    assert.equal(learn.recorder.rawLosses.length, 1);
  }));

test('csvLog() writes a header and a line an epoch', () =>
  inFolder((folder) =>
    withLine(async (learn) => {
      const file = join(folder, 'log.csv');
      await learn.fit(2, { lr: 0, callbacks: [csvLog(file)] });
      const lines = readFileSync(file, 'utf8').trim().split('\n');
      assert.equal(lines[0], 'epoch,train_loss,valid_loss,time');
      assert.match(lines[2], /^1,22\.5\d*,22\.5,/);
    }),
  ));

test('gradientClip() shortens all gradients to the same joint length', () =>
  withLine(async (learn) => {
    const lengths: number[] = [];
    const watch: Callback = {
      name: 'watch',
      order: 1,
      transformGradients: (gradients) => {
        const squares = [...gradients.values()].map((g) => g.square().sum().dataSync()[0]);
        lengths.push(Math.sqrt(squares.reduce((a, b) => a + b)));
        return gradients;
      },
    };
    await learn.fit(1, { lr: 0, callbacks: [gradientClip(0.5), watch] });
    assertClose(lengths, [0.5, 0.5, 0.5, 0.5], 1e-4);
  }));

test('gradientAccumulation() makes one step for several batches', () =>
  withLine(async (learn) => {
    await learn.fit(1, { callbacks: [gradientAccumulation(4)] });
    // Four batches of two.
    assert.equal(learn.optimizer.steps, 2);
  }));

test('save() and load() restore weights and optimizer: training continues as if never interrupted', () =>
  inFolder(async (folder) => {
    const file = join(folder, 'stage-1.safetensors');
    const train = async (learn: Learner<LearnerData>) => {
      await learn.fit(2, { lr: 0.1 });
      return slope(learn);
    };
    let expected = Number.NaN;
    await withLine(async (learn) => {
      await train(learn);
      await learn.save(file);
      expected = await train(learn);
    });
    await withLine(async (learn) => {
      await learn.load(file);
      assert.equal(await train(learn), expected);
    });
  }));

test('findLearningRate() leaves weights and optimizer as they were, bit by bit', () =>
  withLine(async (learn) => {
    await learn.fit(1, { lr: 0.1 });
    const before = [slope(learn), learn.optimizer.steps, learn.optimizer.hypers[0].rate];
    const { rates, losses } = await learn.findLearningRate({ startLr: 1e-4, endLr: 1, numIt: 20 });
    assert.equal(rates.length, losses.length);
    assert.equal(rates.length, 20);
    assertClose([rates[0], rates[10]], [1e-4, 1e-2], 1e-8);
    assert.deepEqual([slope(learn), learn.optimizer.steps, learn.optimizer.hypers[0].rate], before);
  }));
