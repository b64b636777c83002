import { FoveaError } from '../base/errors';
import type { Random } from '../base/random';
import type { Recipe } from '../base/recipe';
import type { CropResize, ImageSize } from './geometry';

/** The set a sample belongs to: transforms are random in training and not in validation. */
export type Split = 'train' | 'valid';

/** A transform of single samples, which gives them one size for a batch. It plans a cut, which image, mask and points follow. */
export interface ItemTransform {
  /** As a summary shows it, e.g. `resize(460 x 460, crop)`. */
  readonly name: string;
  /** Of several transforms of the same kind, only the last one is used, as in fastai. */
  readonly kind: string;
  /** How to make it again. Without a recipe a learner that uses it cannot be exported. */
  readonly recipe?: Recipe;
  /**
   * Plans the cut of one sample.
   *
   * @param size Of the sample's image, in pixels.
   * @param split Validation must not draw from `random`.
   * @param random The sample's own stream of random numbers.
   * @returns What to cut, and the size to give it.
   */
  plan(size: ImageSize, split: Split, random: Random): CropResize;
}

/** A size as users give it: one side of a square, or height and width in fastai's order. */
export type SizeOption = number | readonly [height: number, width: number];

/**
 * Checks a size option.
 *
 * @param size One side of a square, or `[height, width]`, in pixels.
 * @param what The function it was given to, for the error.
 * @returns Width and height in pixels.
 * @throws FoveaError unless all sides are positive integers.
 */
export function imageSize(size: SizeOption, what: string): ImageSize {
  const [height, width] =
    typeof size === 'number' ? [size, size] : Array.isArray(size) ? size : [Number.NaN, Number.NaN];
  for (const side of [height, width]) {
    if (!Number.isInteger(side) || side < 1) {
      throw new FoveaError(
        `Expected positive integers as the size of ${what} in pixels, received ${JSON.stringify(size)}.`,
        'Give one number for a square, or [height, width].',
      );
    }
  }
  return { width, height };
}
