import { FoveaError } from '../../base/errors';
import { tf } from '../../tensorflow/tf';
import { averagedMetric, configurable, expectClassPerPlace, expectSameSize } from './metric';

/**
 * Fraction of images (or of a mask's pixels) whose most likely class is right.
 *
 * Outputs: raw scores, float32 `[batch, classes]` or `[batch, height, width, classes]`; targets: class indices, int32
 * `[batch]` or `[batch, height, width]`. A number in [0, 1]; higher is better.
 */
export const accuracy = averagedMetric('accuracy', (outputs, targets) =>
  shareRight('accuracy', outputs, targets),
);

/**
 * Fraction of images (or of a mask's pixels) whose most likely class is wrong: 1 - accuracy.
 *
 * Outputs: raw scores, float32 `[batch, classes]` or `[batch, height, width, classes]`; targets: class indices, int32
 * `[batch]` or `[batch, height, width]`. A number in [0, 1]; lower is better.
 */
export const errorRate = averagedMetric(
  'error_rate',
  (outputs, targets) => 1 - shareRight('errorRate', outputs, targets),
);

/**
 * Fraction of images whose class is among the `k` most likely ones; 5 as in fastai.
 *
 * Outputs: raw scores, float32 `[batch, classes]`; targets: class indices, int32 `[batch]`. A number in [0, 1].
 * FoveaError if there are fewer than `k` classes.
 */
export const topKAccuracy = configurable(({ k = 5 }: { k?: number }) =>
  averagedMetric('top_k_accuracy', (outputs, targets) => {
    expectClassPerPlace('topKAccuracy', outputs, targets);
    const numClasses = outputs.shape[outputs.rank - 1];
    if (k > numClasses) {
      throw new FoveaError(
        `Expected at least ${k} classes in topKAccuracy, received ${numClasses}.`,
        'Lower k.',
      );
    }
    const best = tf.topk(outputs.reshape([-1, numClasses]), k).indices;
    const found = tf.equal(best, targets.cast('int32').reshape([-1, 1]));
    return tf.sum(found.cast('int32')).dataSync()[0] / targets.size;
  }),
);

/** Options of {@link accuracyMulti}. */
export interface AccuracyMultiOptions {
  /** Probability above which a label is taken as present; 0.5 as in fastai. */
  readonly threshold?: number;
  /** Whether outputs are raw scores, to be put through a sigmoid first; true as in fastai. */
  readonly sigmoid?: boolean;
}

/**
 * Fraction of all labels of all images that are right, present or absent. High even for a model that finds nothing,
 * where most labels are absent.
 *
 * Outputs: raw scores, float32 `[batch, labels]`; targets: 0 or 1, of the same shape. A number in [0, 1].
 */
export const accuracyMulti = configurable(({ threshold = 0.5, sigmoid = true }: AccuracyMultiOptions) =>
  averagedMetric('accuracy_multi', (outputs, targets) => {
    expectSameSize('accuracyMulti', outputs, targets);
    const probabilities = sigmoid ? tf.sigmoid(outputs) : outputs;
    const present = tf.greater(probabilities, threshold);
    const isRight = tf.equal(present, targets.reshape(outputs.shape).cast('bool'));
    return tf.sum(isRight.cast('int32')).dataSync()[0] / outputs.size;
  }),
);

function shareRight(where: string, outputs: tf.Tensor, targets: tf.Tensor): number {
  expectClassPerPlace(where, outputs, targets);
  const classes = tf.argMax(outputs, -1).reshape([-1]);
  const isRight = tf.equal(classes, targets.cast('int32').reshape([-1]));
  return tf.sum(isRight.cast('int32')).dataSync()[0] / targets.size;
}
