import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type MimeBundle, recordDisplays } from '../../../src/display/jupyter';
import {
  accuracy,
  accuracyMulti,
  averagedMetric,
  binaryCrossEntropyLoss,
  type Callback,
  crossEntropyLoss,
  csvLog,
  epochTable,
  f1Score,
  Learner,
  type LearnerData,
  type Loss,
  type Metric,
  meanSquaredErrorLoss,
  mse,
  pointError,
  rmse,
  saveModel,
  tf,
  topKAccuracy,
} from '../../../src/index';
import { metricColumns } from '../../../src/training/metrics/metric-columns';
import { leavesNoTensors } from '../../leaves-no-tensors';
import { temporaryFolder } from '../../temporary-folder';
import { colourModel } from '../dots';

/** One batch of images of one pixel, whose red, green and blue are the outputs of {@link withPixels}. */
function pixels(values: readonly number[][], targets: () => tf.Tensor): LearnerData {
  const source = {
    numItems: values.length,
    numBatches: 1,
    async *batches() {
      const tensors = {
        inputs: tf.tensor4d(values.flat(), [values.length, 1, 1, 3]),
        targets: targets(),
      };
      yield { ...tensors, items: values, dispose: () => tf.dispose(tensors) };
    },
  };
  return { train: source, valid: source };
}

async function withPixels(
  data: LearnerData,
  { loss, metrics }: { loss: Loss; metrics: readonly Metric[] },
  use: (learn: Learner<LearnerData>) => Promise<void>,
): Promise<void> {
  await leavesNoTensors(async () => {
    const model = colourModel([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ]);
    const learn = new Learner(data, model, { loss, metrics });
    await use(learn);
    learn.dispose();
  });
}

// Of the classes 0, 0, 0, 1, 2 it finds 0, 0, 1, 1, 1.
const classes = pixels(
  [
    [2, 1, 0],
    [2, 1, 0],
    [1, 2, 0],
    [1, 2, 0],
    [1, 2, 0],
  ],
  () => tf.tensor1d([0, 0, 0, 1, 2], 'int32'),
);

const scores = {
  // F1 of the three classes: 4 / 5, 1 / 2 and 0.
  f1_score_macro: (0.8 + 0.5 + 0) / 3,
  // Three of five are right.
  f1_score_micro: 0.6,
  top_k_accuracy_1: 0.6,
  // Class 0 is the second most likely for the third image.
  top_k_accuracy_2: 0.8,
};

const fourScores = {
  loss: crossEntropyLoss(),
  metrics: [
    f1Score({ average: 'macro' }),
    f1Score({ average: 'micro' }),
    topKAccuracy({ k: 1 }),
    topKAccuracy({ k: 2 }),
  ],
};

const lastLines = (updates: readonly MimeBundle[]) => updates[updates.length - 1]['text/plain'].split('\n');

const rounded = (values: Readonly<Record<string, number>>) =>
  Object.entries(values).map(([name, value]) => [name, Number(value.toFixed(6))]);

test('metrics of one name have a column each, with the options that tell them apart', () =>
  withPixels(classes, fourScores, async (learn) => {
    const recording = recordDisplays();
    const file = join(temporaryFolder(), 'log.csv');
    await learn.fit(1, { lr: 0, callbacks: [csvLog(file), epochTable()] });
    recording.stop();

    assert.deepEqual(rounded(learn.recorder.rows[0].metrics), rounded(scores));
    assert.deepEqual(rounded((await learn.validate()).metrics), rounded(scores));
    const [header, line] = readFileSync(file, 'utf8').split('\n');
    assert.equal(
      header,
      'epoch,train_loss,valid_loss,f1_score_macro,f1_score_micro,top_k_accuracy_1,top_k_accuracy_2,time',
    );
    const written = line.split(',').slice(3, 7).map(Number);
    assert.deepEqual(
      written.map((value) => value.toFixed(6)),
      ['0.433333', '0.600000', '0.600000', '0.800000'],
    );
    const [titles, row] = lastLines(recording.displays[0]);
    assert.match(titles, /f1_score_macro +f1_score_micro +top_k_accuracy_1 +top_k_accuracy_2 +time$/);
    assert.match(row, / 0\.433333 +0\.600000 +0\.600000 +0\.800000 /);
  }));

test('a callback monitors one of two metrics of one name', () =>
  withPixels(classes, fourScores, async (learn) => {
    const file = join(temporaryFolder(), 'best.safetensors');
    // The third epoch is the best by the macro mean, the second by the micro mean.
    const rows = [
      [0, 0],
      [0.1, 0.9],
      [0.2, 0.5],
    ];
    const spoil: Callback = {
      name: 'spoil',
      order: -1,
      afterEpoch: ({ epoch, model, rows: written }) => {
        const [macro, micro] = rows[epoch];
        Object.assign(written[epoch].metrics, { f1_score_macro: macro, f1_score_micro: micro });
        model.parameters[0].load({ shape: [3, 3], values: new Float32Array(9).fill(epoch) });
      },
    };
    const kept = async (monitor: string) => {
      await learn.fit(3, { lr: 0, callbacks: [spoil, saveModel(file, { monitor })] });
      return learn.model.parameters[0].save().values[0];
    };
    assert.equal(await kept('f1_score_macro'), 2);
    assert.equal(await kept('f1_score_micro'), 1);
    await assert.rejects(kept('f1_score'), {
      message:
        'Unknown column to monitor "f1_score".\n  Choose "train_loss", "valid_loss", "f1_score_macro", "f1_score_micro", "top_k_accuracy_1" or "top_k_accuracy_2".',
    });
  }));

test('three thresholds of accuracyMulti() are three columns', () => {
  const labels = pixels([[0.3, 0.6, 0.9]], () => tf.tensor2d([0, 1, 1], [1, 3]));
  const metrics = [0.2, 0.5, 0.95].map((threshold) => accuracyMulti({ threshold, sigmoid: false }));
  return withPixels(labels, { loss: binaryCrossEntropyLoss(), metrics }, async (learn) => {
    const { metrics: values } = await learn.validate();
    // All three labels, the last two and none are found; the last two are there.
    const expected = { 'accuracy_multi_0.2': 2 / 3, 'accuracy_multi_0.5': 1, 'accuracy_multi_0.95': 1 / 3 };
    assert.deepEqual(rounded(values), rounded(expected));
  });
});

test('two equal metrics, and a metric with the name of another column, have columns of their own', () => {
  const numbers = pixels([[1, 2, 3]], () => tf.tensor2d([1, 2, 6], [1, 3]));
  const own = (name: string) => averagedMetric(name, () => 7);
  const metrics = [rmse, rmse, own('valid_loss'), own('rmse_2')];
  return withPixels(numbers, { loss: meanSquaredErrorLoss(), metrics }, async (learn) => {
    const { loss, metrics: values } = await learn.validate();
    assert.equal(loss.toFixed(6), '3.000000');
    const root = Math.sqrt(3);
    const expected = { rmse: root, rmse_2: root, valid_loss_2: 7, rmse_2_2: 7 };
    assert.deepEqual(rounded(values), rounded(expected));
  });
});

test('a metric keeps its name where no other one has it', () => {
  assert.deepEqual(metricColumns([accuracy, topKAccuracy({ k: 3 }), f1Score({ average: 'micro' })]), [
    'accuracy',
    'top_k_accuracy',
    'f1_score',
  ]);
  assert.deepEqual(metricColumns([f1Score, f1Score({ average: 'micro' })]), ['f1_score', 'f1_score_micro']);
  assert.deepEqual(metricColumns([pointError({ size: 224 }), pointError({ size: [480, 640] }), mse]), [
    'pixel_error_224',
    'pixel_error_480x640',
    'mse',
  ]);
  assert.deepEqual(metricColumns([accuracyMulti({ sigmoid: false }), accuracyMulti]), [
    'accuracy_multi_sigmoid_false',
    'accuracy_multi',
  ]);
});

test('csvLog() quotes a name with a comma', () => {
  const numbers = pixels([[1, 2, 3]], () => tf.tensor2d([1, 2, 6], [1, 3]));
  const metrics = [averagedMetric('worst, "in cm"', () => 7)];
  return withPixels(numbers, { loss: meanSquaredErrorLoss(), metrics }, async (learn) => {
    const file = join(temporaryFolder(), 'log.csv');
    await learn.fit(1, { lr: 0, callbacks: [csvLog(file)] });
    assert.equal(
      readFileSync(file, 'utf8').split('\n')[0],
      'epoch,train_loss,valid_loss,"worst, ""in cm""",time',
    );
  });
});

test('without validation there are no columns of validation', () => {
  const { train } = pixels([[1, 2, 3]], () => tf.tensor2d([1, 2, 6], [1, 3]));
  const data = { train, valid: { ...train, numItems: 0, numBatches: 0, async *batches() {} } };
  return withPixels(data, { loss: meanSquaredErrorLoss(), metrics: [rmse] }, async (learn) => {
    const recording = recordDisplays();
    const file = join(temporaryFolder(), 'log.csv');
    await learn.fit(2, { lr: 0, callbacks: [csvLog(file), epochTable()] });
    recording.stop();
    const lines = lastLines(recording.displays[0]);
    assert.match(lines[0], /^epoch +train_loss +time$/);
    assert.match(lines[2], /^ +1 +3\.000000 +00:00$/);
    const [header, line] = readFileSync(file, 'utf8').split('\n');
    assert.equal(header, 'epoch,train_loss,time');
    assert.match(line, /^0,3,[\d.e-]+$/);
    assert.equal(learn.recorder.rows[1].validLoss, undefined);
    await assert.rejects(learn.fit(1, { callbacks: [saveModel(file, { monitor: 'rmse' })] }), {
      message:
        "There is no rmse to monitor: nothing is validated.\n  Set { monitor: 'train_loss' }, or keep some items for validation.",
    });
    await assert.rejects(learn.validate(), {
      message:
        'There is nothing to validate: the loader gave no items.\n  Give others, e.g. validate({ loader: dls.testDl(items, { withLabels: true }) }).',
    });
  });
});
