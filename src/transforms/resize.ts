import { unknownChoice } from '../base/errors';
import { made, maker } from '../base/recipe';
import { choice, fields, pair } from '../base/schema';
import { type ItemTransform, imageSize, type SizeOption } from './item-transform';

const METHODS = ['crop', 'squish', 'pad'] as const;

/** How `resize` treats an image of another aspect ratio: it crops the long side, distorts the image, or pads the short side by mirroring. */
export type ResizeMethod = (typeof METHODS)[number];

/**
 * Gives every image the same size, fastai's `Resize`.
 *
 * With `crop` the crop's position along the long side is random in training and the middle in validation.
 *
 * @param size In pixels: one side of a square, or `[height, width]`.
 * @param options
 * @param options.method `crop`, `squish` or `pad`; by default `crop`, as in fastai.
 * @returns The transform, for `itemTransforms` of a `DataBlock`.
 * @throws FoveaError if a side is not a positive integer, or the method is unknown.
 */
export function resize(size: SizeOption, { method = 'crop' }: { method?: ResizeMethod } = {}): ItemTransform {
  const { width: outWidth, height: outHeight } = imageSize(size, 'resize');
  if (!METHODS.includes(method)) throw unknownChoice('method of resize', method, METHODS);
  return made({
    name: `resize(${outWidth} x ${outHeight}, ${method})`,
    kind: 'resize',
    recipe: resizeMaker.describe({ size: [outHeight, outWidth], method }),
    plan({ width, height }, split, random) {
      if (method === 'squish') return { left: 0, top: 0, width, height, outWidth, outHeight };
      const [across, down] = split === 'train' ? [random.uniform(), random.uniform()] : [0.5, 0.5];
      const byWidth = width / outWidth;
      const byHeight = height / outHeight;
      const scale = method === 'pad' ? Math.max(byWidth, byHeight) : Math.min(byWidth, byHeight);
      // At least one pixel: of a strip of 3 x 900 pixels none would be left along its short side.
      const cutWidth = Math.max(1, Math.trunc(scale * outWidth));
      const cutHeight = Math.max(1, Math.trunc(scale * outHeight));
      const left = Math.trunc(across * (width - cutWidth));
      const top = Math.trunc(down * (height - cutHeight));
      return { left, top, width: cutWidth, height: cutHeight, outWidth, outHeight };
    },
  });
}

/** Makes {@link resize} again, of a size `[height, width]`. */
export const resizeMaker = maker(
  'resize',
  fields({ size: pair, method: choice(METHODS) }),
  ({ size, method }) => resize(size, { method }),
);
