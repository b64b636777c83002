import { type ItemTransform, imageSize, type SizeOption } from './item-transform';
import { drawCrop } from './random-crop';

/**
 * Cuts a random part of each image and gives it the size, fastai's `RandomResizedCrop`.
 *
 * Validation squeezes the whole image to a size somewhat larger and keeps the middle: 224 by way of 256.
 *
 * @param size Pixels: one side of a square, or `[height, width]`.
 * @param options.minScale Smallest part of the image's area, in (0, 1]; 0.08 as in fastai.
 * @param options.maxScale Largest part of it; 1 as in fastai.
 * @param options.ratio Smallest and largest width / height; 3/4 and 4/3 as in fastai.
 * @param options.valXtra How much larger validation's squeezed image is, as a part of the size, rounded up to a multiple
 *   of 8 pixels; 0.14 as in fastai.
 */
export function randomResizedCrop(
  size: SizeOption,
  {
    minScale = 0.08,
    maxScale = 1,
    ratio = [3 / 4, 4 / 3],
    valXtra = 0.14,
  }: { minScale?: number; maxScale?: number; ratio?: readonly [number, number]; valXtra?: number } = {},
): ItemTransform {
  const out = imageSize(size, 'randomResizedCrop');
  const extra = Math.ceil((Math.max(out.width, out.height) * valXtra) / 8) * 8;
  return {
    name: `randomResizedCrop(${out.width} x ${out.height})`,
    kind: 'randomResizedCrop',
    recipe: {
      kind: 'randomResizedCrop',
      options: { size: [out.height, out.width], minScale, maxScale, ratio, valXtra },
    },
    plan(image, split, random) {
      if (split === 'train') {
        const crop = drawCrop(image, { minScale, maxScale, ratio }, random);
        return { ...crop, outWidth: out.width, outHeight: out.height };
      }
      const keep = { left: extra / 2, top: extra / 2, width: out.width, height: out.height };
      return { left: 0, top: 0, ...image, outWidth: out.width + extra, outHeight: out.height + extra, keep };
    },
  };
}
