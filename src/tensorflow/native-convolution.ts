import { type Attributes, runKernelForOne } from './kernel';
import { nativeKernelsFor, workingPrecision } from './native-kernels';
import { type ConvolutionOptions, isSame } from './padding';
import { tf } from './tf';

/**
 * Do fovea's own kernels convolve x, whatever precision it is stored in? Where the processor multiplies bfloat16, TensorFlow's kernels
 * are faster for it.
 */
export function byNativeKernels(x: tf.Tensor): boolean {
  return nativeKernelsFor(x) && workingPrecision(x) === 'float32';
}

/** Is a convolution a product of matrices, with a row for each pixel? */
export function isPointwise(filterShape: readonly number[], options: ConvolutionOptions): boolean {
  const [height, width] = filterShape;
  return height === 1 && width === 1 && (options.stride ?? 1) === 1 && isSame(filterShape, options);
}

// A padding of -1 is SAME in the kernels.
function attributes({ stride = 1, padding = 0 }: ConvolutionOptions): Attributes {
  return { stride: { int: stride }, padding: { int: padding === 'same' ? -1 : padding } };
}

const sizeOf = (shape: number[]) => tf.tensor1d(shape, 'int32');

/** Convolution of x, `[batch, height, width, in]`, and filter, float32, where {@link byNativeKernels} holds. */
export function nativeConvolve(x: tf.Tensor, filter: tf.Tensor, options: ConvolutionOptions): tf.Tensor {
  return isPointwise(filter.shape, options)
    ? runKernelForOne('FoveaPointwiseConv2D', [x, filter], { transposed: { int: 0 } })
    : runKernelForOne('FoveaPatchConv2D', [x, filter], attributes(options));
}

/** The gradient of {@link nativeConvolve} by its x, of shape `xShape`. */
export function nativeInputGradient(
  xShape: number[],
  filter: tf.Tensor,
  dy: tf.Tensor,
  options: ConvolutionOptions,
): tf.Tensor {
  return isPointwise(filter.shape, options)
    ? runKernelForOne('FoveaPointwiseConv2D', [dy, filter], { transposed: { int: 1 } })
    : tf.tidy(() =>
        runKernelForOne('FoveaPatchConv2DInputGrad', [dy, filter, sizeOf(xShape)], attributes(options)),
      );
}

/** The gradient of {@link nativeConvolve} by its filter, float32 of shape `filterShape`. */
export function nativeFilterGradient(
  x: tf.Tensor,
  filterShape: number[],
  dy: tf.Tensor,
  options: ConvolutionOptions,
): tf.Tensor {
  return isPointwise(filterShape, options)
    ? runKernelForOne('FoveaPointwiseFilterGrad', [x, dy])
    : tf.tidy(() =>
        runKernelForOne('FoveaPatchConv2DFilterGrad', [x, dy, sizeOf(filterShape)], attributes(options)),
      );
}
