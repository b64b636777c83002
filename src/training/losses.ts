import { FoveaError, unknownChoice } from '../base/errors';
import type { Recipe } from '../base/recipe';
import type { LossName } from '../data/block';
import { differentiable } from '../tensorflow/differentiable';
import { runKernel } from '../tensorflow/kernel';
import { tf } from '../tensorflow/tf';
import { isOnGpu } from '../tensorflow/tfjs-internals';

/**
 * What a model is trained to make small, and how its raw outputs become predictions. All tensors it returns belong to
 * the caller (or the enclosing `tf.tidy`); none it is given are disposed.
 */
export interface Loss {
  readonly name: LossName | (string & {});
  /** How to make it again; undefined for losses made by hand, which cannot be exported. */
  readonly recipe?: Recipe;
  /**
   * The mean over everything that is predicted: images, pixels, labels or coordinates.
   *
   * @param outputs Raw outputs of the model, float32, the batch first.
   * @param targets What they should have been, as the target block makes them.
   * @returns float32 scalar, differentiable in `outputs`.
   * @throws FoveaError naming both shapes if they do not belong together.
   */
  value(outputs: tf.Tensor, targets: tf.Tensor): tf.Scalar;
  /**
   * The loss of each item, a mean over its pixels, labels or coordinates.
   *
   * @returns float32 `[batch]`, differentiable in `outputs`.
   */
  perItem(outputs: tf.Tensor, targets: tf.Tensor): tf.Tensor1D;
  /** Raw outputs as probabilities (or as they are, for regression), of the same shape. */
  activation(outputs: tf.Tensor): tf.Tensor;
  /** Activated outputs as decisions, of the same form as targets. */
  decodes(activated: tf.Tensor): tf.Tensor;
}

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
  forward: ({ logits, shares }) => runKernel('SoftmaxCrossEntropyWithLogits', [logits, shares], {}, 2),
  saveOutputs: [false, true],
  gradient: (dy, [slope]) => ({ logits: () => tf.mul(slope, dy.expandDims(1)) }),
});

// max(x, 0) - x z + log(1 + exp(-|x|)): the sum of both logarithms, without an overflow for any x.
const logisticLoss = differentiable({
  name: 'FoveaLogisticLoss',
  forward: ({ logits, shares }) => [
    tf.add(tf.sub(tf.relu(logits), tf.mul(logits, shares)), tf.softplus(tf.neg(tf.abs(logits)))),
  ],
  saveInputs: ['logits', 'shares'],
  gradient: (dy, [logits, shares]) => ({
    logits: () => tf.tidy(() => tf.mul(dy, tf.sub(tf.sigmoid(logits), shares))),
  }),
});

/**
 * Cross-entropy of softmaxed scores, for one class per image or per pixel.
 *
 * @param options.labelSmoothing Share of each target spread evenly over all classes, in [0, 1). 0 as in fastai's
 * `CrossEntropyLossFlat`; its `LabelSmoothingCrossEntropy` uses 0.1.
 * @param options.ignoreIndex Class whose pixels do not count. None by default. A batch or an item of nothing else gives 0 (PyTorch: NaN).
 * @param options.axis Where the outputs have their classes; the last axis by default, as everywhere in this package.
 * @returns A loss of outputs float32 `[batch, classes]` and targets int32 `[batch]`, or outputs
 * `[batch, height, width, classes]` and targets `[batch, height, width]`; activation softmax, decodes the likeliest class, int32.
 * @see Label smoothing: Szegedy et al. 2016, arXiv:1512.00567.
 */
export function crossEntropyLoss({
  labelSmoothing = 0,
  ignoreIndex,
  axis = -1,
}: {
  labelSmoothing?: number;
  ignoreIndex?: number;
  axis?: number;
} = {}): Loss {
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
    const losses = labelSmoothing
      ? tf.add(tf.mul(hard, 1 - labelSmoothing), tf.mul(evenLosses(logits, numClasses), labelSmoothing))
      : hard;
    const counted = isCounted?.cast('float32');
    return { losses: counted ? tf.mul(losses, counted) : losses, counted };
  };

  return {
    name: 'crossEntropy',
    recipe: { kind: 'crossEntropy', options: { labelSmoothing, ignoreIndex, axis } },
    value: (outputs, targets) =>
      tf.tidy(() => {
        const { losses, counted } = elementLosses(outputs, targets);
        if (!counted) return tf.mean(losses) as tf.Scalar;
        return tf.div(tf.sum(losses), tf.maximum(tf.sum(counted), 1)) as tf.Scalar;
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
  };
}

/**
 * Cross-entropy of sigmoids, for any number of labels per image; fastai's `BCEWithLogitsLossFlat`.
 *
 * @param options.threshold Probability above which a label is taken as present. 0.5 as in fastai.
 * @returns A loss of outputs float32 `[batch, labels]` and targets of the same shape, 0 or 1; activation sigmoid,
 * decodes float32 0 or 1.
 */
export function binaryCrossEntropyLoss({ threshold = 0.5 }: { threshold?: number } = {}): Loss {
  const elementLosses = (outputs: tf.Tensor, targets: tf.Tensor) =>
    logisticLoss({ logits: outputs, shares: alike(outputs, targets, 'binaryCrossEntropyLoss') })[0];
  return {
    name: 'binaryCrossEntropy',
    recipe: { kind: 'binaryCrossEntropy', options: { threshold } },
    value: (outputs, targets) => tf.tidy(() => tf.mean(elementLosses(outputs, targets)) as tf.Scalar),
    perItem: (outputs, targets) => tf.tidy(() => itemMeans(elementLosses(outputs, targets), outputs)),
    activation: (outputs) => tf.sigmoid(outputs),
    decodes: (activated) => tf.tidy(() => tf.greater(activated, threshold).cast('float32')),
  };
}

/**
 * Mean of squared differences, for coordinates and other numbers; fastai's `MSELossFlat`.
 *
 * @returns A loss of outputs float32 `[batch, ...]` and targets of as many numbers, e.g. `[batch, points, 2]` for outputs
 * `[batch, 2 points]`; activation and decodes leave the values as they are.
 */
export function meanSquaredErrorLoss(): Loss {
  const elementLosses = (outputs: tf.Tensor, targets: tf.Tensor) =>
    tf.squaredDifference(outputs, alike(outputs, targets, 'meanSquaredErrorLoss'));
  return {
    name: 'meanSquaredError',
    recipe: { kind: 'meanSquaredError', options: {} },
    value: (outputs, targets) => tf.tidy(() => tf.mean(elementLosses(outputs, targets)) as tf.Scalar),
    perItem: (outputs, targets) => tf.tidy(() => itemMeans(elementLosses(outputs, targets), outputs)),
    activation: (outputs) => outputs.clone(),
    decodes: (activated) => activated.clone(),
  };
}

/**
 * The loss that a target block asks for, with fastai's defaults.
 *
 * @param options.ignoreIndex Class whose pixels do not count, e.g. the target block itself, which may name one.
 * @throws FoveaError listing the losses there are.
 */
export function lossByName(name: LossName, { ignoreIndex }: { readonly ignoreIndex?: number } = {}): Loss {
  const losses: Record<LossName, () => Loss> = {
    crossEntropy: () => crossEntropyLoss({ ignoreIndex }),
    binaryCrossEntropy: binaryCrossEntropyLoss,
    meanSquaredError: meanSquaredErrorLoss,
  };
  if (!Object.hasOwn(losses, name)) throw unknownChoice('loss', name, Object.keys(losses));
  return losses[name]();
}

function softmaxLosses(logits: tf.Tensor, classes: tf.Tensor, numClasses: number): tf.Tensor {
  // TensorFlow's kernel names a class there is none of, but on a GPU makes a loss that is no number.
  if (isOnGpu()) {
    const stray = [tf.min(classes), tf.max(classes)].map((extreme) => extreme.dataSync()[0]);
    for (const value of stray) if (value < 0 || value >= numClasses) throw strayClass(value, numClasses);
  }
  try {
    return sparseCrossEntropy({ logits, classes })[0];
  } catch (error) {
    const stray = /label value of (-?\d+)/.exec((error as Error).message)?.[1];
    throw stray === undefined ? error : strayClass(stray, numClasses);
  }
}

function strayClass(stray: number | string, numClasses: number): FoveaError {
  return new FoveaError(
    `Expected classes in [0, ${numClasses}) as targets of crossEntropyLoss, received ${stray}.`,
    'Give the model as many outputs as there are classes, or name a class that does not count as ignoreIndex.',
  );
}

// Cross-entropy against an even share for every class.
function evenLosses(logits: tf.Tensor, numClasses: number): tf.Tensor {
  return denseCrossEntropy({ logits, shares: tf.fill([1, numClasses], 1 / numClasses) })[0];
}

function itemMeans(losses: tf.Tensor, outputs: tf.Tensor): tf.Tensor1D {
  return tf.mean(losses.reshape([outputs.shape[0], -1]), 1);
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

function alike(outputs: tf.Tensor, targets: tf.Tensor, where: string): tf.Tensor {
  if (targets.size !== outputs.size || targets.shape[0] !== outputs.shape[0]) {
    throw new FoveaError(
      `Expected as many targets as outputs, [${outputs.shape.join(', ')}], in ${where}, received [${targets.shape.join(', ')}].`,
      'Is the number of outputs of the model that of the target block?',
    );
  }
  return targets.cast('float32').reshape(outputs.shape);
}
