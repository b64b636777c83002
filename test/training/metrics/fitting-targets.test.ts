import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import {
  accuracy,
  accuracyMulti,
  averagedMetric,
  averagePrecision,
  binaryCrossEntropyLoss,
  categoryBlock,
  crossEntropyLoss,
  diceMulti,
  errorRate,
  f1Score,
  f1ScoreMulti,
  foregroundAcc,
  jaccardMulti,
  Learner,
  type Loss,
  type Metric,
  mae,
  maskBlock,
  meanSquaredErrorLoss,
  mse,
  multiCategoryBlock,
  pointBlock,
  pointError,
  precision,
  recallMulti,
  regressionBlock,
  rmse,
  type TargetBlock,
  topKAccuracy,
} from '../../../src/index';
import { leavesNoTensors } from '../../leaves-no-tensors';
import { temporaryFolder } from '../../temporary-folder';
import { colourModel, dotLoaders, paintDots } from '../dots';

const dots = temporaryFolder();
before(() => paintDots(dots, 8));

interface Task {
  readonly target: TargetBlock;
  readonly getY?: (file: string) => unknown;
  readonly loss: Loss;
  readonly fitting: readonly Metric[];
  /** The purposes of metrics that are computed for it. */
  readonly fits: readonly string[];
  /** What the error of the others says that there is. */
  readonly suggested: string;
}

const tasks: readonly Task[] = [
  {
    target: categoryBlock() as TargetBlock,
    loss: crossEntropyLoss(),
    fitting: [accuracy, errorRate, f1Score, precision, diceMulti, topKAccuracy({ k: 2 })],
    fits: ['one class per image or pixel'],
    suggested: 'accuracy, errorRate, topKAccuracy, precision, recall and f1Score',
  },
  {
    target: multiCategoryBlock({ vocab: ['blue', 'red'] }) as TargetBlock,
    getY: () => ['red', 'blue'],
    loss: binaryCrossEntropyLoss(),
    fitting: [accuracyMulti, averagePrecision, f1ScoreMulti, recallMulti, mse, mae, rmse],
    fits: ['any number of labels per image', 'numbers'],
    suggested: 'accuracyMulti, averagePrecision, precisionMulti, recallMulti and f1ScoreMulti',
  },
  {
    target: regressionBlock() as TargetBlock,
    getY: () => 3,
    loss: meanSquaredErrorLoss(),
    fitting: [mse, mae, rmse],
    fits: ['numbers'],
    suggested: 'mae, rmse and mse',
  },
  {
    target: pointBlock() as TargetBlock,
    getY: () => [[3, 4]],
    loss: meanSquaredErrorLoss(),
    fitting: [pointError, pointError({ size: 32 }), mse, mae, rmse],
    fits: ['numbers', 'points'],
    suggested: 'pointError, mse, rmse and mae',
  },
];

const PURPOSE: Record<string, readonly Metric[]> = {
  'one class per image or pixel': [
    accuracy,
    errorRate,
    topKAccuracy,
    precision,
    f1Score({ average: 'micro' }),
    foregroundAcc,
    diceMulti,
    jaccardMulti,
  ],
  'any number of labels per image': [
    accuracyMulti({ threshold: 0.3 }),
    averagePrecision,
    recallMulti,
    f1ScoreMulti,
  ],
  numbers: [mse, mae, rmse],
  points: [pointError],
};

async function learnerOf(
  { target, getY, loss }: Pick<Task, 'target' | 'getY' | 'loss'>,
  metrics: readonly Metric[],
) {
  const dls = await dotLoaders(dots, { target, ...(getY && { getY }), batchSize: 2 });
  const weights = Array.from({ length: dls.target.numOutputs }, () => [1, 0, 0] as const);
  return new Learner(dls, colourModel(weights), { loss, metrics });
}

test('metrics that do not fit the targets are refused before anything is trained, and the error names those that do', () =>
  leavesNoTensors(async () => {
    for (const task of tasks) {
      const learn = await learnerOf(task, task.fitting);
      await learn.fit(1, { lr: 0 });
      const block = task.target.name;
      let refused = 0;
      for (const [purpose, metrics] of Object.entries(PURPOSE)) {
        for (const one of metrics) {
          if (task.fits.includes(purpose)) continue;
          learn.metrics = [one];
          await assert.rejects(learn.fit(1), (error: Error) => {
            const [problem, cure] = error.message.split('\n  ');
            assert.match(
              problem,
              new RegExp(
                `^\\w+ is a metric for ${purpose}, which the targets of the ${block} block are not\\.$`,
              ),
            );
            assert.equal(cure, `For these there are ${task.suggested}.`);
            return true;
          });
          refused++;
        }
      }
      assert.ok(refused >= 3, block);
      assert.equal(learn.recorder.rows.length, 1, 'the record is still that of the fit before');
      learn.dispose();
    }
  }));

test('topKAccuracy() of more classes than there are is refused before anything is trained', async () => {
  const learn = await learnerOf(tasks[0], [topKAccuracy]);
  await assert.rejects(learn.fineTune(1), {
    message: 'Expected at least 5 classes in topKAccuracy, received 2.\n  Lower k.',
  });
  learn.dispose();
});

test('metrics of classes fit the pixels of masks, and custom metrics fit anything', async () => {
  const custom = averagedMetric('count', (_, targets) => targets.size);
  assert.equal(custom.expectTargets, undefined);
  const masks = maskBlock(['a', 'b']) as TargetBlock;
  for (const one of [accuracy, foregroundAcc, diceMulti, jaccardMulti, f1Score]) one.expectTargets?.(masks);
  assert.throws(() => mse.expectTargets?.(masks), {
    message:
      'mse is a metric for numbers, which the targets of the mask block are not.\n  For these there are foregroundAcc, diceMulti, jaccardMulti and accuracy.',
  });
  const learn = await learnerOf(tasks[2], [custom]);
  await learn.fit(1);
  learn.dispose();
});
