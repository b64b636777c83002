import { FoveaError } from '../base/errors';
import { tf } from './tf';

/**
 * How a convolution treats the border. A number pads that many pixels on every side, as PyTorch;
 * `same` pads as TensorFlow does, at stride 2 only at the bottom and the right.
 */
export type Padding = number | 'same';

/** How a convolution moves over an image. */
export interface ConvolutionOptions {
  /**
   * Pixels from one position to the next, both ways.
   *
   * @defaultValue 1
   */
  readonly stride?: number;
  /** @defaultValue 0 */
  readonly padding?: Padding;
}

/** True if the padding is TensorFlow's SAME, or equal to it at stride 1. */
export function isSame(
  [height, width]: readonly number[],
  { stride = 1, padding = 0 }: ConvolutionOptions,
): boolean {
  return padding === 'same' || (stride === 1 && height === width && 2 * padding === height - 1);
}

/** Pixels on every side that TensorFlow's own padding SAME does not add: the image must come with them. */
export function borderOf(filterShape: readonly number[], options: ConvolutionOptions): number {
  return isSame(filterShape, options) ? 0 : ((options.padding as number | undefined) ?? 0);
}

/** An image batch with `size` pixels of `value` on every side; x itself if there are none. */
export function withBorder<T extends tf.Tensor>(x: T, size: number, value = 0): T {
  if (size === 0) return x;
  const paddings: [number, number][] = [
    [0, 0],
    [size, size],
    [size, size],
    [0, 0],
  ];
  return tf.pad(x, paddings, value);
}

/**
 * Checks that a convolution has a result.
 *
 * @throws FoveaError if there is no image, the padding is not a whole number of pixels, or the filter is larger than a padded
 *   image.
 */
export function expectConvolvable(
  [batch, height, width]: readonly number[],
  [filterHeight, filterWidth]: readonly number[],
  { padding = 0 }: ConvolutionOptions,
): void {
  if (batch === 0) throw new FoveaError('Expected at least one image to convolve, received none.');
  if (padding === 'same') return;
  if (!(Number.isInteger(padding) && padding >= 0)) {
    throw new FoveaError(
      `Expected a padding of a whole number of pixels, received ${padding}.`,
      "Choose 0, 1, 2, ... or 'same'.",
    );
  }
  if (height + 2 * padding < filterHeight || width + 2 * padding < filterWidth) {
    const sizes = `${height} x ${width} pixels for one of ${filterHeight} x ${filterWidth} and a padding of ${padding}`;
    throw new FoveaError(
      `Expected images no smaller than the filter, received ${sizes}.`,
      'Give larger images.',
    );
  }
}
