import * as v from 'valibot';
import { made, maker } from '../base/recipe';
import { fields, number, pair } from '../base/schema';
import { type ItemTransform, imageSize, type SizeOption } from './item-transform';
import { drawCrop } from './random-crop';

/** Options of {@link randomResizedCrop}, with fastai's names and defaults. */
export interface RandomResizedCropOptions extends v.InferOutput<typeof randomResizedCropOptions> {}

const randomResizedCropOptions = fields({
  /** Smallest fraction of the image's area, in (0, 1]. @defaultValue 0.08 */
  minScale: v.optional(number),
  /** Largest fraction of it. @defaultValue 1 */
  maxScale: v.optional(number),
  /** Smallest and largest width / height. @defaultValue `[3 / 4, 4 / 3]` */
  ratio: v.optional(pair),
  /**
   * How much larger validation's squeezed image is, as a fraction of the size, rounded up to a multiple of 8 pixels.
   * @defaultValue 0.14
   */
  valXtra: v.optional(number),
});

/**
 * Crops each image at random and resizes the crop, fastai's `RandomResizedCrop`.
 *
 * In validation the whole image is resized to a somewhat larger size, and its middle is kept: for 224 it is resized to 256.
 *
 * @param size In pixels: one side of a square, or `[height, width]`.
 * @param options Area and shape of the crops; fastai's names and defaults.
 * @returns The transform, for `itemTransforms` of a `DataBlock`.
 * @throws FoveaError if a side is not a positive integer.
 */
export function randomResizedCrop(
  size: SizeOption,
  { minScale = 0.08, maxScale = 1, ratio = [3 / 4, 4 / 3], valXtra = 0.14 }: RandomResizedCropOptions = {},
): ItemTransform {
  const out = imageSize(size, 'randomResizedCrop');
  const extra = Math.ceil((Math.max(out.width, out.height) * valXtra) / 8) * 8;
  return made({
    name: `randomResizedCrop(${out.width} x ${out.height})`,
    kind: 'randomResizedCrop',
    recipe: randomResizedCropMaker.describe({
      size: [out.height, out.width],
      minScale,
      maxScale,
      ratio,
      valXtra,
    }),
    plan(image, split, random) {
      if (split === 'train') {
        const crop = drawCrop(image, { minScale, maxScale, ratio }, random);
        return { ...crop, outWidth: out.width, outHeight: out.height };
      }
      const keep = { left: extra / 2, top: extra / 2, width: out.width, height: out.height };
      return { left: 0, top: 0, ...image, outWidth: out.width + extra, outHeight: out.height + extra, keep };
    },
  });
}

/** Makes {@link randomResizedCrop} again, of a size `[height, width]`. */
export const randomResizedCropMaker = maker(
  'randomResizedCrop',
  fields({ size: pair, ...randomResizedCropOptions.entries }),
  ({ size, ...options }) => randomResizedCrop(size, options),
);
