import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  accuracy,
  accuracyMulti,
  averagedMetric,
  averagePrecision,
  type Callback,
  csvLog,
  diceMulti,
  type EarlyStoppingOptions,
  earlyStopping,
  errorRate,
  f1Score,
  f1ScoreMulti,
  foregroundAcc,
  gradientAccumulation,
  gradientClip,
  jaccardMulti,
  type Learner,
  type LearnerData,
  mae,
  mse,
  pointError,
  precision,
  precisionMulti,
  recall,
  recallMulti,
  reduceLrOnPlateau,
  rmse,
  saveModel,
  terminateOnNaN,
  topKAccuracy,
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
    const reasons: (string | undefined)[] = [];
    const watch: Callback = { name: 'watch', afterFit: ({ stopReason }) => void reasons.push(stopReason) };
    await learn.fit(2, { callbacks: [terminateOnNaN(), watch] });
    assert.equal(learn.recorder.rawLosses.length, 1);
    setSlope(learn, 0);
    await learn.fit(2, { lr: 1e38, resetOpt: true, callbacks: [terminateOnNaN(), watch] });
    assert.deepEqual(reasons, [
      'the loss of batch 1 is NaN: weights or images were not finite before the first step; load weights that were saved before, or make the learner again',
      'the loss of batch 2 is Infinity: a lower learning rate may help',
    ]);
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

test('findLearningRate() says that the weights are NaN, where an earlier fit diverged', () =>
  withLine(async (learn) => {
    setSlope(learn, Number.NaN);
    await assert.rejects(learn.findLearningRate(), {
      message:
        'lrFind cannot start: the weights of the model are not finite, e.g. c.weight. An earlier fit diverged.\n  Load weights that were saved before it by learn.load(file), or run the cell that makes the learner again; then fit at a lower rate.',
    });
    setSlope(learn, 0);
    await assert.rejects(learn.findLearningRate({ numIt: 6 }), {
      message:
        'lrFind ended after 6 of 6 steps, too few to suggest a rate.\n  Start at a lower rate (startLr), or take more steps (numIt).',
    });
  }));

test('every metric says which of its values are better, by default and with options', () => {
  const { lower, higher } = {
    lower: [errorRate, mae, mse, rmse, pointError, pointError({ size: 224 })],
    higher: [
      accuracy,
      accuracyMulti,
      accuracyMulti({ threshold: 0.2 }),
      averagePrecision,
      diceMulti,
      f1Score,
      f1Score({ average: 'micro' }),
      f1ScoreMulti,
      foregroundAcc,
      jaccardMulti,
      precision,
      precisionMulti,
      recall,
      recallMulti,
      topKAccuracy,
      topKAccuracy({ k: 1 }),
    ],
  };
  for (const metric of lower) assert.equal(metric.better, 'lower', metric.name);
  for (const metric of higher) assert.equal(metric.better, 'higher', metric.name);
});

for (const metric of [rmse, mse, mae]) {
  test(`saveModel({ monitor: '${metric.name}' }) keeps the epoch with the lowest one; comparison overrides it`, () =>
    inFolder((folder) =>
      withLine(async (learn) => {
        learn.metrics = [metric];
        assertClose([await slopeKeptBy(learn, folder, { monitor: metric.name })], [3]);
        // The first epoch, at slope 0, has the greatest error.
        assertClose([await slopeKeptBy(learn, folder, { monitor: metric.name, comparison: 'greater' })], [0]);
      }),
    ));
}

/** Sets the training loss of each epoch, as the monitor sees it. */
function lossesAre(losses: readonly number[]): Callback {
  return {
    name: 'lossesAre',
    order: -1,
    afterEpoch: ({ rows, epoch }) => void Object.assign(rows[epoch], { validLoss: losses[epoch] }),
  };
}

async function epochsWith(losses: readonly number[], options: EarlyStoppingOptions): Promise<number> {
  let epochs = 0;
  await withLine(async (learn) => {
    await learn.fit(losses.length, { lr: 0, callbacks: [lossesAre(losses), earlyStopping(options)] });
    epochs = learn.recorder.rows.length;
  });
  return epochs;
}

test('earlyStopping() waits for patience epochs in a row without improvement', async () => {
  const losses = [5, 6, 4, 5, 6, 7, 1];
  assert.equal(await epochsWith(losses, { patience: 1 }), 2);
  assert.equal(await epochsWith(losses, { patience: 2 }), 5);
  assert.equal(await epochsWith(losses, { patience: 3 }), 6);
  assert.equal(await epochsWith(losses, { patience: 4 }), 7);
});

test('earlyStopping() takes a value as better only by more than minDelta, in either direction', async () => {
  const falling = [5, 4.75, 4.5, 3];
  assert.equal(await epochsWith(falling, { minDelta: 0.125 }), 4);
  assert.equal(await epochsWith(falling, { minDelta: 0.25 }), 2);
  // The best so far stays 5: the third epoch is better by 0.5.
  assert.equal(await epochsWith(falling, { minDelta: 0.25, patience: 2 }), 4);
  const rising = [1, 1.25, 1.5, 3];
  assert.equal(await epochsWith(rising, { minDelta: 0.125, comparison: 'greater' }), 4);
  assert.equal(await epochsWith(rising, { minDelta: 0.25, comparison: 'greater' }), 2);
});

test('earlyStopping() takes no loss of NaN as better', async () => {
  assert.equal(await epochsWith([Number.NaN, Number.NaN, 1], { patience: 2 }), 2);
  assert.equal(await epochsWith([5, Number.NaN, 1], { patience: 2 }), 3);
});

test('reduceLrOnPlateau() waits for patience epochs, divides by factor, and stops at minLr', () =>
  withLine(async (learn) => {
    const rates: number[] = [];
    const watch: Callback = {
      name: 'watch',
      order: 10,
      afterEpoch: ({ optimizer }) => void rates.push(optimizer.hypers[2].rate),
    };
    const reduce = reduceLrOnPlateau({ patience: 2, factor: 4, minLr: 2 ** -14 });
    const losses = [1, 2, 2, 2, 2, 2, 2];
    const callbacks = [lossesAre(losses), reduce, watch];
    await learn.fit(7, { lr: [2 ** -16, 2 ** -11, 2 ** -11], callbacks });
    const [start, quarter, least] = [2 ** -11, 2 ** -13, 2 ** -14];
    assert.deepEqual(rates, [start, start, quarter, quarter, least, least, least]);
    // A rate that is lower than minLr already is not raised to it.
    assert.equal(learn.optimizer.hypers[0].rate, 2 ** -16);
  }));

test('callbacks that wait refuse options out of range', () => {
  const wrong: [() => unknown, string][] = [
    [() => earlyStopping({ patience: 0 }), 'Expected a positive integer as patience, received 0.'],
    [() => reduceLrOnPlateau({ patience: 1.5 }), 'Expected a positive integer as patience, received 1.5.'],
    [() => earlyStopping({ minDelta: -1 }), 'Expected a minDelta of at least 0, received -1.'],
    [() => saveModel('best', { minDelta: Number.NaN }), 'Expected a minDelta of at least 0, received NaN.'],
    [() => reduceLrOnPlateau({ factor: 0.1 }), 'Expected a factor above 1, received 0.1.'],
    [() => reduceLrOnPlateau({ minLr: -1 }), 'Expected a minLr of at least 0, received -1.'],
  ];
  for (const [make, problem] of wrong) assert.throws(make, { name: 'FoveaError', problem });
});

test('csvLog() makes the folders above its file, and says why it cannot write', () =>
  inFolder((folder) =>
    withLine(async (learn) => {
      const file = join(folder, 'logs', 'monday', 'log.csv');
      await learn.fit(1, { callbacks: [csvLog(file)] });
      assert.equal(readFileSync(file, 'utf8').split('\n').length, 3);
      await assert.rejects(learn.fit(1, { callbacks: [csvLog(join(file, 'log.csv'))] }), {
        name: 'FoveaError',
        message:
          /^csvLog cannot write .*log\.csv: EEXIST.*\.\n {2}Name a file in a folder that you may write to/,
      });
      await assert.rejects(learn.fit(1, { callbacks: [csvLog(folder)] }), {
        message: /^csvLog cannot write .*: it is a folder\./,
      });
    }),
  ));

test('saveModel() refuses a folder that is not there before it trains', () =>
  inFolder((folder) =>
    withLine(async (learn) => {
      const file = join(folder, 'models', 'best.safetensors');
      await assert.rejects(learn.fit(1, { callbacks: [saveModel(file)] }), {
        name: 'FoveaError',
        message: new RegExp(
          `^saveModel cannot write ${file}: its folder does not exist\\.\\n {2}Make the folder .*/models first`,
        ),
      });
      assert.equal(learn.recorder.rawLosses.length, 0);
    }),
  ));
