import { type Attributes, runKernelForOne } from './kernel';
import {
  byNativeKernels,
  isPointwise,
  nativeConvolve,
  nativeFilterGradient,
  nativeInputGradient,
} from './native-convolution';
import { nativeKernels, nativeKernelsFor, workingPrecision } from './native-kernels';
import { borderOf, type ConvolutionOptions, expectConvolvable, isSame, withBorder } from './padding';
import { inPrecision, precisionOf } from './precision';
import { tf } from './tf';

/** With fewer output pixels, transforming the filter costs more time than it saves. */
const FEWEST_PIXELS = 256;
/** With fewer channels, the products of matrices are too narrow to be fast. */
const FEWEST_CHANNELS = 16;
/** The tiles may have at most this many times the pixels of the image. */
const MOST_WASTE = 1.7;

const tiled = (size: number) => 4 * Math.ceil(size / 4);

// A quarter of the multiplications of a 3x3 convolution: four outputs of three weights from six products along each axis
// (Winograd's algorithm; Lavin and Gray 2016, arXiv:1509.09308).
function byWinograd(
  xShape: readonly number[],
  filterShape: readonly number[],
  options: ConvolutionOptions,
): boolean {
  const [batch, height, width] = xShape;
  const [filterHeight, filterWidth, inChannels, outChannels] = filterShape;
  return (
    filterHeight === 3 &&
    filterWidth === 3 &&
    (options.stride ?? 1) === 1 &&
    isSame(filterShape, options) &&
    Math.min(inChannels, outChannels) >= FEWEST_CHANNELS &&
    batch * height * width >= FEWEST_PIXELS &&
    tiled(height) * tiled(width) <= MOST_WASTE * height * width &&
    nativeKernels()
  );
}

function winograd(x: tf.Tensor, filter: tf.Tensor, transposed: 0 | 1): tf.Tensor {
  return runKernelForOne('FoveaWinogradConv2D', [x, filter], { transposed: { int: transposed } });
}

// It takes a third of the time of tfjs's own, which matters where the product itself takes no longer than that.
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

// With TensorFlow's explicit padding the gradients would leave oneDNN's fast path, so the border is either SAME or a Pad of
// its own.
const bordered = (shape: readonly number[], size: number) =>
  shape.map((length, axis) => (axis === 1 || axis === 2 ? length + 2 * size : length));

function attributes(filterShape: readonly number[], options: ConvolutionOptions): Attributes {
  const { stride = 1 } = options;
  const padding = isSame(filterShape, options) ? 'SAME' : 'VALID';
  return { strides: { int: [1, stride, stride, 1] }, padding, data_format: 'NHWC' };
}

// Winograd's algorithm needs more digits than bfloat16 has, and TensorFlow's own convolution is as fast. Its gradient with
// respect to the filter is the exception: the error is a hundredth of the gradient, and no other gradient is made from it.
const isWide = (x: tf.Tensor) => precisionOf(x) === 'float32';

/**
 * Convolution of x, `[batch, height, width, in]`, and filter, float32 `[filterHeight, filterWidth, in, out]`, in x's precision.
 *
 * @throws FoveaError if it has no result: see {@link expectConvolvable}.
 */
export function convolve(x: tf.Tensor, filter: tf.Tensor, options: ConvolutionOptions): tf.Tensor {
  expectConvolvable(x.shape, filter.shape, options);
  if (byNativeKernels(x) && !byWinograd(x.shape, filter.shape, options)) {
    return nativeConvolve(x, filter, options);
  }
  return tf.tidy(() => {
    const precision = workingPrecision(x);
    const [input, weights] = [inPrecision(x, precision), inPrecision(filter, precision)];
    return inPrecision(convolveAlike(input, weights, options), precisionOf(x));
  });
}

function convolveAlike(x: tf.Tensor, filter: tf.Tensor, options: ConvolutionOptions): tf.Tensor {
  if (isWide(x) && byWinograd(x.shape, filter.shape, options)) return winograd(x, filter, 0);
  if (isPointwise(filter.shape, options)) {
    return pixelProduct([x, filter], [...x.shape.slice(0, 3), filter.shape[3] as number]);
  }
  const input = withBorder(x, borderOf(filter.shape, options));
  return runKernelForOne('Conv2D', [input, filter], attributes(filter.shape, options));
}

/** The gradient of {@link convolve} with respect to x, of shape `xShape`. */
export function inputGradient(
  xShape: number[],
  filter: tf.Tensor,
  dy: tf.Tensor,
  options: ConvolutionOptions,
): tf.Tensor {
  if (byNativeKernels(dy) && !byWinograd(xShape, filter.shape, options)) {
    return nativeInputGradient(xShape, filter, dy, options);
  }
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
  options: ConvolutionOptions,
): tf.Tensor {
  if (isWide(dy) && byWinograd(xShape, filter.shape, options)) return winograd(dy, filter, 1);
  if (isPointwise(filter.shape, options)) return pixelProduct([dy, filter], xShape, { second: true });
  const size = borderOf(filter.shape, options);
  const inputs = [tf.tensor1d(bordered(xShape, size), 'int32'), filter, dy];
  const dx = runKernelForOne('Conv2DBackpropInput', inputs, attributes(filter.shape, options));
  return size ? tf.slice(dx, [0, size, size, 0], xShape) : dx;
}

/** The gradient of {@link convolve} with respect to the filter, float32 of shape `filterShape`. */
export function filterGradient(
  x: tf.Tensor,
  filterShape: number[],
  dy: tf.Tensor,
  options: ConvolutionOptions,
): tf.Tensor {
  if (byNativeKernels(x) && !byWinograd(x.shape, filterShape, options)) {
    return nativeFilterGradient(x, filterShape, dy, options);
  }
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
  options: ConvolutionOptions,
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
  if (isPointwise(filterShape, options)) return pixelProduct([x, dy], filterShape, { first: true });
  const input = withBorder(x, borderOf(filterShape, options));
  const size = tf.tensor1d(filterShape, 'int32');
  return runKernelForOne('Conv2DBackpropFilter', [input, size, dy], attributes(filterShape, options));
}
