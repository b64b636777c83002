import { unknownChoice } from '../../base/errors';
import { customError, type Maker, type Recipe } from '../../base/recipe';
import type { LossName } from '../../data/block';
import { binaryCrossEntropyLoss, binaryCrossEntropyMaker } from './binary-cross-entropy';
import { crossEntropyLoss, crossEntropyMaker } from './cross-entropy';
import type { Loss } from './loss';
import { meanSquaredErrorLoss, meanSquaredErrorMaker } from './mean-squared-error';

/** The losses that an export may name. */
export const lossMakers: readonly Maker<object, Loss>[] = [
  crossEntropyMaker,
  binaryCrossEntropyMaker,
  meanSquaredErrorMaker,
];

/**
 * The loss that a target block asks for, with fastai's defaults.
 *
 * @param name A target block's `loss`.
 * @param options Options of the loss.
 * @param options.ignoreIndex Class whose pixels do not count, e.g. the target block's `ignoreIndex`. None by default.
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

/**
 * How to make a loss again.
 *
 * @throws FoveaError for a custom loss.
 */
export function recipeOfLoss({ name, recipe }: Loss): Recipe {
  if (recipe) return recipe;
  throw customError(`The loss ${name}`, "Use one of fovea's losses");
}
