import type { BatchTransform } from './batch-transform';
import { imageSize, type SizeOption } from './item-transform';
import { centreCrop, drawCrop } from './random-crop';

/**
 * Cuts one random part for all images of a batch and gives it the size, fastai's `RandomResizedCropGPU`.
 *
 * Validation takes the middle. fastai warps first and resamples here a second time; we fold the cut into the batch's one
 * warp, which leaves training images slightly sharper.
 *
 * @param size Pixels: one side of a square, or `[height, width]`.
 * @param options.minScale Smallest part of the image's area, in (0, 1]; 0.08 as in fastai.
 * @param options.maxScale Largest part of it; 1 as in fastai.
 * @param options.ratio Smallest and largest width / height; 3/4 and 4/3 as in fastai.
 * @param options.validScale How much of each side validation keeps, in (0, 1]; 1 as in fastai.
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
