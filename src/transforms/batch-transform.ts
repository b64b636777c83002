import type { Random } from '../base/random';
import type { Recipe } from '../base/recipe';
import type { tf } from '../tensorflow/tf';
import type { ImageSize, PadMode, Rectangle } from './geometry';
import type { Split } from './item-transform';
import type { Matrix3 } from './matrix';

/** The images of a batch before its transforms. */
export interface BatchShape extends ImageSize {
  readonly count: number;
}

/** A change of lighting in logit space: a colour c in [0, 1] becomes sigmoid(factor * logit(c) + shift). */
export interface Light {
  readonly factor: number;
  readonly shift: number;
}

/** Mean and standard deviation of red, green and blue, for colours in [0, 1]. */
export interface ColourStatistics {
  /** Three means. */
  readonly mean: readonly number[];
  /** Three standard deviations. */
  readonly std: readonly number[];
}

/**
 * A transform of whole batches, computed by TensorFlow. It has one of the functions below. Those of the same kind are composed, so
 * that a batch is resampled once and its lighting changed once, however many transforms there are.
 */
export interface BatchTransform {
  /** As a summary shows it, e.g. `rotate(10 degrees)`. */
  readonly name: string;
  /** How to make it again. Without a recipe, a learner whose validation it changes by `crop` or `pixels` cannot be exported. */
  readonly recipe?: Recipe;
  /** The size of the images afterwards. Of several transforms with a size, the first one's is used. */
  readonly size?: ImageSize;
  /** What is drawn beyond the image's edge. Of several transforms with a mode, the first one's is used. */
  readonly padMode?: PadMode;
  /** Draws an affine map for each image, from output to input coordinates in [-1, 1]. Training only. */
  affine?(shape: BatchShape, random: Random): Matrix3[];
  /** Draws a projective map for each image, done after all affine ones, as in fastai. Training only. */
  perspective?(shape: BatchShape, random: Random): Matrix3[];
  /** The rectangle to crop, in pixels, the same for the whole batch. `random` is undefined in validation. */
  crop?(shape: BatchShape, random?: Random): Rectangle;
  /** Draws a change of lighting for each image. Training only. */
  light?(shape: BatchShape, random: Random): Light[];
  /**
   * Any other change of the pixels.
   *
   * @param images float32 `[batch, height, width, 3]` in [0, 1]. Not disposed.
   * @returns As many images of the same size, float32 in [0, 1], owned by the enclosing `tf.tidy`.
   */
  pixels?(images: tf.Tensor4D, split: Split, random: Random): tf.Tensor4D;
  /** Normalizes the colours, after all other transforms. */
  readonly statistics?: ColourStatistics;
}

/** How a transform draws its random numbers. */
export interface DrawOptions {
  /** Probability that an image is changed, in [0, 1]. The default is that of each transform. */
  readonly p?: number;
  /**
   * Draws once for the whole batch.
   *
   * @defaultValue false
   */
  readonly batch?: boolean;
}

/** A value to use instead of a random one: the same for all images, or one for each. */
export type FixedDraw = number | readonly number[];

/**
 * Draws one number for each image of a batch.
 *
 * @param draw Draws a number.
 * @param neutral The number that changes nothing, for images that are not changed.
 */
export function drawEach(
  count: number,
  random: Random,
  { p = 1, batch = false, fixed }: DrawOptions & { fixed?: FixedDraw },
  draw: () => number,
  neutral: number,
): number[] {
  const drawOne = (i: number) => {
    const value = fixed === undefined ? draw() : typeof fixed === 'number' ? fixed : fixed[i % fixed.length];
    return p === 1 || random.uniform() < p ? value : neutral;
  };
  if (!batch) return Array.from({ length: count }, (_, i) => drawOne(i));
  return new Array<number>(count).fill(drawOne(0));
}
