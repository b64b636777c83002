import { FoveaError } from '../base/errors';
import type { Random } from '../base/random';
import type { Recipe } from '../base/recipe';
import type { CropResize, ImageSize } from './geometry';

/** Which side of the split a sample belongs to: training is random, validation is not. */
export type Split = 'train' | 'valid';

/** One step on single samples, before they can be put in a batch. It plans a cut; image, mask and points all follow it. */
export interface ItemTransform {
  /** As a summary shows it, e.g. `resize(460 x 460, crop)`. */
  readonly name: string;
  /** Of several with the same kind, the last one counts, as in fastai. */
  readonly kind: string;
  /** How to make it again; undefined for transforms made by hand, which cannot be exported. */
  readonly recipe?: Recipe;
  /**
   * @param size Of the sample's image, in pixels.
   * @param random The sample's own stream. Validation draws nothing.
   */
  plan(size: ImageSize, split: Split, random: Random): CropResize;
}

/** A size as users give it: one side of a square, or height and width in fastai's order. */
export type SizeOption = number | readonly [height: number, width: number];

/**
 * Reads a size option.
 *
 * @param what The function it was given to, for the error.
 * @throws FoveaError unless all sides are whole positive numbers.
 */
export function imageSize(size: SizeOption, what: string): ImageSize {
  const [height, width] = typeof size === 'number' ? [size, size] : size;
  for (const side of [height, width]) {
    if (!Number.isInteger(side) || side < 1) {
      throw new FoveaError(
        `Expected whole positive pixels as the size of ${what}, received ${JSON.stringify(size)}.`,
        'Give one number for a square, or [height, width].',
      );
    }
  }
  return { width, height };
}
