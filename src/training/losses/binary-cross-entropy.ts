import * as v from 'valibot';
import { maker } from '../../base/recipe';
import { fields, number } from '../../base/schema';
import { differentiable } from '../../tensorflow/differentiable';
import { tf } from '../../tensorflow/tf';
import { itemMeans, type Loss, mixItems, targetsLike } from './loss';

/** Options of {@link binaryCrossEntropyLoss}. */
export interface BinaryCrossEntropyOptions extends v.InferOutput<typeof options> {}

const options = fields({
  /** Probability above which a label is taken as present. @defaultValue 0.5 */
  threshold: v.optional(number),
});

// max(x, 0) - x z + log(1 + exp(-|x|)): the sum of both logarithms, without an overflow for any x.
const logisticLoss = differentiable({
  name: 'FoveaLogisticLoss',
  forward: ({ logits, targets }) => [
    tf.add(tf.sub(tf.relu(logits), tf.mul(logits, targets)), tf.softplus(tf.neg(tf.abs(logits)))),
  ],
  saveInputs: ['logits', 'targets'],
  gradient: (dy, [logits, targets]) => ({
    logits: () => tf.tidy(() => tf.mul(dy, tf.sub(tf.sigmoid(logits), targets))),
  }),
});

/**
 * Cross-entropy of sigmoids, for any number of labels per image.
 *
 * @param options The probability from which a label is predicted.
 * @returns A loss of logits float32 `[batch, labels]` and targets of the same shape, 0 or 1; activation sigmoid,
 * decodes float32 0 or 1.
 * @see fastai's `BCEWithLogitsLossFlat`.
 */
export function binaryCrossEntropyLoss({ threshold = 0.5 }: BinaryCrossEntropyOptions = {}): Loss {
  const elementLosses = (outputs: tf.Tensor, targets: tf.Tensor) =>
    logisticLoss({ logits: outputs, targets: targetsLike(outputs, targets, 'binaryCrossEntropyLoss') })[0];
  return {
    name: 'binaryCrossEntropy',
    recipe: binaryCrossEntropyMaker.describe({ threshold }),
    value: (outputs, targets) => tf.tidy(() => tf.mean(elementLosses(outputs, targets)) as tf.Scalar),
    perItem: (outputs, targets) => tf.tidy(() => itemMeans(elementLosses(outputs, targets), outputs)),
    activation: (outputs) => tf.sigmoid(outputs),
    decodes: (activated) => tf.tidy(() => tf.greater(activated, threshold).cast('float32')),
    mixTargets: mixItems,
  };
}

/** Makes {@link binaryCrossEntropyLoss} again. */
export const binaryCrossEntropyMaker = maker('binaryCrossEntropy', options, binaryCrossEntropyLoss);
