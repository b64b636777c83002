import { runKernelForOne } from './kernel';
import { nativeKernelsFor, workingPrecision } from './native-kernels';
import { tf } from './tf';

/** Is a convolution a product of matrices, one row a pixel? */
export const isPointwise = ([height, width]: readonly number[]) => height === 1 && width === 1;

/** Does a kernel of our own multiply x's pixels? Where the processor multiplies bfloat16, TensorFlow's product is faster. */
export function byOwnProduct(x: tf.Tensor, filterShape: readonly number[]): boolean {
  return isPointwise(filterShape) && nativeKernelsFor(x) && workingPrecision(x) === 'float32';
}

// Of larger strides only the pixels the filter meets are multiplied.
const metPixels = (x: tf.Tensor, stride: number) =>
  stride === 1 ? x : runKernelForOne('FoveaMetPixels', [x], { stride: { int: stride } });

/** Convolution of x, `[batch, height, width, in]`, and filter, `[1, 1, in, out]`, where {@link byOwnProduct} holds. */
export const pointwiseConvolve = (x: tf.Tensor, filter: tf.Tensor, stride: number): tf.Tensor =>
  tf.tidy(() =>
    runKernelForOne('FoveaPointwiseConv2D', [metPixels(x, stride), filter], { turned: { int: 0 } }),
  );

/** The gradient of {@link pointwiseConvolve} by its x, of shape `xShape`. */
export const pointwiseInputGradient = (
  xShape: number[],
  filter: tf.Tensor,
  dy: tf.Tensor,
  stride: number,
): tf.Tensor =>
  tf.tidy(() => {
    const ofMet = runKernelForOne('FoveaPointwiseConv2D', [dy, filter], { turned: { int: 1 } });
    if (stride === 1) return ofMet;
    const size = tf.tensor1d(xShape, 'int32');
    return runKernelForOne('FoveaMetPixelsGrad', [ofMet, size], { stride: { int: stride } });
  });

/** The gradient of {@link pointwiseConvolve} by its filter. */
export const pointwiseFilterGradient = (x: tf.Tensor, dy: tf.Tensor, stride: number): tf.Tensor =>
  tf.tidy(() => runKernelForOne('FoveaPointwiseFilterGrad', [metPixels(x, stride), dy]));
