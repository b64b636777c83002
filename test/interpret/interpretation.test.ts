import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ClassCounting, TargetBlock } from '../../src/data/block';
import { f1Score, precision, recall } from '../../src/index';
import { Interpretation } from '../../src/interpret/interpretation';
import type { Model } from '../../src/models/model';
import { tf } from '../../src/tensorflow/tf';
import type { Loss } from '../../src/training/losses/loss';

/** A learner whose predictions for its only batches are given. */
function decided(
  parts:
    | { predictions: tf.Tensor; decoded: tf.Tensor; targets: tf.Tensor; losses: number[] }
    | { predictions: tf.Tensor; decoded: tf.Tensor; targets: tf.Tensor; losses: number[] }[],
  vocabulary: string[],
  options: { counting?: ClassCounting; ignoreIndex?: number } = {},
) {
  const batches = [parts].flat();
  const target = {
    name: 'custom',
    vocabulary,
    ...options,
    decode: (values: tf.Tensor) =>
      values.rank === 1 ? [...values.dataSync()] : (values.arraySync() as unknown[]),
    annotate: (label: unknown) => ({
      caption: typeof label === 'number' ? vocabulary[label] : String(label),
    }),
  } as unknown as TargetBlock;
  let [batch, count] = [batches[0], 0];
  const valid = {
    numItems: batches.reduce((sum, { losses }) => sum + losses.length, 0),
    numBatches: batches.length,
    async *batches() {
      for (batch of batches) {
        const items = batch.losses.map(() => `${count++}.jpg`);
        const { predictions, targets, decoded } = batch;
        const inputs = predictions as tf.Tensor4D;
        yield { inputs, targets, items, dispose: () => tf.dispose([predictions, targets, decoded]) };
      }
    },
  };
  const model = { forward: (x: tf.Tensor) => x.clone() } as unknown as Model;
  const loss = {
    perItem: () => tf.tensor1d(batch.losses),
    activation: (x: tf.Tensor) => x.clone(),
    decodes: () => batch.decoded.clone(),
  } as unknown as Loss;
  return { dls: { valid, target }, model, loss };
}

// Six photos: two cats right, one cat taken for a dog, one dog right, two dogs taken for a cat.
const petsLearner = () =>
  decided(
    {
      predictions: tf.tensor2d([
        [0.9, 0.1, 0],
        [0.6, 0.3, 0.1],
        [0.2, 0.7, 0.1],
        [0.1, 0.8, 0.1],
        [0.5, 0.4, 0.1],
        [0.75, 0.25, 0],
      ]),
      decoded: tf.tensor1d([0, 0, 1, 1, 0, 0], 'int32'),
      targets: tf.tensor1d([0, 0, 0, 1, 1, 1], 'int32'),
      losses: [0.125, 0.5, 1.5, 0.25, 0.75, 1.25],
    },
    ['cat', 'dog', 'owl'],
    { counting: 'classPerImage' },
  );

test('Interpretation.fromLearner() keeps no tensor', async () => {
  const before = tf.memory().numTensors;
  await Interpretation.fromLearner(petsLearner());
  assert.equal(tf.memory().numTensors, before);
});

test('confusionMatrix() has a row for each actual and a column for each predicted class', async () => {
  const interp = await Interpretation.fromLearner(petsLearner());
  assert.deepEqual(interp.confusionMatrix(), [
    [2, 1, 0],
    [2, 1, 0],
    [0, 0, 0],
  ]);
});

test('confusionMatrix() gives a copy', async () => {
  const interp = await Interpretation.fromLearner(petsLearner());
  interp.confusionMatrix()[0][0] = 99;
  assert.equal(interp.confusionMatrix()[0][0], 2);
});

test('mostConfused() leaves out the diagonal and sorts by count', async () => {
  const interp = await Interpretation.fromLearner(petsLearner());
  assert.deepEqual(interp.mostConfused(), [
    { actual: 'dog', predicted: 'cat', count: 2 },
    { actual: 'cat', predicted: 'dog', count: 1 },
  ]);
});

test('mostConfused() leaves out pairs below minValue', async () => {
  const interp = await Interpretation.fromLearner(petsLearner());
  assert.deepEqual(interp.mostConfused({ minValue: 2 }), [{ actual: 'dog', predicted: 'cat', count: 2 }]);
});

test('topLosses() gives the highest loss first, with the probability of the prediction', async () => {
  const interp = await Interpretation.fromLearner(petsLearner());
  const [worst, second, ...others] = interp.topLosses(2);
  assert.equal(others.length, 0);
  assert.equal(worst.item, '2.jpg');
  assert.equal(worst.loss, 1.5);
  assert.equal(worst.probability?.toFixed(6), '0.700000');
  assert.deepEqual([worst.actual.caption, worst.predicted.caption], ['cat', 'dog']);
  assert.equal(second.item, '5.jpg');
});

test('classificationReport() counts precision, recall and F1 as scikit-learn does', async () => {
  const { classes, micro, macro, weighted } = (
    await Interpretation.fromLearner(petsLearner())
  ).classificationReport();
  assert.deepEqual(classes[0], { name: 'cat', precision: 2 / 4, recall: 2 / 3, f1: 4 / 7, support: 3 });
  assert.deepEqual(classes[1], { name: 'dog', precision: 1 / 2, recall: 1 / 3, f1: 2 / 5, support: 3 });
  assert.deepEqual(classes[2], { name: 'owl', precision: 0, recall: 0, f1: 0, support: 0 });
  assert.deepEqual(micro, { precision: 0.5, recall: 0.5, f1: 0.5, support: 6 });
  // As scikit-learn without `labels`: over cat and dog, which occur.
  assert.equal(macro.precision, 0.5);
  assert.equal(macro.f1.toFixed(6), '0.485714');
  assert.equal(weighted.f1.toFixed(6), '0.485714');
});

test('the macro averages of classificationReport() are the metrics precision, recall and f1Score', async () => {
  const { macro } = (await Interpretation.fromLearner(petsLearner())).classificationReport();
  const targets = tf.tensor1d([0, 0, 0, 1, 1, 1], 'int32');
  const outputs = tf.tidy(
    () => tf.oneHot(tf.tensor1d([0, 0, 1, 1, 0, 0], 'int32'), 3).cast('float32') as tf.Tensor,
  );
  assert.deepEqual(
    [macro.precision, macro.recall, macro.f1],
    [precision, recall, f1Score].map((metric) => metric(outputs, targets)),
  );
  tf.dispose([targets, outputs]);
});

test('perClassAccuracy() gives the worst class first and leaves out those that do not occur', async () => {
  const interp = await Interpretation.fromLearner(petsLearner());
  assert.deepEqual(interp.perClassAccuracy(), [
    { name: 'dog', accuracy: 1 / 3, support: 3 },
    { name: 'cat', accuracy: 2 / 3, support: 3 },
  ]);
});

test('an Interpretation of masks counts pixels and skips those without a class', async () => {
  const interp = await Interpretation.fromLearner(
    decided(
      {
        predictions: tf.zeros([1, 2, 2, 2]),
        decoded: tf.tensor3d(
          [
            [
              [0, 1],
              [1, 1],
            ],
          ],
          [1, 2, 2],
          'int32',
        ),
        targets: tf.tensor3d(
          [
            [
              [0, 0],
              [1, 255],
            ],
          ],
          [1, 2, 2],
          'int32',
        ),
        losses: [0.5],
      },
      ['road', 'sky'],
      { counting: 'classPerPixel' },
    ),
  );
  assert.deepEqual(interp.confusionMatrix(), [
    [1, 1],
    [0, 1],
  ]);
  assert.equal(interp.items[0].probability, undefined);
});

// Two masks of four pixels in a batch each. Road is seen in 3 of its 4 pixels, and once where nothing is labelled.
const streets = (options = {}) =>
  decided(
    [
      {
        predictions: tf.zeros([1, 2, 2, 4]),
        decoded: tf.tensor3d([0, 0, 1, 1], [1, 2, 2], 'int32'),
        targets: tf.tensor3d([0, 0, 1, 2], [1, 2, 2], 'int32'),
        losses: [0.5],
      },
      {
        predictions: tf.zeros([1, 2, 2, 4]),
        decoded: tf.tensor3d([0, 1, 0, 1], [1, 2, 2], 'int32'),
        targets: tf.tensor3d([0, 0, 2, 1], [1, 2, 2], 'int32'),
        losses: [1.5],
      },
    ],
    ['road', 'sky', 'void', 'tram'],
    { counting: 'classPerPixel', ...options },
  );

test('perClassIoU() gives the best class first and leaves out those neither there nor predicted', async () => {
  const interp = await Interpretation.fromLearner(streets());
  assert.deepEqual(interp.perClassIoU(), [
    { name: 'road', iou: 3 / 5, support: 4, fraction: 4 / 8 },
    { name: 'sky', iou: 2 / 4, support: 2, fraction: 2 / 8 },
    { name: 'void', iou: 0, support: 2, fraction: 2 / 8 },
  ]);
});

test('perClassIoU({ ignoreIndex }) leaves out a class and all that was predicted on it', async () => {
  const expected = [
    { name: 'road', iou: 3 / 4, support: 4, fraction: 4 / 6 },
    { name: 'sky', iou: 2 / 3, support: 2, fraction: 2 / 6 },
  ];
  const interp = await Interpretation.fromLearner(streets());
  assert.deepEqual(interp.perClassIoU({ ignoreIndex: 2 }), expected);
  const ignoring = await Interpretation.fromLearner(streets({ ignoreIndex: 2 }));
  assert.deepEqual(ignoring.perClassIoU(), expected);
  assert.deepEqual(ignoring.confusionMatrix()[2], [0, 0, 0, 0]);
});

test('Interpretation.fromLearner() goes from batch to batch', async () => {
  const before = tf.memory().numTensors;
  const interp = await Interpretation.fromLearner(streets());
  assert.equal(tf.memory().numTensors, before);
  assert.deepEqual(
    interp.topLosses().map(({ item, loss }) => [item, loss]),
    [
      ['1.jpg', 1.5],
      ['0.jpg', 0.5],
    ],
  );
});

const manyLabels = () =>
  decided(
    {
      predictions: tf.zeros([3, 2]),
      decoded: tf.tensor2d([
        [1, 0],
        [1, 1],
        [0, 0],
      ]),
      targets: tf.tensor2d([
        [1, 0],
        [0, 1],
        [0, 1],
      ]),
      losses: [0.1, 0.2, 0.3],
    },
    ['car', 'person'],
    { counting: 'labels' },
  );

test('classificationReport() looks at each label by itself where an item may have several', async () => {
  const { classes } = (await Interpretation.fromLearner(manyLabels())).classificationReport();
  assert.deepEqual(classes, [
    { name: 'car', precision: 1 / 2, recall: 1, f1: 2 / 3, support: 1 },
    { name: 'person', precision: 1, recall: 1 / 2, f1: 2 / 3, support: 2 },
  ]);
});

test("perClassAveragePrecision() ranks each label's items, worst label first, and leaves out labels that do not occur", async () => {
  const interp = await Interpretation.fromLearner(
    decided(
      {
        predictions: tf.tensor2d([
          [0.9, 0.1, 0],
          [0.6, 0.7, 0],
          [0.3, 0.8, 0],
          [0.2, 0.2, 0],
        ]),
        decoded: tf.zeros([4, 3]),
        targets: tf.tensor2d([
          [1, 0, 0],
          [0, 1, 0],
          [1, 0, 0],
          [0, 0, 0],
        ]),
        losses: [0, 0, 0, 0],
      },
      ['car', 'person', 'sofa'],
      { counting: 'labels' },
    ),
  );
  // Cars rank first and third: (1/1 + 2/3) / 2. The person ranks second: 1/2.
  assert.deepEqual(interp.perClassAveragePrecision(), [
    { name: 'person', averagePrecision: 1 / 2, support: 1, fraction: 1 / 4 },
    { name: 'car', averagePrecision: 1 / 2 + (2 / 3) * (1 / 2), support: 2, fraction: 1 / 2 },
  ]);
});

test('perClassAveragePrecision() says what to use instead where an item has one class', async () => {
  const interp = await Interpretation.fromLearner(petsLearner());
  assert.throws(() => interp.perClassAveragePrecision(), {
    message:
      'perClassAveragePrecision needs targets of any number of labels, received one class each.\n  Use perClassAccuracy().',
  });
});

test('confusionMatrix() says what to use instead where an item may have several labels', async () => {
  const interp = await Interpretation.fromLearner(manyLabels());
  assert.throws(() => interp.confusionMatrix(), {
    message:
      'confusionMatrix needs targets of one class each, received any number of labels for each item.\n  Use classificationReport(): it looks at each label by itself.',
  });
});

test('an Interpretation counts as the target block says, whatever the type of its numbers', async () => {
  const parts = {
    predictions: tf.tensor2d([
      [0.9, 0.8],
      [0.2, 0.6],
    ]),
    decoded: tf.tensor2d(
      [
        [1, 1],
        [0, 1],
      ],
      [2, 2],
      'int32',
    ),
    targets: tf.tensor2d(
      [
        [1, 0],
        [0, 1],
      ],
      [2, 2],
      'int32',
    ),
    losses: [0.1, 0.2],
  };
  const interp = await Interpretation.fromLearner(decided(parts, ['car', 'person'], { counting: 'labels' }));
  const { classes } = interp.classificationReport();
  assert.deepEqual(classes[1], { name: 'person', precision: 1 / 2, recall: 1, f1: 2 / 3, support: 1 });
});

test('classificationReport() asks for the counting of a custom block with classes', async () => {
  const parts = {
    predictions: tf.zeros([1, 2]),
    decoded: tf.zeros([1, 2]),
    targets: tf.zeros([1, 2]),
    losses: [0.1],
  };
  const interp = await Interpretation.fromLearner(decided(parts, ['car', 'person']));
  assert.throws(() => interp.classificationReport(), {
    message:
      "The custom block has classes, but does not say how they are counted.\n  Give the block a counting: 'classPerImage', 'classPerPixel' or 'labels'.",
  });
});

test('classificationReport() says so where targets have no classes', async () => {
  const points = decided(
    { predictions: tf.zeros([1, 2]), decoded: tf.zeros([1, 2]), targets: tf.zeros([1, 2]), losses: [0.1] },
    [],
  );
  const interp = await Interpretation.fromLearner(points);
  assert.throws(() => interp.classificationReport(), {
    message: 'Expected targets with classes, received targets without a vocabulary.\n  Use topLosses().',
  });
});
