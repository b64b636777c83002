import { type ItemTransform, imageSize, type SizeOption } from './item-transform';
import { drawCrop } from './random-crop';

/**
 * Crops each image at random and resizes the crop, fastai's `RandomResizedCrop`.
 *
 * In validation the whole image is resized to a somewhat larger size, and its middle is kept: for 224 it is resized to 256.
 *
 * @param size In pixels: one side of a square, or `[height, width]`.
 * @param options.minScale Smallest fraction of the image's area, in (0, 1]. Default 0.08, as in fastai.
 * @param options.maxScale Largest fraction of the image's area, in (0, 1]. Default 1, as in fastai.
 * @param options.ratio Smallest and largest width / height. Default `[3 / 4, 4 / 3]`, as in fastai.
 * @param options.valXtra How much larger validation's resized image is, as a fraction of the size, rounded up to a multiple of
 *   8 pixels. Default 0.14, as in fastai.
 * @returns The transform, for `itemTransforms` of a `DataBlock`.
 * @throws FoveaError if a side is not a positive integer.
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
