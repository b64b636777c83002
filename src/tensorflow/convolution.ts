import { convolve, filterGradient, inputGradient } from './dense-convolution';
import { differentiable, type KernelAttributes, once } from './differentiable';
import { type Attributes, runKernel, runKernelForOne } from './kernel';
import { nativeKernelsFor, workingPrecision } from './native-kernels';
import { borderOf, type ConvolutionOptions, expectConvolvable, isSame, withBorder } from './padding';
import { inPrecision, precisionOf } from './precision';
import { tf } from './tf';

const dense = differentiable({
  name: 'FoveaConv2D',
  forward: ({ x, filter }, options) => [convolve(x, filter, options)],
  saveInputs: ['x', 'filter'],
  gradient: (dy, [x, filter], attributes) => {
    const options: ConvolutionOptions = attributes;
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
  return isCompiled && isSame(filter.shape, options) && nativeKernelsFor(x);
}

/**
 * Two-dimensional convolution (cross-correlation), with gradients. It works in the precision of x.
 *
 * @param x Real numbers `[batch, height, width, in]`. Not disposed.
 * @param filter float32 `[filterHeight, filterWidth, in, out]`. Not disposed.
 * @param options Stride 1 and padding 0 unless told, as in PyTorch.
 * @returns Of x's precision, `[batch, newHeight, newWidth, out]`, owned by the enclosing `tf.tidy`.
 * @throws FoveaError if there is no image, the padding is no number of pixels, or the filter is larger than a padded image.
 */
export function conv2d(x: tf.Tensor4D, filter: tf.Tensor4D, options: ConvolutionOptions = {}): tf.Tensor4D {
  const { stride = 1, padding = 0 } = options;
  return dense({ x, filter }, { stride, padding })[0] as tf.Tensor4D;
}

/**
 * Convolution of each channel on its own, with gradients. It works in the precision of x.
 *
 * @param x Real numbers `[batch, height, width, channels]`. Not disposed.
 * @param filter float32 `[filterHeight, filterWidth, channels, 1]`. Not disposed.
 * @param options Stride 1 and padding 0 unless told.
 * @returns Of x's precision, `[batch, newHeight, newWidth, channels]`, owned by the enclosing `tf.tidy`.
 * @throws FoveaError as {@link conv2d}.
 */
export function depthwiseConv2d(
  x: tf.Tensor4D,
  filter: tf.Tensor4D,
  options: ConvolutionOptions = {},
): tf.Tensor4D {
  expectConvolvable(x.shape, filter.shape, options);
  if (hasNativeDepthwise(x, filter, options)) {
    return nativeDepthwise({ x, filter }, { stride: options.stride ?? 1 })[0] as tf.Tensor4D;
  }
  const precision = workingPrecision(x);
  const input = withBorder(inPrecision(x, precision), borderOf(filter.shape, options));
  const padding = isSame(filter.shape, options) ? 'SAME' : 'VALID';
  const inputs = { x: input, filter: inPrecision(filter, precision) };
  const [y] = depthwise(inputs, { stride: options.stride ?? 1, padding });
  return inPrecision(y as tf.Tensor4D, precisionOf(x));
}
