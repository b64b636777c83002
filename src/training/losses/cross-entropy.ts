import * as v from 'valibot';
import { FoveaError } from '../../base/errors';
import { made, maker } from '../../base/recipe';
import { fields, list, number } from '../../base/schema';
import { differentiable } from '../../tensorflow/differentiable';
import { runKernel } from '../../tensorflow/kernel';
import { tf } from '../../tensorflow/tf';
import { isOnGpu } from '../../tensorflow/tfjs-internals';
import { checkWeights, expectWeights, itemMeans, type Loss, weightTensor } from './loss';

/** Options of {@link crossEntropyLoss}. */
export interface CrossEntropyOptions extends v.InferOutput<typeof options> {}

const options = fields({
  /**
   * A weight for each class, at least 0, in the order of the vocabulary, so that rare classes count as much as frequent ones. The
   * loss is then a weighted mean, as PyTorch's. All count alike by default.
   */
  weight: v.optional(list(number)),
  /**
   * Fraction of each target spread evenly over all classes, in [0, 1). The default is that of fastai's
   * `CrossEntropyLossFlat`; its `LabelSmoothingCrossEntropy` uses 0.1.
   * @defaultValue 0
   */
  labelSmoothing: v.optional(number),
  /** Class whose pixels do not count. None by default. A batch or an item of nothing else gives 0 (PyTorch: NaN). */
  ignoreIndex: v.optional(number),
  /** The outputs' axis of classes; -1 is the last, as everywhere in this package. @defaultValue -1 */
  axis: v.optional(number),
});

// One pass gives loss and gradient; the gradient is kept until it is asked for.
const sparseCrossEntropy = differentiable({
  name: 'FoveaSparseCrossEntropy',
  forward: ({ logits, classes }) =>
    runKernel('SparseSoftmaxCrossEntropyWithLogits', [logits, classes], {}, 2),
  saveOutputs: [false, true],
  gradient: (dy, [slope]) => ({ logits: () => tf.mul(slope, dy.expandDims(1)) }),
});

const denseCrossEntropy = differentiable({
  name: 'FoveaDenseCrossEntropy',
  forward: ({ logits, probabilities }) =>
    runKernel('SoftmaxCrossEntropyWithLogits', [logits, probabilities], {}, 2),
  saveOutputs: [false, true],
  gradient: (dy, [slope]) => ({ logits: () => tf.mul(slope, dy.expandDims(1)) }),
});

/**
 * Cross-entropy of a softmax, for one class per image or per pixel.
 *
 * @param options Weights of the classes, label smoothing, a class to ignore, and the axis of the classes.
 * @returns A loss of logits float32 `[batch, classes]` and targets int32 `[batch]`, or logits
 * `[batch, height, width, classes]` and targets `[batch, height, width]`; activation softmax, decodes the most likely class, int32.
 * @throws FoveaError if weights are not numbers of at least 0; the loss throws one if there are not as many as classes.
 * @see fastai's `CrossEntropyLossFlat`; PyTorch's `cross_entropy` for weights together with label smoothing. Label smoothing: Szegedy et al. 2016, arXiv:1512.00567.
 */
export function crossEntropyLoss({
  weight,
  labelSmoothing = 0,
  ignoreIndex,
  axis = -1,
}: CrossEntropyOptions = {}): Loss {
  checkWeights(weight, 'weight', 'crossEntropyLoss');
  const lastAxis = (outputs: tf.Tensor) => moveAxisLast(outputs, axis);

  const elementLosses = (outputs: tf.Tensor, targets: tf.Tensor) => {
    const scores = lastAxis(outputs);
    const numClasses = scores.shape[scores.rank - 1];
    expectOneTargetEach(scores, targets);
    const logits = scores.reshape([-1, numClasses]);
    const classes = targets.reshape([-1]).cast('int32');
    const isCounted =
      ignoreIndex === undefined ? undefined : tf.notEqual(classes, tf.scalar(ignoreIndex, 'int32'));
    const known = isCounted ? tf.where(isCounted, classes, tf.zerosLike(classes)) : classes;
    const hard = softmaxLosses(logits, known, numClasses);
    const classWeights = weight && weightTensor(weight, numClasses, 'weight', 'crossEntropyLoss');
    const own = classWeights && tf.gather(classWeights, known);
    const weighted = own ? tf.mul(hard, own) : hard;
    const losses = labelSmoothing
      ? tf.add(
          tf.mul(weighted, 1 - labelSmoothing),
          tf.mul(evenLosses(logits, numClasses, weight), labelSmoothing),
        )
      : weighted;
    const counted = isCounted?.cast('float32');
    const count = (x: tf.Tensor) => (counted ? tf.mul(x, counted) : x);
    return { losses: count(losses), counted, weights: own ? count(own) : counted };
  };

  return made({
    name: 'crossEntropy',
    recipe: crossEntropyMaker.describe({ weight, labelSmoothing, ignoreIndex, axis }),
    expectOutputs: (count) => expectWeights(weight, count, 'weight', 'crossEntropyLoss'),
    value: (outputs, targets) =>
      tf.tidy(() => {
        const { losses, weights } = elementLosses(outputs, targets);
        if (!weights) return tf.mean(losses) as tf.Scalar;
        const total = tf.sum(weights);
        return tf.div(tf.sum(losses), tf.where(tf.greater(total, 0), total, 1)) as tf.Scalar;
      }),
    perItem: (outputs, targets) =>
      tf.tidy(() => {
        const { losses, counted } = elementLosses(outputs, targets);
        if (!counted) return itemMeans(losses, outputs);
        const byItem = (x: tf.Tensor) => tf.sum(x.reshape([outputs.shape[0], -1]), 1) as tf.Tensor1D;
        return tf.div(byItem(losses), tf.maximum(byItem(counted), 1)) as tf.Tensor1D;
      }),
    activation: (outputs) => tf.tidy(() => moveLastAxisBack(tf.softmax(lastAxis(outputs)), axis)),
    decodes: (activated) => tf.argMax(activated, axis < 0 ? activated.rank + axis : axis),
  });
}

/** Makes {@link crossEntropyLoss} again. */
export const crossEntropyMaker = maker('crossEntropy', options, crossEntropyLoss);

function softmaxLosses(logits: tf.Tensor, classes: tf.Tensor, numClasses: number): tf.Tensor {
  // TensorFlow's CPU kernel names a class out of range; its GPU kernel gives a loss of NaN.
  if (isOnGpu()) {
    const outOfRange = [tf.min(classes), tf.max(classes)].map((extreme) => extreme.dataSync()[0]);
    for (const value of outOfRange)
      if (value < 0 || value >= numClasses) throw classOutOfRange(value, numClasses);
  }
  try {
    return sparseCrossEntropy({ logits, classes })[0];
  } catch (error) {
    const outOfRange = /label value of (-?\d+)/.exec((error as Error).message)?.[1];
    throw outOfRange === undefined ? error : classOutOfRange(outOfRange, numClasses);
  }
}

function classOutOfRange(outOfRange: number | string, numClasses: number): FoveaError {
  return new FoveaError(
    `Expected classes in [0, ${numClasses}) as targets of crossEntropyLoss, received ${outOfRange}.`,
    'Give the model as many outputs as there are classes, or name a class that does not count as ignoreIndex.',
  );
}

// Cross-entropy against an equal probability of every class, or one in proportion to its weight; then times the mean weight.
function evenLosses(logits: tf.Tensor, numClasses: number, weight?: readonly number[]): tf.Tensor {
  if (!weight)
    return denseCrossEntropy({ logits, probabilities: tf.fill([1, numClasses], 1 / numClasses) })[0];
  const total = weight.reduce((sum, one) => sum + one, 0);
  const probabilities = tf.tensor2d(
    weight.map((one) => one / total),
    [1, numClasses],
  );
  return tf.mul(denseCrossEntropy({ logits, probabilities })[0], total / numClasses);
}

function moveAxisLast(x: tf.Tensor, axis: number): tf.Tensor {
  const from = axis < 0 ? x.rank + axis : axis;
  if (from === x.rank - 1) return x;
  return tf.transpose(x, [...x.shape.keys()].filter((i) => i !== from).concat(from));
}

function moveLastAxisBack(x: tf.Tensor, axis: number): tf.Tensor {
  const to = axis < 0 ? x.rank + axis : axis;
  if (to === x.rank - 1) return x;
  const order = [...x.shape.keys()].slice(0, -1);
  order.splice(to, 0, x.rank - 1);
  return tf.transpose(x, order);
}

function expectOneTargetEach(scores: tf.Tensor, targets: tf.Tensor): void {
  const wanted = scores.shape.slice(0, -1);
  if (targets.size === wanted.reduce((product, size) => product * size, 1) && targets.shape[0] === wanted[0])
    return;
  throw new FoveaError(
    `Expected targets of shape [${wanted.join(', ')}] for outputs [${scores.shape.join(', ')}] in crossEntropyLoss, received [${targets.shape.join(', ')}].`,
    'Outputs hold one score per class; targets hold class indices, not scores.',
  );
}
