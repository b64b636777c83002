import { type Attributes, runKernelForOne } from './kernel';
import { nativeKernels, nativeKernelsFor, workingPrecision } from './native-kernels';
import {
  byOwnProduct,
  isPointwise,
  pointwiseConvolve,
  pointwiseFilterGradient,
  pointwiseInputGradient,
} from './pointwise-convolution';
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
// (Winograd's algorithm; Lavin and Gray 2016, arXiv:1509.09308).
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

function winograd(x: tf.Tensor, filter: tf.Tensor, turned: 0 | 1): tf.Tensor {
  return runKernelForOne('FoveaWinogradConv2D', [x, filter], { turned: { int: turned } });
}

// As a product a 1x1 convolution takes less time than by TensorFlow's convolutions.
const isProduct = (filterShape: readonly number[], { stride }: DenseOptions) =>
  stride === 1 && isPointwise(filterShape);

// A third of what tfjs's own takes, which counts where a product takes no longer than that.
const reshaped = (x: tf.Tensor, shape: number[]) =>
  runKernelForOne('Reshape', [x, tf.tensor1d(shape, 'int32')]);

const matrixOf = (x: tf.Tensor) => reshaped(x, [-1, x.shape[x.rank - 1]]);

function pixelProduct(
  [a, b]: readonly [tf.Tensor, tf.Tensor],
  shape: number[],
  { first = false, second = false } = {},
): tf.Tensor {
  const options = { transpose_a: first, transpose_b: second };
  return reshaped(runKernelForOne('MatMul', [matrixOf(a), matrixOf(b)], options), shape);
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
  if (byOwnProduct(x, filter.shape)) return pointwiseConvolve(x, filter, options.stride);
  return tf.tidy(() => {
    const precision = workingPrecision(x);
    const [input, weights] = [inPrecision(x, precision), inPrecision(filter, precision)];
    return inPrecision(convolveAlike(input, weights, options), precisionOf(x));
  });
}

function convolveAlike(x: tf.Tensor, filter: tf.Tensor, options: DenseOptions): tf.Tensor {
  if (isWide(x) && byWinograd(x.shape, filter.shape, options)) {
    return winograd(x, filter, 0);
  }
  if (isProduct(filter.shape, options)) {
    return pixelProduct([x, filter], [...x.shape.slice(0, 3), filter.shape[3] as number]);
  }
  return runKernelForOne('Conv2D', [x, filter], attributes(options));
}

/** The gradient of {@link convolve} by its x, of shape `xShape`. */
export function inputGradient(
  xShape: number[],
  filter: tf.Tensor,
  dy: tf.Tensor,
  options: DenseOptions,
): tf.Tensor {
  if (byOwnProduct(dy, filter.shape)) return pointwiseInputGradient(xShape, filter, dy, options.stride);
  return tf.tidy(() => {
    const precision = workingPrecision(dy);
    const [gradient, weights] = [inPrecision(dy, precision), inPrecision(filter, precision)];
    return inPrecision(inputGradientAlike(xShape, weights, gradient, options), precisionOf(dy));
  });
}

function inputGradientAlike(
  xShape: number[],
  filter: tf.Tensor,
  dy: tf.Tensor,
  options: DenseOptions,
): tf.Tensor {
  if (isWide(dy) && byWinograd(xShape, filter.shape, options)) {
    return winograd(dy, filter, 1);
  }
  if (isProduct(filter.shape, options)) return pixelProduct([dy, filter], xShape, { second: true });
  const inputs = [tf.tensor1d(xShape, 'int32'), filter, dy];
  return runKernelForOne('Conv2DBackpropInput', inputs, attributes(options));
}

/** The gradient of {@link convolve} by its filter, float32 of shape `filterShape`. */
export function filterGradient(
  x: tf.Tensor,
  filterShape: number[],
  dy: tf.Tensor,
  options: DenseOptions,
): tf.Tensor {
  if (byOwnProduct(x, filterShape)) return pointwiseFilterGradient(x, dy, options.stride);
  return tf.tidy(() => {
    const precision = workingPrecision(x);
    const [input, gradient] = [inPrecision(x, precision), inPrecision(dy, precision)];
    return inPrecision(filterGradientAlike(input, filterShape, gradient, options), 'float32');
  });
}

function filterGradientAlike(
  x: tf.Tensor,
  filterShape: number[],
  dy: tf.Tensor,
  options: DenseOptions,
): tf.Tensor {
  if (nativeKernelsFor(x) && byWinograd(x.shape, filterShape, options)) {
    if (isWide(x)) return runKernelForOne('FoveaWinogradConv2DFilterGrad', [x, dy]);
    const planes = [
      runKernelForOne('FoveaWinogradInput', [x]),
      runKernelForOne('FoveaWinogradOutputGrad', [dy]),
    ];
    const product = runKernelForOne('BatchMatMulV2', planes, { adj_x: true, adj_y: false });
    return runKernelForOne('FoveaWinogradFilterGrad', [product]);
  }
  if (isProduct(filterShape, options)) return pixelProduct([x, dy], filterShape, { first: true });
  const size = tf.tensor1d(filterShape, 'int32');
  return runKernelForOne('Conv2DBackpropFilter', [x, size, dy], attributes(options));
}
