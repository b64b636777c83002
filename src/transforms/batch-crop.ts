import type { BatchTransform } from './batch-transform';
import { imageSize, type SizeOption } from './item-transform';
import { centreCrop, drawCrop } from './random-crop';

/**
 * Crops all images of a batch at one random position and resizes the crop, fastai's `RandomResizedCropGPU`.
 *
 * Validation crops the middle. fastai warps first and resamples here a second time. Here the crop is part of the batch's one warp,
 * which leaves training images slightly sharper.
 *
 * @param size In pixels: one side of a square, or `[height, width]`.
 * @param options.minScale Smallest fraction of the image's area, in (0, 1]. Default 0.08, as in fastai.
 * @param options.maxScale Largest fraction of the image's area, in (0, 1]. Default 1, as in fastai.
 * @param options.ratio Smallest and largest width / height. Default `[3 / 4, 4 / 3]`, as in fastai.
 * @param options.validScale Fraction of each side that validation keeps, in (0, 1]. Default 1, as in fastai.
 * @returns The transform, for `batchTransforms` of a `DataBlock`.
 * @throws FoveaError if a side is not a positive integer.
 */
export function randomResizedCropGPU(
  size: SizeOption,
  {
    minScale = 0.08,
    maxScale = 1,
    ratio = [3 / 4, 4 / 3],
    validScale = 1,
  }: { minScale?: number; maxScale?: number; ratio?: readonly [number, number]; validScale?: number } = {},
): BatchTransform {
  const out = imageSize(size, 'randomResizedCropGPU');
  return {
    name: `randomResizedCropGPU(from ${minScale})`,
    recipe: {
      kind: 'randomResizedCropGPU',
      options: { size: [out.height, out.width], minScale, maxScale, ratio, validScale },
    },
    size: out,
    crop(shape, random) {
      if (random) return drawCrop(shape, { minScale, maxScale, ratio }, random);
      const whole = centreCrop(shape, ratio);
      const width = Math.max(1, Math.trunc(whole.width * validScale));
      const height = Math.max(1, Math.trunc(whole.height * validScale));
      const left = Math.floor((shape.width - width) / 2);
      return { left, top: Math.floor((shape.height - height) / 2), width, height };
    },
  };
}
