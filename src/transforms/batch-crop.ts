import * as v from 'valibot';
import { made, maker } from '../base/recipe';
import { fields, number, pair } from '../base/schema';
import type { BatchTransform } from './batch-transform';
import { imageSize, type SizeOption } from './item-transform';
import { centreCrop, drawCrop } from './random-crop';

/** Options of {@link randomResizedCropGPU}, with fastai's names and defaults. */
export interface RandomResizedCropGPUOptions extends v.InferOutput<typeof randomResizedCropGPUOptions> {}

const randomResizedCropGPUOptions = fields({
  /** Smallest fraction of the image's area, in (0, 1]. @defaultValue 0.08 */
  minScale: v.optional(number),
  /** Largest fraction of it. @defaultValue 1 */
  maxScale: v.optional(number),
  /** Smallest and largest width / height. @defaultValue `[3 / 4, 4 / 3]` */
  ratio: v.optional(pair),
  /** How much of each side validation keeps, in (0, 1]. @defaultValue 1 */
  validScale: v.optional(number),
});

/**
 * Crops all images of a batch at one random position and resizes the crop, fastai's `RandomResizedCropGPU`.
 *
 * Validation crops the middle. fastai warps first and resamples here a second time. Here the crop is part of the batch's one warp,
 * which leaves training images slightly sharper.
 *
 * @param size In pixels: one side of a square, or `[height, width]`.
 * @param options Area and shape of the crops; fastai's names and defaults.
 * @returns The transform, for `batchTransforms` of a `DataBlock`.
 * @throws FoveaError if a side is not a positive integer.
 */
export function randomResizedCropGPU(
  size: SizeOption,
  { minScale = 0.08, maxScale = 1, ratio = [3 / 4, 4 / 3], validScale = 1 }: RandomResizedCropGPUOptions = {},
): BatchTransform {
  const out = imageSize(size, 'randomResizedCropGPU');
  return made({
    name: `randomResizedCropGPU(from ${minScale})`,
    recipe: randomResizedCropGPUMaker.describe({
      size: [out.height, out.width],
      minScale,
      maxScale,
      ratio,
      validScale,
    }),
    size: out,
    crop(shape, random) {
      if (random) return drawCrop(shape, { minScale, maxScale, ratio }, random);
      const whole = centreCrop(shape, ratio);
      const width = Math.max(1, Math.trunc(whole.width * validScale));
      const height = Math.max(1, Math.trunc(whole.height * validScale));
      const left = Math.floor((shape.width - width) / 2);
      return { left, top: Math.floor((shape.height - height) / 2), width, height };
    },
  });
}

/** Makes {@link randomResizedCropGPU} again, of a size `[height, width]`. */
export const randomResizedCropGPUMaker = maker(
  'randomResizedCropGPU',
  fields({ size: pair, ...randomResizedCropGPUOptions.entries }),
  ({ size, ...options }) => randomResizedCropGPU(size, options),
);
