import * as v from 'valibot';
import { made, maker } from '../../base/recipe';
import { fields, list, number } from '../../base/schema';
import { differentiable } from '../../tensorflow/differentiable';
import { tf } from '../../tensorflow/tf';
import {
  checkWeights,
  expectWeights,
  itemMeans,
  type Loss,
  mixItems,
  targetsLike,
  weightTensor,
} from './loss';

/** Options of {@link binaryCrossEntropyLoss}. */
export interface BinaryCrossEntropyOptions extends v.InferOutput<typeof options> {}

const options = fields({
  /** A weight for each label, at least 0, in the order of the vocabulary. All count alike by default. */
  weight: v.optional(list(number)),
  /**
   * How much more a label counts where it is present than where it is absent, for each label, in the order of the vocabulary: e.g. 9
   * for one that a tenth of the images have. 1 by default.
   */
  posWeight: v.optional(list(number)),
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
 * @param options Weights of the labels, and the probability above which a label is predicted.
 * @returns A loss of logits float32 `[batch, labels]` and targets of the same shape, 0 or 1; activation sigmoid,
 * decodes float32 0 or 1.
 * @throws FoveaError if weights are not numbers of at least 0; the loss throws one if there are not as many as labels.
 * @see fastai's `BCEWithLogitsLossFlat`; PyTorch's `BCEWithLogitsLoss` for `weight` and `pos_weight`.
 */
export function binaryCrossEntropyLoss({ threshold = 0.5, ...given }: BinaryCrossEntropyOptions = {}): Loss {
  const { weight, posWeight } = given;
  const where = 'binaryCrossEntropyLoss';
  checkWeights(weight, 'weight', where);
  checkWeights(posWeight, 'posWeight', where);
  const elementLosses = (logits: tf.Tensor, given: tf.Tensor) => {
    const targets = targetsLike(logits, given, where);
    const numLabels = logits.shape[logits.rank - 1];
    const losses = posWeight
      ? weightedLosses(logits, targets, weightTensor(posWeight, numLabels, 'posWeight', where))
      : logisticLoss({ logits, targets })[0];
    return weight ? tf.mul(losses, weightTensor(weight, numLabels, 'weight', where)) : losses;
  };
  return made({
    name: 'binaryCrossEntropy',
    recipe: binaryCrossEntropyMaker.describe({ ...given, threshold }),
    expectOutputs(count) {
      expectWeights(weight, count, 'weight', where);
      expectWeights(posWeight, count, 'posWeight', where);
    },
    value: (outputs, targets) => tf.tidy(() => tf.mean(elementLosses(outputs, targets)) as tf.Scalar),
    perItem: (outputs, targets) => tf.tidy(() => itemMeans(elementLosses(outputs, targets), outputs)),
    activation: (outputs) => tf.sigmoid(outputs),
    decodes: (activated) => tf.tidy(() => tf.greater(activated, threshold).cast('float32')),
    mixTargets: mixItems,
  });
}

// The losses of a label that is present and of one that is absent, each as far as the target says so: mixup makes fractions.
function weightedLosses(logits: tf.Tensor, targets: tf.Tensor, posWeight: tf.Tensor1D): tf.Tensor {
  const [present] = logisticLoss({ logits, targets: tf.ones(logits.shape) });
  const [absent] = logisticLoss({ logits, targets: tf.zeros(logits.shape) });
  return tf.add(tf.mul(tf.mul(present, targets), posWeight), tf.mul(absent, tf.sub(1, targets)));
}

/** Makes {@link binaryCrossEntropyLoss} again. */
export const binaryCrossEntropyMaker = maker('binaryCrossEntropy', options, binaryCrossEntropyLoss);
