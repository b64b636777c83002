import { made, maker } from '../../base/recipe';
import { fields } from '../../base/schema';
import { tf } from '../../tensorflow/tf';
import { itemMeans, type Loss, mixItems, targetsLike } from './loss';

/**
 * Mean squared error, for coordinates and other numbers.
 *
 * @returns A loss of outputs float32 `[batch, ...]` and targets of as many numbers, e.g. `[batch, points, 2]` for outputs
 * `[batch, 2 points]`; activation and decodes leave the values as they are.
 * @see fastai's `MSELossFlat`.
 */
export function meanSquaredErrorLoss(): Loss {
  const elementLosses = (outputs: tf.Tensor, targets: tf.Tensor) =>
    tf.squaredDifference(outputs, targetsLike(outputs, targets, 'meanSquaredErrorLoss'));
  return made({
    name: 'meanSquaredError',
    recipe: meanSquaredErrorMaker.describe({}),
    value: (outputs, targets) => tf.tidy(() => tf.mean(elementLosses(outputs, targets)) as tf.Scalar),
    perItem: (outputs, targets) => tf.tidy(() => itemMeans(elementLosses(outputs, targets), outputs)),
    activation: (outputs) => outputs.clone(),
    decodes: (activated) => activated.clone(),
    mixTargets: mixItems,
  });
}

/** Makes {@link meanSquaredErrorLoss} again. */
export const meanSquaredErrorMaker = maker('meanSquaredError', fields({}), meanSquaredErrorLoss);
