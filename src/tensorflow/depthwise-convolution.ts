import { differentiable, type KernelAttributes, once } from './differentiable';
import { type Attributes, runKernel, runKernelForOne } from './kernel';
import { nativeKernelsFor, workingPrecision } from './native-kernels';
import { borderOf, type ConvolutionOptions, expectConvolvable, isSame, withBorder } from './padding';
import { inPrecision, precisionOf } from './precision';
import { tf } from './tf';

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

// Our own kernels, for the sizes they are compiled for.
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

/** True if one of our own depthwise kernels can compute this convolution of x. */
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
 * Depthwise convolution: of each channel on its own, with gradients. It works in the precision of x.
 *
 * @param x Real numbers `[batch, height, width, channels]`. Not disposed.
 * @param filter float32 `[filterHeight, filterWidth, channels, 1]`. Not disposed.
 * @param options Stride 1 and padding 0 by default.
 * @returns Of x's precision, `[batch, newHeight, newWidth, channels]`, owned by the enclosing `tf.tidy`.
 * @throws FoveaError as `conv2d`.
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
