import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { recordDisplays } from '../../src/display/jupyter';
import { precisionChart } from '../../src/display/plot-average-precision';
import { classChart, showClassificationReport, showMostConfused } from '../../src/display/plot-classes';
import { confusionChart, plotConfusionMatrix } from '../../src/display/plot-confusion-matrix';
import { overlapChart } from '../../src/display/plot-iou';
import { scheduleChart } from '../../src/display/plot-training';
import { categoryBlock, Interpretation, multiCategoryBlock, tf } from '../../src/index';
import type { Model } from '../../src/models/model';
import { binaryCrossEntropyLoss } from '../../src/training/losses/binary-cross-entropy';
import { crossEntropyLoss } from '../../src/training/losses/cross-entropy';
import type { Loss } from '../../src/training/losses/loss';
import { collectPredictions } from '../../src/training/prediction/get-preds';
import { leavesNoTensors } from '../leaves-no-tensors';

/** One batch whose inputs are the model's outputs. */
function asPredicted(outputs: () => tf.Tensor, targets: () => tf.Tensor, loss: Loss) {
  const valid = {
    numItems: 1,
    numBatches: 1,
    async *batches() {
      const tensors = { inputs: outputs() as tf.Tensor4D, targets: targets() };
      const items = Array.from({ length: tensors.inputs.shape[0] }, (_, i) => i);
      yield { ...tensors, items, dispose: () => tf.dispose(tensors) };
    },
  };
  const model = { name: 'given', forward: (x: tf.Tensor) => x.clone() } as unknown as Model;
  return { model, loss, valid };
}

const names = (count: number) =>
  Array.from({ length: count }, (_, i) => `class ${String(i).padStart(4, '0')}`);

/** Three images of each class; of class 0 ... 9 two are taken for class 500 ... 509, of 100 ... 399 one for the next one. */
async function thousandClasses(numClasses = 1000) {
  const actual = Array.from({ length: 3 * numClasses }, (_, i) => Math.floor(i / 3));
  const predicted = actual.map((index, i) => {
    if (index < 10 && i % 3 < 2) return (index + 500) % numClasses;
    return index >= 100 && index < 400 && i % 3 === 0 ? (index + 1) % numClasses : index;
  });
  const { model, loss, valid } = asPredicted(
    () => tf.tidy(() => tf.oneHot(tf.tensor1d(predicted, 'int32'), numClasses).cast('float32')),
    () => tf.tensor1d(actual, 'int32'),
    crossEntropyLoss(),
  );
  const target = categoryBlock({ vocab: names(numClasses) });
  return Interpretation.fromLearner({ dls: { valid, target }, model, loss });
}

/** The classes and the cells that a chart draws. */
function matrixOf(chart: object) {
  const { data, encoding } = (chart as Record<string, unknown>)['application/vnd.vegalite.v5+json'] as {
    data: { values: { actual: string; predicted: string; value: number }[] };
    encoding: { y: { scale: { domain: string[] } } };
  };
  return { domain: encoding.y.scale.domain, cells: data.values };
}

test('of 1000 classes the confusion matrix draws the most confused ones, and says so', () =>
  leavesNoTensors(async () => {
    const interp = await thousandClasses();
    const chart = await confusionChart(interp, { normalize: true });
    const title = 'The 40 of 1000 classes most often confused with one another';
    // 10 x 2 and 300 of 3000 images are wrong.
    assert.equal(chart['text/plain'], `Confusion matrix of 1000 classes: 2680 of 3000 right. ${title}.`);
    assert.ok((chart['image/svg+xml'] as string).includes(title));
    const { domain, cells } = matrixOf(chart);
    assert.equal(domain.length, 40);
    const expected = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 500, 501, 502, 503, 504, 505, 506, 507, 508, 509];
    const confused = expected.map((index) => names(1000)[index]);
    assert.deepEqual(
      domain.filter((name) => confused.includes(name)),
      confused,
    );
    // Two of the three images of class 0 are taken for class 500.
    const cell = cells.find(({ actual, predicted }) => actual === 'class 0000' && predicted === 'class 0500');
    assert.equal(cell?.value, 2 / 3);
    assert.deepEqual(interp.mostConfused()[0], {
      actual: 'class 0000',
      predicted: 'class 0500',
      count: 2,
    });
    assert.equal(interp.mostConfused().length, 310);
  }));

test('of 365 classes too', async () => {
  const recording = recordDisplays();
  await plotConfusionMatrix(await thousandClasses(365));
  recording.stop();
  assert.match(recording.displays[0][0]['text/plain'], /^Confusion matrix of 365 classes: /);
});

test('100 classes are all drawn', async () => {
  const chart = await confusionChart(await thousandClasses(100));
  assert.equal(matrixOf(chart).domain.length, 100);
  assert.equal(chart['text/plain'], 'Confusion matrix of 100 classes: 300 of 300 right.');
});

test('of 1000 classes without a mistake the confusion matrix draws the first ones', async () => {
  const matrix = Array.from({ length: 1000 }, (_, i) =>
    Array.from({ length: 1000 }, (_, j) => (i === j ? 2 : 0)),
  );
  const chart = await confusionChart({ vocabulary: names(1000), confusionMatrix: () => matrix });
  assert.equal(
    chart['text/plain'],
    'Confusion matrix of 1000 classes: 2000 of 2000 right. No two classes were confused: the first 40 of 1000.',
  );
});

test('an interpretation takes a batch of 200,000 labels', () =>
  leavesNoTensors(async () => {
    const { model, loss, valid } = asPredicted(
      () => tf.fill([200, 1000], 5),
      () => tf.ones([200, 1000]),
      binaryCrossEntropyLoss(),
    );
    const target = multiCategoryBlock({ vocab: names(1000) });
    const interp = await Interpretation.fromLearner({ dls: { valid, target }, model, loss });
    assert.equal(interp.classificationReport().micro.f1, 1);
    assert.equal(interp.perClassAveragePrecision().length, 1000);
  }));

test('an interpretation takes an image of 200,000 classes', () =>
  leavesNoTensors(async () => {
    const { model, loss, valid } = asPredicted(
      () => tf.zeros([1, 200_000]),
      () => tf.tensor1d([7], 'int32'),
      crossEntropyLoss(),
    );
    // No counting: a matrix of 200,000 x 200,000 would not fit.
    const target = { ...categoryBlock({ vocab: names(200_000) }), counting: undefined };
    const interp = await Interpretation.fromLearner({ dls: { valid, target }, model, loss });
    assert.equal(interp.items[0].loss.toFixed(4), Math.log(200_000).toFixed(4));
  }));

test('getPreds() takes a batch of 200,000 items', () =>
  leavesNoTensors(async () => {
    const { model, loss, valid } = asPredicted(
      () => tf.zeros([200_000, 2]),
      () => tf.zeros([200_000], 'int32'),
      crossEntropyLoss(),
    );
    const { items, losses, dispose } = await collectPredictions({ model, loss }, valid, { withLoss: true });
    assert.deepEqual([items.length, losses?.length], [200_000, 200_000]);
    dispose();
  }));

test('plotSched() draws 200,000 steps', async () => {
  const rates = Array.from({ length: 200_000 }, (_, i) => [i / 1e6]);
  const { 'text/plain': text } = await scheduleChart({ rates, momentums: rates.map(() => 0.9) });
  assert.match(text, /^Schedule over 200000 steps: learning rate up to 0\.2/);
});

test('of 1000 classes the report and the charts show the worst 40, and the table of pairs the first 40', async () => {
  const interp = await thousandClasses();
  const recording = recordDisplays();
  await showClassificationReport(interp);
  await showMostConfused(interp);
  recording.stop();
  const [report, pairs] = recording.displays.map(([bundle]) => (bundle['text/plain'] as string).split('\n'));
  // A caption, the titles and three means.
  assert.equal(report.length, 45);
  assert.equal(report[0], 'The 40 of 1000 classes with the lowest F1; interp.classificationReport() has all');
  // Of class 0 to 9 one image of three is found, F1 0.5; of 101 to 399 two, and one of others is taken for them, F1 0.67.
  assert.match(report[2], /^class 0000 +1\.00 +0\.33 +0\.50 +3$/);
  assert.match(report[12], /^class 0101 +0\.67 +0\.67 +0\.67 +3$/);
  assert.match(report[44], /^weighted average /);
  assert.equal(pairs.length, 42);
  assert.equal(pairs[0], 'The first 40 of 310 pairs');
  const perClass = await classChart(interp.perClassAccuracy());
  assert.match(perClass['image/svg+xml'] as string, /The 40 of 1000 classes least recognized/);
  const iou = await overlapChart(interp.perClassIoU());
  assert.match(iou['image/svg+xml'] as string, /Below, the worst 40\. Dashed line: the mean/);
  assert.match(iou['text/plain'], /^Intersection over union of 1000 classes: mean /);
  const precisions = names(1000).map((name, i) => {
    return { name, averagePrecision: i / 1000, support: 1, fraction: 0.001 };
  });
  const precision = await precisionChart(precisions);
  assert.match(precision['image/svg+xml'] as string, /Below, the worst 40\. The tick/);
  assert.match(
    precision['text/plain'],
    /^Average precision of 1000 labels, mean 0\.\d{3}; lowest: class 0000/,
  );
});

test('topLosses() and mostConfused() refuse numbers that are not positive integers', async () => {
  const interp = await thousandClasses(3);
  for (const value of [-1, 0, 1.5, Number.NaN, '3' as unknown as number]) {
    assert.throws(() => interp.topLosses(value), {
      message: `Expected a positive integer as k of topLosses, received ${inspect(value)}.`,
    });
    assert.throws(() => interp.mostConfused({ minValue: value }), {
      message: `Expected a positive integer as minValue of mostConfused, received ${inspect(value)}.`,
    });
  }
  assert.equal(interp.topLosses().length, 9);
  assert.equal(interp.topLosses(2).length, 2);
});
