import { FoveaError } from '../../base/errors';
import type { Recipe } from '../../base/recipe';
import type { Makers } from '../../base/schema';
import { binaryCrossEntropyLoss, crossEntropyLoss, type Loss, meanSquaredErrorLoss } from './cross-entropy';

/** Recipes of losses. */
export const lossMakers: Makers<Loss> = {
  crossEntropy: (o) =>
    crossEntropyLoss({
      labelSmoothing: o.number('labelSmoothing'),
      ignoreIndex: o.optional('ignoreIndex', o.number),
      axis: o.number('axis'),
    }),
  binaryCrossEntropy: (o) => binaryCrossEntropyLoss({ threshold: o.number('threshold') }),
  meanSquaredError: () => meanSquaredErrorLoss(),
};

/**
 * How to make a loss again.
 *
 * @throws FoveaError for a loss made by hand.
 */
export function recipeOfLoss({ name, recipe }: Loss): Recipe {
  if (recipe) return recipe;
  throw new FoveaError(
    `The loss ${name} is made by hand: an export holds no code, so it cannot be exported.`,
    "Use one of fovea's losses, or keep the learner by save and load.",
  );
}
