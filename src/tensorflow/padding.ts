import { tf } from './tf';

/**
 * How a convolution treats the border. A number pads that many pixels on every side, as PyTorch;
 * `same` pads as TensorFlow does, at stride 2 only at the bottom and the right.
 */
export type Padding = number | 'same';

/** Stride in pixels and padding of a convolution. */
export interface ConvolutionOptions {
  readonly stride?: number;
  readonly padding?: Padding;
}

/** Is the padding TensorFlow's SAME, or equal to it at stride 1? */
export function isSame(
  [height, width]: readonly number[],
  { stride = 1, padding = 0 }: ConvolutionOptions,
): boolean {
  return padding === 'same' || (stride === 1 && height === width && 2 * padding === height - 1);
}

/** Pixels on every side that TensorFlow's kernels have to be given with the image: those that its SAME does not make. */
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
