import { customError, type Maker, maker, type Recipe } from '../base/recipe';
import { choice, fields, pair } from '../base/schema';
import { randomResizedCropGPUMaker } from './batch-crop';
import type { BatchTransform } from './batch-transform';
import type { PadMode } from './geometry';
import { type ItemTransform, imageSize } from './item-transform';
import { randomResizedCropMaker } from './random-resized-crop';
import { resizeMaker } from './resize';

/** The item transforms that an export may name. */
export const itemTransformMakers: readonly Maker<object, ItemTransform>[] = [
  resizeMaker,
  randomResizedCropMaker,
];

const PAD_MODES = ['reflection', 'border', 'zeros'] as const satisfies PadMode[];

/** The size that batch transforms agreed on, and what is seen beyond the image's edge. */
const resizeBatchMaker = maker(
  'resizeBatch',
  fields({ size: pair, padMode: choice(PAD_MODES) }),
  ({ size, padMode }): BatchTransform => ({
    name: 'resizeBatch',
    size: imageSize(size, 'resizeBatch'),
    padMode,
  }),
);

/** The batch transforms that an export may name, as validation sees them. */
export const batchTransformMakers: readonly Maker<object, BatchTransform>[] = [
  resizeBatchMaker,
  randomResizedCropGPUMaker,
];

/**
 * Recipes of item transforms.
 *
 * @throws FoveaError naming a custom transform.
 */
export function itemTransformRecipes(transforms: readonly ItemTransform[]): Recipe[] {
  return transforms.map(recipeOfTransform);
}

/**
 * Recipes of what batch transforms do in validation: the change of size and the crop. What is random is left out, and so
 * are colour statistics, which loaders keep.
 *
 * @throws FoveaError naming a custom transform that acts in validation.
 */
export function batchTransformRecipes(transforms: readonly BatchTransform[]): Recipe[] {
  const size = transforms.find((transform) => transform.size)?.size;
  const padMode = transforms.find((transform) => transform.padMode)?.padMode ?? 'reflection';
  const resized = size ? [resizeBatchMaker.describe({ size: [size.height, size.width], padMode })] : [];
  const active = transforms.filter(({ crop, pixels }) => crop || pixels);
  return [...resized, ...active.map(recipeOfTransform)];
}

function recipeOfTransform({ name, recipe }: { readonly name: string; readonly recipe?: Recipe }): Recipe {
  if (recipe) return recipe;
  throw customError(`The transform ${name}`, "Use fovea's transforms");
}
