import { inspect } from 'node:util';
import { FoveaError } from '../../base/errors';
import type { Recipe } from '../../base/recipe';
import type { LossName } from '../../data/block';
import { tf } from '../../tensorflow/tf';

/**
 * What gradient descent minimizes, and how a model's raw outputs become predictions. All tensors it returns belong to
 * the caller (or the enclosing `tf.tidy`); none it is given are disposed.
 */
export interface Loss {
  /** E.g. `crossEntropy`. */
  readonly name: LossName | (string & {});
  /** How to make it again; undefined for custom losses, which cannot be exported. */
  readonly recipe?: Recipe;
  /**
   * The mean over everything that is predicted: images, pixels, labels or coordinates.
   *
   * @param outputs Raw outputs of the model, float32, the batch first.
   * @param targets The ground truth, as the target block makes it.
   * @returns float32 scalar, differentiable in `outputs`.
   * @throws FoveaError naming both shapes if they do not belong together.
   */
  value(outputs: tf.Tensor, targets: tf.Tensor): tf.Scalar;
  /**
   * Checks that the loss has a weight for each of a model's outputs. A fit calls it before anything is changed.
   *
   * @throws FoveaError if it has more or fewer.
   */
  expectOutputs?(count: number): void;
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
  /**
   * Mixes the targets of two batches, for {@link mixup}. Undefined where targets cannot be mixed, e.g. class indices: then the
   * losses of both are mixed, as fastai does where its losses say `y_int`.
   *
   * @param others Targets of the items mixed in.
   * @param targets Targets of the items themselves.
   * @param fractions How much of itself each item keeps, in [0, 1].
   * @returns Of the shape of `targets`.
   */
  mixTargets?(others: tf.Tensor, targets: tf.Tensor, fractions: readonly number[]): tf.Tensor;
}

/**
 * A weighted mean of two batches of numbers, item by item.
 *
 * @param others What an item becomes at fraction 0. Not disposed.
 * @param items What it becomes at fraction 1, of the same shape, the batch first. Not disposed.
 * @param fractions One for each item.
 */
export function mixItems<T extends tf.Tensor>(others: tf.Tensor, items: T, fractions: readonly number[]): T {
  return tf.tidy(() => {
    const weights = tf.tensor([...fractions], [fractions.length, ...items.shape.slice(1).fill(1)]);
    return tf.add(others, tf.mul(tf.sub(items, others), weights)) as T;
  });
}

/** The mean of each item's losses, float32 `[batch]`. */
export function itemMeans(losses: tf.Tensor, outputs: tf.Tensor): tf.Tensor1D {
  return tf.mean(losses.reshape([outputs.shape[0], -1]), 1);
}

/**
 * Targets as float32 in the outputs' shape.
 *
 * @throws FoveaError naming both shapes unless there are as many targets as outputs.
 */
export function targetsLike(outputs: tf.Tensor, targets: tf.Tensor, where: string): tf.Tensor {
  if (targets.size !== outputs.size || targets.shape[0] !== outputs.shape[0]) {
    throw new FoveaError(
      `Expected as many targets as outputs, [${outputs.shape.join(', ')}], in ${where}, received [${targets.shape.join(', ')}].`,
      'Is the number of outputs of the model that of the target block?',
    );
  }
  return targets.cast('float32').reshape(outputs.shape);
}

/**
 * Checks weights of classes when a loss is made.
 *
 * @param name The option, e.g. `weight`.
 * @throws FoveaError unless it is a list of finite numbers of at least 0, not all 0.
 */
export function checkWeights(weights: readonly number[] | undefined, name: string, where: string): void {
  if (weights === undefined) return;
  const isRight = (weight: unknown) => Number.isFinite(weight) && (weight as number) >= 0;
  if (Array.isArray(weights) && weights.every(isRight) && weights.some((weight) => weight > 0)) return;
  throw new FoveaError(
    `Expected a list of numbers of at least 0, not all 0, as ${name} of ${where}, received ${inspect(weights)}.`,
    `Give one number for each class, in the order of dls.vocabulary, e.g. ${name}: [1, 5].`,
  );
}

/**
 * Weights of classes as float32 `[classes]`, owned by the enclosing `tf.tidy`.
 *
 * @throws FoveaError if there are not as many as classes.
 */
export function weightTensor(
  weights: readonly number[],
  numClasses: number,
  name: string,
  where: string,
): tf.Tensor1D {
  expectWeights(weights, numClasses, name, where);
  return tf.tensor1d([...weights], 'float32');
}

/** @throws FoveaError if weights are given that are not as many as classes. */
export function expectWeights(
  weights: readonly number[] | undefined,
  numClasses: number,
  name: string,
  where: string,
): void {
  if (weights === undefined || weights.length === numClasses) return;
  throw new FoveaError(
    `Expected ${numClasses} numbers as ${name} of ${where}, one for each class, received ${weights.length}.`,
    'They are in the order of dls.vocabulary.',
  );
}

/** @throws FoveaError unless it is a loss: its name, or the function that makes one, is none. */
export function expectLoss(loss: unknown): void {
  if (typeof Object(loss).value === 'function') return;
  throw new FoveaError(
    `Expected a loss, received ${typeof loss === 'function' ? `the function ${loss.name || 'without a name'}` : inspect(loss)}.`,
    'Call what makes one, e.g. loss: crossEntropyLoss({ weight: [1, 5] }).',
  );
}
