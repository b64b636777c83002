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

/** Paddings of `size` pixels on each side of an image batch, in the form of `tf.pad4d`. */
export function border(
  size: number,
): [[number, number], [number, number], [number, number], [number, number]] {
  return [
    [0, 0],
    [size, size],
    [size, size],
    [0, 0],
  ];
}
