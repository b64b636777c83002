import { ACTIVATION_BOUNDS } from './activation';
import { conv2d } from './convolution';
import { convolve, filterGradient, inputGradient } from './dense-convolution';
import { differentiable, type KernelAttributes, once } from './differentiable';
import { runKernel, runKernelForOne } from './kernel';
import { byNativeKernels, isPointwise } from './native-convolution';
import { nativeKernelsFor } from './native-kernels';
import {
  type BatchNormOptions,
  type BatchNormTraining,
  type BatchNormVectors,
  batchNormOutputs,
  batchNormTraining,
  boundAttributes,
  trainingAttributes,
} from './normalization';
import type { ConvolutionOptions, Padding } from './padding';
import { tf } from './tf';

/** A convolution's weights, float32 `[filterHeight, filterWidth, in, out]`, and how they move over the images. */
export interface Convolution extends ConvolutionOptions {
  readonly filter: tf.Tensor4D;
}

/** Options of a batch normalization and the convolution after it. */
export interface NormalizedConvolutionOptions extends BatchNormOptions, ConvolutionOptions {
  /** A convolution that x goes through before it is normalized. Not disposed. */
  readonly expansion?: Convolution;
}

type Run = ReturnType<typeof differentiable>;

// The normalized batch is not kept for the gradient but computed from x again: that saves half of a network's memory.
const dense = differentiable({
  name: 'FoveaBatchNormConv2D',
  forward: ({ x, scale, shift, runningMean, runningVariance, filter }, attributes) => {
    const inputs = [x, scale, shift, runningMean, runningVariance];
    const [y, ...statistics] = runKernel('FoveaBatchNorm', inputs, trainingAttributes(attributes), 5);
    return [convolve(y, filter, denseOptions(attributes)), ...statistics];
  },
  saveInputs: ['filter', 'x', 'scale', 'shift'],
  saveOutputs: [false, false, false, true, true],
  gradient: (dy, [filter, x, scale, shift, mean, inverseDeviation], attributes) => {
    const options = denseOptions(attributes);
    const bounds = boundAttributes(attributes);
    const vectors = [scale, shift, mean, inverseDeviation];
    const norm = once(() =>
      tf.tidy(() => {
        const dNormalized = inputGradient(x.shape, filter, dy, options);
        return runKernel('FoveaBatchNormGrad', [dNormalized, x, ...vectors], bounds, 3);
      }),
    );
    return {
      filter: () =>
        tf.tidy(() => {
          const normalized = runKernelForOne('FoveaNormalize', [x, ...vectors], bounds);
          return filterGradient(normalized, filter.shape, dy, options);
        }),
      x: () => norm()[0],
      scale: () => norm()[1],
      shift: () => norm()[2],
    };
  },
});

// As above, and the normalized batch is never written to memory: it is made in the cache as it is multiplied.
const pointwise = differentiable({
  name: 'FoveaBatchNormPointwiseConv2D',
  forward: ({ x, scale, shift, runningMean, runningVariance, filter }, attributes) =>
    runKernel(
      'FoveaNormPointwise',
      [x, scale, shift, runningMean, runningVariance, filter],
      trainingAttributes(attributes),
      5,
    ),
  saveInputs: ['filter', 'x', 'scale', 'shift'],
  saveOutputs: [false, false, false, true, true],
  gradient: (dy, [filter, ...normalization], attributes) => {
    const bounds = boundAttributes(attributes);
    const norm = once(() => runKernel('FoveaNormPointwiseGrad', [dy, ...normalization, filter], bounds, 3));
    return {
      filter: () => runKernelForOne('FoveaNormPointwiseFilterGrad', [dy, ...normalization], bounds),
      x: () => norm()[0],
      scale: () => norm()[1],
      shift: () => norm()[2],
    };
  },
});

function denseOptions({ stride, padding }: KernelAttributes): ConvolutionOptions {
  return { stride: stride as number, padding: padding as Padding };
}

/** Runs one of our training kernels. `images` are its filters, then x. */
export function runNative(
  run: Run,
  images: Readonly<Record<string, tf.Tensor4D>>,
  vectors: BatchNormVectors,
  {
    epsilon = 1e-5,
    momentum = 0.1,
    activation = 'none',
    stride = 1,
    padding = 0,
    expansion,
  }: NormalizedConvolutionOptions,
): BatchNormTraining {
  // Filters first: what their gradients need is freed before the next gradient takes memory.
  const attributes = { epsilon, momentum, stride, padding, ...ACTIVATION_BOUNDS[activation] };
  const { stride: expansionStride = 1, padding: expansionPadding = 0 } = expansion ?? {};
  return batchNormOutputs(
    run({ ...images, ...vectors }, { ...attributes, expansionStride, expansionPadding }),
  );
}

/** x, or the result of a convolution of x if there is one. */
export function expand(x: tf.Tensor4D, expansion: Convolution | undefined): tf.Tensor4D {
  return expansion ? conv2d(x, expansion.filter, expansion) : x;
}

/**
 * Batch normalization by the batch's own statistics, activation and convolution as one: the batch between them is not kept for
 * the gradient.
 *
 * @param images Real numbers `[batch, height, width, in]`; the convolution works in their precision. Not disposed.
 * @param vectors Scale, shift and the running statistics so far. Not disposed.
 * @param filter float32 `[filterHeight, filterWidth, in, out]`. Not disposed.
 * @param options Of the normalization, of the convolution, and a convolution before both.
 * @returns The convolution's result as `y`, and the new running statistics, owned by the enclosing `tf.tidy`.
 */
export function batchNormConv2d(
  images: tf.Tensor4D,
  vectors: BatchNormVectors,
  filter: tf.Tensor4D,
  { expansion, ...options }: NormalizedConvolutionOptions = {},
): BatchNormTraining {
  const x = expand(images, expansion);
  if (nativeKernelsFor(x)) {
    const isDirect = isPointwise(filter.shape, options) && byNativeKernels(x);
    const run = isDirect ? pointwise : dense;
    return runNative(run, { filter, x }, vectors, options);
  }
  const normalized = batchNormTraining(x, vectors, options);
  return { ...normalized, y: conv2d(normalized.y, filter, options) };
}
