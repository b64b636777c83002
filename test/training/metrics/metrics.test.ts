import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  accuracy,
  accuracyMulti,
  averagedMetric,
  averagePrecision,
  diceMulti,
  errorRate,
  f1Score,
  f1ScoreMulti,
  foregroundAcc,
  jaccardMulti,
  type Metric,
  mae,
  mse,
  pointError,
  precision,
  precisionMulti,
  recall,
  recallMulti,
  rmse,
  tf,
  topKAccuracy,
} from '../../../src/index';

function leavesNoTensors(work: () => void): void {
  const before = tf.memory().numTensors;
  tf.tidy(work);
  assert.equal(tf.memory().numTensors, before);
}

function near(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) < 1e-6, `${actual} is not ${expected}`);
}

const classes = (values: number[]) => tf.tensor1d(values, 'int32');
// Logits whose most likely classes are the given ones.
const scoresOf = (predicted: number[], numClasses = 3) =>
  tf.tidy(() => tf.oneHot(classes(predicted), numClasses).cast('float32') as tf.Tensor2D);

function overBatches(metric: Metric, batches: [tf.Tensor, tf.Tensor][]): number {
  const accumulator = metric.start();
  for (const [outputs, targets] of batches) {
    const before = tf.memory().numTensors;
    accumulator.add(outputs, targets);
    assert.equal(tf.memory().numTensors, before, `${metric.name} keeps tensors`);
  }
  return accumulator.value();
}

test('metrics have the names fastai prints', () => {
  const names = [
    errorRate,
    accuracy,
    topKAccuracy,
    accuracyMulti,
    foregroundAcc,
    diceMulti,
    jaccardMulti,
  ].map(({ name }) => name);
  assert.deepEqual(names, [
    'error_rate',
    'accuracy',
    'top_k_accuracy',
    'accuracy_multi',
    'foreground_acc',
    'dice_multi',
    'jaccard_coeff_multi',
  ]);
  assert.deepEqual(
    [precision, recall, f1Score, precisionMulti, recallMulti, f1ScoreMulti].map(({ name }) => name),
    ['precision_score', 'recall_score', 'f1_score', 'precision_score', 'recall_score', 'f1_score'],
  );
  assert.deepEqual(
    [averagePrecision, mse, rmse, mae].map(({ name }) => name),
    ['average_precision_score', 'mse', 'rmse', 'mae'],
  );
  assert.equal(accuracyMulti({ threshold: 0.2 }).name, 'accuracy_multi');
});

test('errorRate(logits, targets) is the fraction of wrong images', () => {
  leavesNoTensors(() => {
    assert.equal(errorRate(scoresOf([0, 1, 2, 2]), classes([0, 1, 2, 0])), 0.25);
    assert.equal(accuracy(scoresOf([0, 1, 2, 2]), classes([0, 1, 2, 0])), 0.75);
  });
});

test('accuracy counts the pixels of masks', () => {
  leavesNoTensors(() => {
    const outputs = tf.tensor4d([1, 0, 0, 1], [1, 1, 2, 2]);
    assert.equal(accuracy(outputs, tf.tensor3d([0, 0], [1, 1, 2], 'int32')), 0.5);
  });
});

test('errorRate weighs batches by their size, as fastai does', () => {
  leavesNoTensors(() => {
    const value = overBatches(errorRate, [
      [scoresOf([0, 1, 2]), classes([0, 1, 2])],
      [scoresOf([0]), classes([1])],
    ]);
    assert.equal(value, 0.25);
  });
});

test('a metric is NaN before its first batch', () => {
  for (const metric of [errorRate, f1Score, diceMulti, averagePrecision, rmse]) {
    assert.ok(Number.isNaN(metric.start().value()), metric.name);
  }
});

test('topKAccuracy({ k }) looks for the class among the k most likely ones', () => {
  leavesNoTensors(() => {
    const outputs = tf.tensor2d([
      [3, 2, 1],
      [3, 2, 1],
    ]);
    assert.equal(topKAccuracy({ k: 2 })(outputs, classes([1, 2])), 0.5);
    assert.equal(topKAccuracy({ k: 3 })(outputs, classes([1, 2])), 1);
    assert.throws(() => topKAccuracy(outputs, classes([1, 2])), {
      message: 'Expected at least 5 classes in topKAccuracy, received 3.\n  Lower k.',
    });
  });
});

test('accuracyMulti counts every label of every image, with or without options', () => {
  leavesNoTensors(() => {
    const [outputs, targets] = [tf.tensor2d([[1, -1, -1, -1]]), tf.tensor2d([[1, 1, 0, 0]])];
    assert.equal(accuracyMulti(outputs, targets), 0.75);
    // The sigmoid of -1 is 0.27.
    assert.equal(accuracyMulti({ threshold: 0.2 })(outputs, targets), 0.5);
    assert.equal(accuracyMulti({ sigmoid: false, threshold: -2 })(outputs, targets), 0.5);
    assert.equal(accuracyMulti()(outputs, targets), 0.75);
  });
});

test('precision, recall and f1Score average over the classes that occur', () => {
  leavesNoTensors(() => {
    // Class 0: 1 of 2 predicted is right, 1 of 1 found. Class 1: 1 of 1, 1 of 2. Classes 2 and 3 do not occur.
    const [outputs, targets] = [scoresOf([0, 0, 1], 4), classes([0, 1, 1])];
    near(precision(outputs, targets), 0.75);
    near(recall(outputs, targets), 0.75);
    near(f1Score(outputs, targets), 2 / 3);
    near(precision({ average: 'micro' })(outputs, targets), 2 / 3);
    near(recall({ average: 'binary' })(outputs, targets), 0.5);
    assert.throws(() => f1Score({ average: 'weighted' as 'macro' }), {
      message: 'Expected one of macro, micro, binary as average of f1Score, received "weighted".',
    });
  });
});

test('precisionMulti, recallMulti and f1ScoreMulti average over all labels', () => {
  leavesNoTensors(() => {
    const outputs = tf.tensor2d([
      [1, 1, -1],
      [1, -1, -1],
    ]);
    const targets = tf.tensor2d([
      [1, 0, 0],
      [0, 1, 0],
    ]);
    near(precisionMulti(outputs, targets), 0.5 / 3);
    near(recallMulti(outputs, targets), 1 / 3);
    near(f1ScoreMulti(outputs, targets), 2 / 9);
    near(f1ScoreMulti({ average: 'micro' })(outputs, targets), 0.4);
  });
});

test('f1Score over batches is that of all images together', () => {
  leavesNoTensors(() => {
    const value = overBatches(f1Score, [
      [scoresOf([0, 0]), classes([0, 1])],
      [scoresOf([1]), classes([1])],
    ]);
    near(value, 2 / 3);
  });
});

test('averagePrecision ranks all images of a label, those of equal score together', () => {
  leavesNoTensors(() => {
    const outputs = tf.tensor2d([0.9, 0.8, 0.7, 0.7, 0.1], [5, 1]);
    const targets = tf.tensor2d([1, 0, 1, 0, 1], [5, 1]);
    // Found at ranks 1, 4 (two tie there) and 5: (1 + 2/4 + 3/5) / 3, as scikit-learn says.
    near(averagePrecision({ sigmoid: false })(outputs, targets), 0.7);
    near(
      averagePrecision(
        tf.tensor2d([
          [5, 1],
          [1, 5],
        ]),
        tf.tensor2d([
          [1, 0],
          [0, 0],
        ]),
      ),
      0.5,
    );
    const split: [tf.Tensor, tf.Tensor][] = [
      [outputs.slice([0, 0], [2, 1]), targets.slice([0, 0], [2, 1])],
      [outputs.slice([2, 0], [3, 1]), targets.slice([2, 0], [3, 1])],
    ];
    near(overBatches(averagePrecision({ sigmoid: false }), split), 0.7);
  });
});

test('foregroundAcc leaves out the background of the masks', () => {
  leavesNoTensors(() => {
    const outputs = scoresOf([0, 1, 2, 2]).reshape([1, 2, 2, 3]);
    const targets = tf.tensor3d([0, 1, 2, 1], [1, 2, 2], 'int32');
    near(foregroundAcc(outputs, targets), 2 / 3);
    near(foregroundAcc({ bkgIdx: 1 })(outputs, targets), 1);
    const empty = tf.zerosLike(targets);
    near(
      overBatches(foregroundAcc, [
        [outputs, targets],
        [outputs, empty],
      ]),
      2 / 3,
    );
  });
});

test('diceMulti and jaccardMulti average over the classes that occur in any batch', () => {
  leavesNoTensors(() => {
    const outputs = scoresOf([0, 0, 1, 1], 4).reshape([1, 2, 2, 4]);
    const targets = tf.tensor3d([0, 1, 1, 1], [1, 2, 2], 'int32');
    // Class 0: 1 hit, 2 predicted, 1 there. Class 1: 2 hits, 2 predicted, 3 there.
    near(diceMulti(outputs, targets), (2 / 3 + 4 / 5) / 2);
    near(jaccardMulti(outputs, targets), (1 / 2 + 2 / 3) / 2);
    const second = tf.fill([1, 2, 2], 3, 'int32');
    near(
      overBatches(diceMulti, [
        [outputs, targets],
        [outputs, second],
      ]),
      (2 / 5 + 4 / 7 + 0) / 3,
    );
  });
});

test('diceMulti and jaccardMulti leave out pixels of ignoreIndex, and that class', () => {
  leavesNoTensors(() => {
    const outputs = scoresOf([0, 0, 1, 2], 3).reshape([1, 2, 2, 3]);
    const targets = tf.tensor3d([0, 2, 1, 1], [1, 2, 2], 'int32');
    // Class 0: 1 hit, 1 predicted, 1 there. Class 1: 1 hit, 1 predicted, 2 there. The second pixel does not count.
    near(diceMulti({ ignoreIndex: 2 })(outputs, targets), (1 + 2 / 3) / 2);
    near(jaccardMulti({ ignoreIndex: 2 })(outputs, targets), (1 + 1 / 2) / 2);
  });
});

test('mse, mae and rmse compare flat outputs with points', () => {
  leavesNoTensors(() => {
    const [outputs, targets] = [tf.tensor2d([[0, 2]]), tf.tensor3d([[[1, -1]]])];
    near(mse(outputs, targets), 5);
    near(mae(outputs, targets), 2);
    near(rmse(outputs, targets), Math.sqrt(5));
    const exact: [tf.Tensor, tf.Tensor] = [tf.tensor2d([[0, 0]]), tf.tensor2d([[0, 0]])];
    near(overBatches(rmse, [[outputs, targets], exact]), Math.sqrt(2.5));
  });
});

test('a metric with options refuses those it does not know, and values of the wrong type', () => {
  assert.throws(() => accuracyMulti({ thresh: 0.3 } as object), {
    message: 'Unknown field thresh in accuracyMulti; known are threshold, sigmoid.',
  });
  assert.throws(() => topKAccuracy({ k: 0 }), {
    message: 'Expected a positive integer as k of topKAccuracy, received 0.',
  });
});

test('errors are better when lower, everything else when higher', () => {
  const lower = [errorRate, mae, mse, rmse, pointError, pointError({ size: 224 })];
  assert.deepEqual(
    lower.map(({ better }) => better),
    lower.map(() => 'lower'),
  );
  const higher = [
    accuracy,
    accuracyMulti({ threshold: 0.2 }),
    averagePrecision,
    diceMulti,
    f1Score,
    f1ScoreMulti,
  ];
  const others = [foregroundAcc, jaccardMulti, precision, precisionMulti, recall, recallMulti, topKAccuracy];
  assert.deepEqual(
    [...higher, ...others].map(({ better }) => better),
    [...higher, ...others].map(() => 'higher'),
  );
});

test('averagedMetric() makes a metric of a function of one batch', () => {
  leavesNoTensors(() => {
    const highest = averagedMetric('highest', (outputs) => tf.max(outputs));
    assert.equal(highest.name, 'highest');
    assert.equal(highest(tf.tensor1d([1, 5]), tf.tensor1d([0, 0])), 5);
    assert.equal(highest.better, undefined);
    assert.equal(averagedMetric('lowest', (outputs) => tf.min(outputs), { better: 'lower' }).better, 'lower');
  });
});

test('averagedMetric() refuses what is no number, rather than show the first of many or NaN', () => {
  leavesNoTensors(() => {
    const answers: [unknown, RegExp][] = [
      [
        Promise.resolve(1),
        /^Expected a number, or a tensor of one, from the function of averagedMetric\('own'\), received Promise/,
      ],
      ['0.5', /received '0\.5'\./],
      [null, /received null\./],
      [
        tf.tensor1d([1, 2]),
        /received a tensor of shape \[2\]\.\n {2}Average it: return tf\.mean\(\.\.\.\)\.$/,
      ],
    ];
    const own = (answer: unknown) => averagedMetric('own', () => answer as number);
    assert.equal(own(tf.tensor2d([[7]]))(tf.tensor1d([1]), tf.tensor1d([1])), 7);
    for (const [answer, message] of answers) {
      assert.throws(() => own(answer)(tf.tensor1d([1]), tf.tensor1d([1])), { name: 'FoveaError', message });
    }
  });
});

test('a metric names both shapes if they do not belong together', () => {
  leavesNoTensors(() => {
    assert.throws(() => errorRate(scoresOf([0, 1]), classes([0])), {
      message:
        'Expected targets of shape [2] for outputs [2, 3] in errorRate, received [1].\n' +
        '  Outputs hold one score per class, in the last axis; targets hold class indices.',
    });
    assert.throws(() => accuracyMulti(scoresOf([0, 1]), classes([0, 1])), {
      message:
        'Expected as many targets as outputs, [2, 3], in accuracyMulti, received [2].\n' +
        '  For one class per image take accuracy, for several labels per image accuracyMulti.',
    });
  });
});
