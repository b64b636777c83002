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

/** A change of light in logit space: colour c in [0, 1] becomes sigmoid(factor * logit(c) + shift). */
export interface Light {
  readonly factor: number;
  readonly shift: number;
}

/** Mean and deviation of each colour, in [0, 1]. */
export interface ColourStatistics {
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/**
 * One step on whole batches, done by TensorFlow. A transform has one of the functions below; those of a kind are composed,
 * so that a batch is resampled once and its light changed once, however many transforms there are.
 */
export interface BatchTransform {
  readonly name: string;
  /** How to make it again, for what acts in validation by `crop` or `pixels`; without it that cannot be exported. */
  readonly recipe?: Recipe;
  /** The size images get; the first transform of a list that names one decides. */
  readonly size?: ImageSize;
  /** What is seen beyond the image's edge; the first transform of a list that names it decides. */
  readonly padMode?: PadMode;
  /** Draws an affine map, output to input in [-1, 1], for each image. Training only. */
  affine?(shape: BatchShape, random: Random): Matrix3[];
  /** Draws a projective map to follow all affine ones, as in fastai. Training only. */
  perspective?(shape: BatchShape, random: Random): Matrix3[];
  /** The part of the images to look at, one for the batch. `random` is undefined in validation. */
  crop?(shape: BatchShape, random?: Random): Rectangle;
  /** Draws a change of light for each image. Training only. */
  light?(shape: BatchShape, random: Random): Light[];
  /** Anything else on colours: float32 `[batch, height, width, 3]` in [0, 1] to the same. Does not dispose its argument. */
  pixels?(images: tf.Tensor4D, split: Split, random: Random): tf.Tensor4D;
  /** Done last of all. */
  readonly statistics?: ColourStatistics;
}

/** How often and how a transform draws. */
export interface DrawOptions {
  /** Probability that an image is changed at all, in [0, 1]. */
  readonly p?: number;
  /** Draws once for the whole batch. */
  readonly batch?: boolean;
}

/** A value to use in place of a random one: the same for all images, or one for each. */
export type FixedDraw = number | readonly number[];

/**
 * One number for each image of a batch.
 *
 * @param draw Draws a number.
 * @param neutral The number that changes nothing, for images left alone.
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
