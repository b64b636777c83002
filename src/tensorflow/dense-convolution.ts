import { type Attributes, runKernel, runKernelForOne } from './kernel';
import { nativeKernels, nativeKernelsFor } from './native-kernels';
import { inPrecision, precisionOf } from './precision';
import { tf } from './tf';

/** Stride and padding of a dense convolution, as TensorFlow's kernels take them. */
export interface DenseOptions {
  readonly stride: number;
  readonly padding: 'SAME' | 'VALID';
}

/** Below so many output pixels transforming the filter costs more than it spares. */
const FEWEST_PIXELS = 256;
/** Fewer channels do not fill the multiplications. */
const FEWEST_CHANNELS = 16;
/** How much larger than the image its tiles may be. */
const MOST_WASTE = 1.7;

const tiled = (size: number) => 4 * Math.ceil(size / 4);

// A quarter of the multiplications of a 3x3 convolution: four outputs of three weights from six products along each axis
// (Winograd's algorithm; Lavin and Gray 2016, arXiv:1509.09308). What remains is a batch of matrix products.
function byWinograd(
  xShape: readonly number[],
  filterShape: readonly number[],
  options: DenseOptions,
): boolean {
  const [batch, height, width] = xShape;
  const [filterHeight, filterWidth, inChannels, outChannels] = filterShape;
  return (
    filterHeight === 3 &&
    filterWidth === 3 &&
    options.stride === 1 &&
    options.padding === 'SAME' &&
    Math.min(inChannels, outChannels) >= FEWEST_CHANNELS &&
    batch * height * width >= FEWEST_PIXELS &&
    tiled(height) * tiled(width) <= MOST_WASTE * height * width &&
    nativeKernels()
  );
}

function product(a: tf.Tensor, b: tf.Tensor, { first = false, second = false } = {}): tf.Tensor {
  return runKernelForOne('BatchMatMulV2', [a, b], { adj_x: first, adj_y: second });
}

function filterPlanes(filter: tf.Tensor, turned: 0 | 1): tf.Tensor {
  return runKernelForOne('FoveaWinogradFilter', [filter], { turned: { int: turned } });
}

const inputPlanes = (x: tf.Tensor) => runKernelForOne('FoveaWinogradInput', [x]);

function fromPlanes(planes: tf.Tensor, [images, height, width]: readonly number[]): tf.Tensor {
  const sizes = { images: { int: images }, height: { int: height }, width: { int: width } };
  return runKernelForOne('FoveaWinogradOutput', [planes], sizes);
}

function attributes({ stride, padding }: DenseOptions): Attributes {
  return { strides: { int: [1, stride, stride, 1] }, padding, data_format: 'NHWC' };
}

// bfloat16 is too coarse for it, and TensorFlow's own convolution as fast; but not its gradient by the filter, where the
// error is a hundredth of the gradient and no layer below sees it.
const isWide = (x: tf.Tensor) => precisionOf(x) === 'float32';

/**
 * Convolution of x, `[batch, height, width, in]`, and filter, float32 `[filterHeight, filterWidth, in, out]`, in x's precision.
 */
export function convolve(x: tf.Tensor, filter: tf.Tensor, options: DenseOptions): tf.Tensor {
  return tf.tidy(() => {
    if (isWide(x) && byWinograd(x.shape, filter.shape, options)) {
      return fromPlanes(product(inputPlanes(x), filterPlanes(filter, 0)), x.shape);
    }
    return runKernelForOne('Conv2D', [x, inPrecision(filter, precisionOf(x))], attributes(options));
  });
}

/** The gradient of {@link convolve} by its x, of shape `xShape`. */
export function inputGradient(
  xShape: number[],
  filter: tf.Tensor,
  dy: tf.Tensor,
  options: DenseOptions,
): tf.Tensor {
  return tf.tidy(() => {
    if (isWide(dy) && byWinograd(xShape, filter.shape, options)) {
      return fromPlanes(product(inputPlanes(dy), filterPlanes(filter, 1), { second: true }), xShape);
    }
    const inputs = [tf.tensor1d(xShape, 'int32'), inPrecision(filter, precisionOf(dy)), dy];
    return runKernelForOne('Conv2DBackpropInput', inputs, attributes(options));
  });
}

/** The gradient of {@link convolve} by its filter, float32 of shape `filterShape`. */
export function filterGradient(
  x: tf.Tensor,
  filterShape: number[],
  dy: tf.Tensor,
  options: DenseOptions,
): tf.Tensor {
  return tf.tidy(() => {
    if (nativeKernelsFor(x) && byWinograd(x.shape, filterShape, options)) {
      const [dyPlanes] = runKernel('FoveaWinogradOutputGrad', [dy]);
      const planes = product(inputPlanes(x), dyPlanes, { first: true });
      return runKernelForOne('FoveaWinogradFilterGrad', [planes]);
    }
    const size = tf.tensor1d(filterShape, 'int32');
    return inPrecision(
      runKernelForOne('Conv2DBackpropFilter', [x, size, dy], attributes(options)),
      'float32',
    );
  });
}
