import { convolve, type DenseOptions, filterGradient, inputGradient } from './dense-convolution';
import { differentiable, type KernelAttributes, once } from './differentiable';
import { type Attributes, runKernel, runKernelForOne } from './kernel';
import { nativeKernelsFor, workingPrecision } from './native-kernels';
import { inPrecision, precisionOf } from './precision';
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

const dense = differentiable({
  name: 'FoveaConv2D',
  forward: ({ x, filter }, options) => [convolve(x, filter, options as unknown as DenseOptions)],
  saveInputs: ['x', 'filter'],
  gradient: (dy, [x, filter], attributes) => {
    const options = attributes as unknown as DenseOptions;
    return {
      x: () => inputGradient(x.shape, filter, dy, options),
      filter: () => filterGradient(x, filter.shape, dy, options),
    };
  },
});

const depthwiseAttributes = ({ stride, padding }: KernelAttributes): Attributes => ({
  strides: { int: [1, stride as number, stride as number, 1] },
  padding: padding as string,
  data_format: 'NHWC',
});

const depthwise = differentiable({
  name: 'FoveaDepthwiseConv2D',
  forward: ({ x, filter }, attributes) => [
    runKernelForOne('DepthwiseConv2dNative', [x, filter], depthwiseAttributes(attributes)),
  ],
  saveInputs: ['x', 'filter'],
  gradient: (dy, [x, filter], attributes) => {
    const native = depthwiseAttributes(attributes);
    const size = (tensor: tf.Tensor) => tf.tensor1d(tensor.shape, 'int32');
    return {
      x: () => runKernelForOne('DepthwiseConv2dNativeBackpropInput', [size(x), filter, dy], native),
      filter: () => runKernelForOne('DepthwiseConv2dNativeBackpropFilter', [x, size(filter), dy], native),
    };
  },
});

// Kernels of our own, for the sizes they are compiled for.
const nativeDepthwise = differentiable({
  name: 'FoveaNativeDepthwiseConv2D',
  forward: ({ x, filter }, { stride }) =>
    runKernel('FoveaDepthwise', [x, filter], { stride: { int: stride as number } }),
  saveInputs: ['x', 'filter'],
  gradient: (dy, [x, filter], { stride }) => {
    const both = once(() =>
      runKernel('FoveaDepthwiseGrad', [dy, x, filter], { stride: { int: stride as number } }, 2),
    );
    return { x: () => both()[0], filter: () => both()[1] };
  },
});

/** Are there depthwise kernels of our own for x and this convolution? */
export function hasNativeDepthwise(
  x: tf.Tensor4D,
  filter: tf.Tensor4D,
  options: ConvolutionOptions,
): boolean {
  const [height, width] = filter.shape;
  const isCompiled = height === width && [3, 5].includes(height) && [1, 2].includes(options.stride ?? 1);
  return isCompiled && isSame(filter, options) && nativeKernelsFor(x);
}

/** Is the padding TensorFlow's SAME, or equal to it at stride 1? */
export function isSame(filter: tf.Tensor4D, { stride = 1, padding = 0 }: ConvolutionOptions): boolean {
  const [height, width] = filter.shape;
  return padding === 'same' || (stride === 1 && height === width && 2 * padding === height - 1);
}

// Explicit padding leaves oneDNN's fast path in the backward kernels, so the border is either SAME or a Pad of its own.
function padded(
  run: typeof dense,
  x: tf.Tensor4D,
  filter: tf.Tensor4D,
  options: ConvolutionOptions,
): tf.Tensor4D {
  const { stride = 1, padding = 0 } = options;
  if (isSame(filter, options)) return run({ x, filter }, { stride, padding: 'SAME' })[0] as tf.Tensor4D;
  const input = padding === 0 ? x : tf.pad4d(x, border(padding as number));
  return run({ x: input, filter }, { stride, padding: 'VALID' })[0] as tf.Tensor4D;
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

/**
 * Two-dimensional convolution (cross-correlation), with gradients. It works in the precision of x.
 *
 * @param x Real numbers `[batch, height, width, in]`. Not disposed.
 * @param filter float32 `[filterHeight, filterWidth, in, out]`. Not disposed.
 * @param options Stride 1 and padding 0 unless told, as in PyTorch.
 * @returns Of x's precision, `[batch, newHeight, newWidth, out]`, owned by the enclosing `tf.tidy`.
 */
export function conv2d(x: tf.Tensor4D, filter: tf.Tensor4D, options: ConvolutionOptions = {}): tf.Tensor4D {
  return padded(dense, x, filter, options);
}

/**
 * Convolution of each channel on its own, with gradients. It works in the precision of x.
 *
 * @param x Real numbers `[batch, height, width, channels]`. Not disposed.
 * @param filter float32 `[filterHeight, filterWidth, channels, 1]`. Not disposed.
 * @param options Stride 1 and padding 0 unless told.
 * @returns Of x's precision, `[batch, newHeight, newWidth, channels]`, owned by the enclosing `tf.tidy`.
 */
export function depthwiseConv2d(
  x: tf.Tensor4D,
  filter: tf.Tensor4D,
  options: ConvolutionOptions = {},
): tf.Tensor4D {
  if (hasNativeDepthwise(x, filter, options)) {
    return nativeDepthwise({ x, filter }, { stride: options.stride ?? 1 })[0] as tf.Tensor4D;
  }
  const precision = workingPrecision(x);
  const y = padded(depthwise, inPrecision(x, precision), inPrecision(filter, precision), options);
  return inPrecision(y, precisionOf(x));
}
