import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { markedPrediction } from '../../src/display/prediction-caption';
import {
  DataBlock,
  efficientnetLite0,
  imageBlock,
  indexSplitter,
  Learner,
  loadLearner,
  mae,
  meanSquaredErrorLoss,
  mse,
  regressionBlock,
  setSeed,
} from '../../src/index';
import { visionModel } from '../../src/layers';
import { lossByName } from '../../src/training/losses/loss-registry';
import { assertClose, leavesNoTensors } from '../leaves-no-tensors';
import { temporaryFolder } from '../temporary-folder';
import { colourModel, dotLoaders, paintDots } from '../training/dots';

const root = temporaryFolder();
const dots = join(root, 'dots');
before(() => paintDots(dots, 16));

/** 3 for red dots and 1 for blue ones. */
const numberOf = (file: string) => (/red_/.test(file) ? 3 : 1);

const readAll = async (
  block: ReturnType<typeof regressionBlock>,
  sources: readonly (number | number[])[],
) => {
  const fitted = block.fit(sources);
  const values = [];
  for (const source of sources) values.push(await (await fitted.open(source)).load());
  return { fitted, targets: fitted.collate(values) };
};

test('regressionBlock() makes float32 [batch] of one number for each image', async () => {
  const { fitted, targets } = await readAll(regressionBlock(), [1.5, -2, 30]);
  assert.deepEqual([fitted.numOutputs, fitted.loss, fitted.vocabulary], [1, 'meanSquaredError', []]);
  assert.deepEqual([targets.shape, targets.dtype, [...targets.dataSync()]], [[3], 'float32', [1.5, -2, 30]]);
  assert.deepEqual(fitted.decode(targets), [1.5, -2, 30]);
  // A model's predictions have one column.
  assert.deepEqual(fitted.decode(targets.reshape([3, 1])), [1.5, -2, 30]);
  assert.deepEqual(fitted.annotate(1234.567), { caption: '1235', numbers: [1234.567] });
  targets.dispose();
});

test('regressionBlock() takes as many numbers as the first training item has', async () => {
  const { fitted, targets } = await readAll(regressionBlock(), [
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
  assert.equal(fitted.numOutputs, 2);
  assert.deepEqual(
    [targets.shape, [...targets.dataSync()]],
    [
      [3, 2],
      [1, 2, 3, 4, 5, 6],
    ],
  );
  assert.deepEqual(fitted.decode(targets), [
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
  assert.deepEqual(fitted.annotate([0.12345, 7]), { caption: '0.1235; 7', numbers: [0.12345, 7] });
  targets.dispose();
});

const loadersOf = (labels: readonly unknown[], numOutputs?: number) =>
  new DataBlock({
    blocks: [imageBlock(), regressionBlock({ numOutputs })],
    getY: (file: string) => labels[Number(file)],
    splitter: indexSplitter([1]),
  }).datasets(['0', '1', '2']);

test('regressionBlock() names the item whose label is no number, or not as many numbers', async () => {
  const noNumber = (received: string, item: string) =>
    `Expected a number, or a list of numbers, as label of regressionBlock, received ${received}. (item ${item})`;
  for (const [label, received] of [
    [Number.NaN, 'NaN'],
    ['', "''"],
    ['12.5', "'12.5'"],
    [null, 'null'],
    [[1, Number.NaN], '[ 1, NaN ]'],
    [[], '[]'],
    [true, 'true'],
  ] as const) {
    await assert.rejects(loadersOf([1, 2, label]), (error: Error) => {
      assert.equal(error.message.split('\n')[0], noNumber(received, '2'));
      return true;
    });
  }
  await assert.rejects(loadersOf([[1, 2], [3], [4, 5]]), {
    message:
      'Expected 2 numbers as label, received 1: [ 3 ]. (item 1)\n  Every image needs as many numbers as the first one of the training set.',
  });
  await assert.rejects(
    loadersOf([1, 2, 3], 2),
    /^FoveaError: Expected 2 numbers as label, received 1: 1\. \(item 0\)/,
  );
});

test('a learner of numbers: its loss is the mean squared error, and mae and mse are in units of the numbers', async () => {
  setSeed(1);
  const dls = await dotLoaders(dots, { target: regressionBlock(), getY: numberOf });
  // A model that answers 0 for every image. Of the four for validation two are blue and two red: they are off by 1, 1, 3 and 3.
  const model = colourModel([[0, 0, 0]]);
  const learn = new Learner(dls, model, { loss: lossByName(dls.target.loss), metrics: [mae, mse] });
  const { loss, metrics } = await learn.validate();
  assertClose([loss, metrics.mae, metrics.mse], [5, 2, 5], 1e-6);
  const prediction = await learn.predict(dls.valid.items[0] as string);
  assert.deepEqual([prediction.label, prediction.probabilities], [0, [0]]);
  await learn.fit(1, { lr: 0.1 });
  assert.ok(learn.recorder.rows[0].validLoss! < 5);
  learn.dispose();
});

test('an exported learner of several numbers predicts the same', async () => {
  const dls = await dotLoaders(dots, {
    target: regressionBlock(),
    getY: (file) => [numberOf(file), 2 * numberOf(file)],
  });
  dls.normalize(efficientnetLite0.statistics);
  const model = visionModel(efficientnetLite0, 2, { linFtrs: [8] });
  const learn = new Learner(dls, model, { loss: meanSquaredErrorLoss() });
  const file = dls.valid.items[0] as string;
  const { label } = await learn.predict(file);
  assert.equal((label as number[]).length, 2);
  await learn.export(join(root, 'numbers'));
  learn.dispose();
  const loaded = await loadLearner(join(root, 'numbers'));
  assert.deepEqual((await loaded.predict(file)).label, label);
  loaded.dispose();
});

test('numbers leave no tensors, and a display marks none as right or wrong', () =>
  leavesNoTensors(async () => {
    const { fitted, targets } = await readAll(regressionBlock(), [1, 2]);
    targets.dispose();
    const markup = markedPrediction(fitted.annotate(2), fitted.annotate(2.1)).text;
    assert.equal(markup, '2.1');
  }));

test('regressionBlock() refuses a number of numbers that is not a positive integer', () => {
  for (const numOutputs of [0, -1, 1.5, '2']) {
    assert.throws(() => regressionBlock({ numOutputs: numOutputs as number }), {
      name: 'FoveaError',
      message: /^Expected a positive integer as numOutputs of regressionBlock, received /,
    });
  }
});
