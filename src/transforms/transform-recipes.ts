import { FoveaError } from '../base/errors';
import type { Recipe } from '../base/recipe';
import type { JsonFields, Makers } from '../base/schema';
import { randomResizedCropGPU } from './batch-crop';
import type { BatchTransform } from './batch-transform';
import type { PadMode } from './geometry';
import { type ItemTransform, imageSize } from './item-transform';
import { randomResizedCrop } from './random-resized-crop';
import { type ResizeMethod, resize } from './resize';

/** Recipes of item transforms. */
export const itemTransformMakers: Makers<ItemTransform> = {
  resize: (o) =>
    resize(o.numberPair('size'), { method: o.choice<ResizeMethod>('method', ['crop', 'squish', 'pad']) }),
  randomResizedCrop: (o) =>
    randomResizedCrop(o.numberPair('size'), { ...scales(o), valXtra: o.number('valXtra') }),
};

/** Recipes of batch transforms, as validation sees them. */
export const batchTransformMakers: Makers<BatchTransform> = {
  resizeBatch: (o) => {
    const [height, width] = o.numberPair('size');
    return {
      name: 'resizeBatch',
      size: imageSize([height, width], 'resizeBatch'),
      padMode: o.choice<PadMode>('padMode', ['reflection', 'border', 'zeros']),
    };
  },
  randomResizedCropGPU: (o) =>
    randomResizedCropGPU(o.numberPair('size'), { ...scales(o), validScale: o.number('validScale') }),
};

function scales(o: JsonFields) {
  return { minScale: o.number('minScale'), maxScale: o.number('maxScale'), ratio: o.numberPair('ratio') };
}

/**
 * Recipes of item transforms.
 *
 * @throws FoveaError naming a transform made by hand.
 */
export function itemTransformRecipes(transforms: readonly ItemTransform[]): Recipe[] {
  return transforms.map(({ name, recipe }) => recipe ?? handWritten(name));
}

/**
 * Recipes of what batch transforms do in validation: the change of size and the crop. What is random is left out, and so
 * are colour statistics, which loaders keep.
 *
 * @throws FoveaError naming a transform made by hand that acts in validation.
 */
export function batchTransformRecipes(transforms: readonly BatchTransform[]): Recipe[] {
  const size = transforms.find((transform) => transform.size)?.size;
  const padMode = transforms.find((transform) => transform.padMode)?.padMode ?? 'reflection';
  const resized: Recipe[] = size
    ? [{ kind: 'resizeBatch', options: { size: [size.height, size.width], padMode } }]
    : [];
  const active = transforms.filter(({ crop, pixels }) => crop || pixels);
  return [...resized, ...active.map(({ name, recipe }) => recipe ?? handWritten(name))];
}

function handWritten(name: string): never {
  throw new FoveaError(
    `The transform ${name} is made by hand: an export holds no code, so it cannot be exported.`,
    "Use fovea's transforms, or keep the learner by save and load.",
  );
}
