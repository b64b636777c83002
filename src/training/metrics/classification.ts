import * as v from 'valibot';
import { FoveaError } from '../../base/errors';
import { fields, flag, number, positiveInteger } from '../../base/schema';
import { tf } from '../../tensorflow/tf';
import { anyLabels, oneClassEach } from './expect-targets';
import { averagedMetric, configurable, expectOneClassEach, expectSameSize } from './metric';

/**
 * Fraction of images (or of a mask's pixels) whose most likely class is right.
 *
 * Outputs: logits, float32 `[batch, classes]` or `[batch, height, width, classes]`; targets: class indices, int32
 * `[batch]` or `[batch, height, width]`. A number in [0, 1]; higher is better.
 */
export const accuracy = averagedMetric(
  'accuracy',
  (outputs, targets) => fractionRight('accuracy', outputs, targets),
  { better: 'higher', expectTargets: oneClassEach('accuracy') },
);

/**
 * Fraction of images (or of a mask's pixels) whose most likely class is wrong: 1 - accuracy.
 *
 * Outputs: logits, float32 `[batch, classes]` or `[batch, height, width, classes]`; targets: class indices, int32
 * `[batch]` or `[batch, height, width]`. A number in [0, 1]; lower is better.
 */
export const errorRate = averagedMetric(
  'error_rate',
  (outputs, targets) => 1 - fractionRight('errorRate', outputs, targets),
  { better: 'lower', expectTargets: oneClassEach('errorRate') },
);

const topKOptions = fields({
  /** How many classes may contain the right one. @defaultValue 5 */
  k: v.optional(positiveInteger),
});

/**
 * Fraction of images whose class is among the `k` most likely ones.
 *
 * Outputs: logits, float32 `[batch, classes]`; targets: class indices, int32 `[batch]`. A number in [0, 1],
 * higher is better.
 *
 * @throws FoveaError if there are fewer than `k` classes.
 * @see fastai's `top_k_accuracy`.
 */
export const topKAccuracy = configurable(
  'topKAccuracy',
  topKOptions,
  ({ k = 5 }: { readonly k?: number }) => {
    const expectClasses = (numClasses: number) => {
      if (k <= numClasses) return;
      throw new FoveaError(
        `Expected at least ${k} classes in topKAccuracy, received ${numClasses}.`,
        'Lower k.',
      );
    };
    return averagedMetric(
      'top_k_accuracy',
      (outputs, targets) => {
        expectOneClassEach('topKAccuracy', outputs, targets);
        const numClasses = outputs.shape[outputs.rank - 1];
        expectClasses(numClasses);
        const best = tf.topk(outputs.reshape([-1, numClasses]), k).indices;
        const found = tf.equal(best, targets.cast('int32').reshape([-1, 1]));
        return tf.sum(found.cast('int32')).dataSync()[0] / targets.size;
      },
      {
        better: 'higher',
        expectTargets(targets) {
          oneClassEach('topKAccuracy')(targets);
          expectClasses(targets.numOutputs);
        },
      },
    );
  },
);

/** Options of {@link accuracyMulti}. */
export interface AccuracyMultiOptions extends v.InferOutput<typeof accuracyMultiOptions> {}

const accuracyMultiOptions = fields({
  /** Probability above which a label is taken as present. @defaultValue 0.5 */
  threshold: v.optional(number),
  /** Whether outputs are logits, to be put through a sigmoid first. @defaultValue true */
  sigmoid: v.optional(flag),
});

/**
 * Fraction of all labels of all images that are right, present or absent. High even for a model that finds nothing,
 * where most labels are absent.
 *
 * Outputs: logits, float32 `[batch, labels]`; targets: 0 or 1, of the same shape. A number in [0, 1], higher is better.
 *
 * @see fastai's `accuracy_multi`.
 */
export const accuracyMulti = configurable(
  'accuracyMulti',
  accuracyMultiOptions,
  ({ threshold = 0.5, sigmoid = true }: AccuracyMultiOptions) =>
    averagedMetric(
      'accuracy_multi',
      (outputs, targets) => {
        expectSameSize('accuracyMulti', outputs, targets);
        const probabilities = sigmoid ? tf.sigmoid(outputs) : outputs;
        const present = tf.greater(probabilities, threshold);
        const isRight = tf.equal(present, targets.reshape(outputs.shape).cast('bool'));
        return tf.sum(isRight.cast('int32')).dataSync()[0] / outputs.size;
      },
      { better: 'higher', expectTargets: anyLabels('accuracyMulti') },
    ),
);

function fractionRight(where: string, outputs: tf.Tensor, targets: tf.Tensor): number {
  expectOneClassEach(where, outputs, targets);
  const classes = tf.argMax(outputs, -1).reshape([-1]);
  const isRight = tf.equal(classes, targets.cast('int32').reshape([-1]));
  return tf.sum(isRight.cast('int32')).dataSync()[0] / targets.size;
}
