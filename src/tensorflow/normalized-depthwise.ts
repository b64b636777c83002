import { convolve, filterGradient, inputGradient } from './dense-convolution';
import { depthwiseConv2d, hasNativeDepthwise } from './depthwise-convolution';
import { differentiable, type KernelAttributes, once } from './differentiable';
import { runKernel } from './kernel';
import {
  type BatchNormTraining,
  type BatchNormVectors,
  batchNormTraining,
  boundAttributes,
  trainingAttributes,
} from './normalization';
import { expand, type NormalizedConvolutionOptions, runNative } from './normalized-convolution';
import type { ConvolutionOptions, Padding } from './padding';
import { tf } from './tf';

/** A result that takes at most this many multiplications for each number is computed again for the gradient instead of being kept. */
const FEW_MULTIPLICATIONS = 32;
/** A larger batch is computed again in slices: TensorFlow's allocator finds no room for all of it and its gradient. */
const MOST_NUMBERS = 3 * 2 ** 24;

const strideOf = ({ stride }: KernelAttributes) => ({ stride: { int: stride as number } });

function convolveNormalized(
  { x, scale, shift, runningMean, runningVariance, filter }: Record<string, tf.Tensor>,
  attributes: KernelAttributes,
): tf.Tensor[] {
  const inputs = [x, scale, shift, runningMean, runningVariance, filter];
  const own = { ...trainingAttributes(attributes), ...strideOf(attributes) };
  return runKernel('FoveaNormDepthwise', inputs, own, 5);
}

function gradients(inputs: readonly tf.Tensor[], attributes: KernelAttributes) {
  const own = { ...boundAttributes(attributes), ...strideOf(attributes) };
  const [dx, dScale, dShift, dFilter] = runKernel('FoveaNormDepthwiseGrad', inputs, own, 4);
  return { dx, dScale, dShift, dFilter };
}

const plain = differentiable({
  name: 'FoveaBatchNormDepthwiseConv2D',
  forward: convolveNormalized,
  saveInputs: ['filter', 'x', 'scale', 'shift'],
  saveOutputs: [false, false, false, true, true],
  gradient: (dy, [filter, x, ...vectors], attributes) => {
    const { dx, dScale, dShift, dFilter } = gradients([dy, x, ...vectors, filter], attributes);
    return { filter: () => dFilter, x: () => dx, scale: () => dScale, shift: () => dShift };
  },
});

// The expanded batch, the widest of a network, is not kept for the gradient but computed again.
const expanded = differentiable({
  name: 'FoveaExpandedDepthwiseConv2D',
  forward: (inputs, attributes) => {
    const wide = convolve(inputs.x, inputs.expansion, expansionOptions(attributes));
    return convolveNormalized({ ...inputs, x: wide }, attributes);
  },
  saveInputs: ['filter', 'expansion', 'x', 'scale', 'shift'],
  saveOutputs: [false, false, false, true, true],
  gradient: (dy, [filter, expansion, x, ...vectors], attributes) => {
    const options = expansionOptions(attributes);
    const gradientsOf = (slice: ChannelSlice) => {
      const weights = slice.of(expansion);
      const norm = tf.tidy(() => {
        const wide = convolve(x, weights, options);
        const inputs = [
          slice.of(dy),
          wide,
          ...vectors.map((vector) => slice.of(vector)),
          slice.of(filter, 2),
        ];
        return gradients(inputs, attributes);
      });
      return { weights, ...norm };
    };
    const made = once(() => channelSlices(x, expansion, options).map(gradientsOf));
    return {
      filter: () =>
        joined(
          made().map(({ dFilter }) => dFilter),
          2,
        ),
      expansion: () => joined(made().map(({ weights, dx }) => filterGradient(x, weights.shape, dx, options))),
      x: () => {
        const gradients = made().map(({ weights, dx }) => inputGradient(x.shape, weights, dx, options));
        return gradients.reduce((sum, gradient) => tf.add(sum, gradient));
      },
      scale: () => joined(made().map(({ dScale }) => dScale)),
      shift: () => joined(made().map(({ dShift }) => dShift)),
    };
  },
});

function expansionOptions({ expansionStride, expansionPadding }: KernelAttributes): ConvolutionOptions {
  return { stride: expansionStride as number, padding: expansionPadding as Padding };
}

/** Some of the channels. */
interface ChannelSlice {
  /** Those channels of a tensor whose channels lie along `axis`, the last by default. */
  of(all: tf.Tensor, axis?: number): tf.Tensor;
}

/** Slices of the channels, in multiples of 16, so that each slice of the expanded batch has at most MOST_NUMBERS. */
function channelSlices(
  x: tf.Tensor,
  expansion: tf.Tensor,
  { stride = 1 }: ConvolutionOptions,
): ChannelSlice[] {
  const [batch, height, width] = x.shape;
  const channels = expansion.shape[3] as number;
  const numbers = (batch * height * width * channels) / stride ** 2;
  const step = 16 * Math.ceil(channels / Math.ceil(numbers / MOST_NUMBERS) / 16);
  return Array.from({ length: Math.ceil(channels / step) }, (_, i) => ({
    of: (all, axis = all.rank - 1) => {
      if (step >= channels) return all;
      const begin = all.shape.map((_length, j) => (j === axis ? i * step : 0));
      const size = all.shape.map((length, j) => (j === axis ? Math.min(step, channels - i * step) : length));
      return tf.slice(all, begin, size);
    },
  }));
}

function joined(slices: tf.Tensor[], axis = slices[0].rank - 1): tf.Tensor {
  return slices.length === 1 ? slices[0] : tf.concat(slices, axis);
}

/**
 * {@link batchNormConv2d} with a depthwise convolution: each channel on its own. The expanded batch is not kept for the gradient
 * either, where few multiplications compute it again.
 *
 * @param x Real numbers `[batch, height, width, channels]`, or what an expansion makes these of. Not disposed.
 * @param vectors Scale, shift and the running statistics so far. Not disposed.
 * @param filter float32 `[filterHeight, filterWidth, channels, 1]`. Not disposed.
 * @param options Of the normalization, of the convolution, and a convolution before both.
 * @returns The convolution's result as `y`, and the new running statistics, owned by the enclosing `tf.tidy`.
 */
export function batchNormDepthwiseConv2d(
  x: tf.Tensor4D,
  vectors: BatchNormVectors,
  filter: tf.Tensor4D,
  { expansion, ...options }: NormalizedConvolutionOptions = {},
): BatchNormTraining {
  const isNative = hasNativeDepthwise(x, filter, options);
  if (isNative && expansion && multiplications(expansion.filter) <= FEW_MULTIPLICATIONS) {
    const images = { filter, expansion: expansion.filter, x };
    return runNative(expanded, images, vectors, { ...options, expansion });
  }
  const wide = expand(x, expansion);
  if (isNative) return runNative(plain, { filter, x: wide }, vectors, options);
  const normalized = batchNormTraining(wide, vectors, options);
  return { ...normalized, y: depthwiseConv2d(normalized.y, filter, options) };
}

/** Multiplications for each number of a convolution's result. */
function multiplications({ shape: [height, width, inChannels] }: tf.Tensor4D): number {
  return height * width * inChannels;
}
