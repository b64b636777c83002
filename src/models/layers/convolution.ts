import type { Activation } from '../../tensorflow/activation';
import { addBias } from '../../tensorflow/bias';
import { conv2d, depthwiseConv2d } from '../../tensorflow/convolution';
import type { BatchNormTraining, BatchNormVectors } from '../../tensorflow/normalization';
import {
  batchNormConv2d,
  type Convolution,
  type NormalizedConvolutionOptions,
} from '../../tensorflow/normalized-convolution';
import { batchNormDepthwiseConv2d } from '../../tensorflow/normalized-depthwise';
import type { Padding } from '../../tensorflow/padding';
import type { tf } from '../../tensorflow/tf';
import type { Initial } from '../parameter';
import type { Layer, Pass, Scope } from './layer';

/** Options of {@link convolution}. */
export interface ConvolutionLayerOptions {
  readonly kernel?: number;
  readonly stride?: number;
  readonly padding?: Padding;
  readonly bias?: boolean;
  /** After the bias, in one kernel with it: without a bias there is none. */
  readonly activation?: Activation;
  /** Initial weights; Kaiming normal by outgoing connections unless told, as torchvision's ResNets. */
  readonly initial?: Initial;
}

/** A layer that {@link normalized} can join to the normalization before it. */
export interface ConvolutionLayer extends Layer {
  /** Its weights, and how they move over the images, if it is nothing but a convolution of all channels. */
  parts?(pass: Pass): Convolution;
  /** Normalizes by the batch, then convolves. */
  afterNorm?(
    x: tf.Tensor4D,
    vectors: BatchNormVectors,
    options: NormalizedConvolutionOptions,
    pass: Pass,
  ): BatchNormTraining;
}

/**
 * Convolution with weights `weight` (and `bias`) in the scope.
 *
 * @see He et al. 2015, arXiv:1502.01852 for the initial weights.
 */
export function convolution(
  at: Scope,
  inChannels: number,
  outChannels: number,
  { kernel = 1, stride = 1, padding = 0, bias = false, activation, initial }: ConvolutionLayerOptions = {},
): ConvolutionLayer {
  const weights = initial ?? { deviation: Math.sqrt(2 / (outChannels * kernel * kernel)) };
  const weight = at.declare('weight', 'convolution', [outChannels, inChannels, kernel, kernel], weights);
  const shift = bias ? at.declare('bias', 'bias', [outChannels], { constant: 0 }) : undefined;
  const filter = (pass: Pass) => pass.value(weight) as tf.Tensor4D;
  const convolve: Layer = (x, pass) => conv2d(x, filter(pass), { stride, padding });
  if (shift) return (x, pass) => addBias(convolve(x, pass), pass.value(shift), activation);
  return Object.assign(convolve, {
    parts: (pass) => ({ filter: filter(pass), stride, padding }),
    afterNorm: (x, vectors, options, pass) =>
      batchNormConv2d(x, vectors, filter(pass), { ...options, stride, padding }),
  } satisfies Omit<ConvolutionLayer, keyof Layer>);
}

/** Convolution of each channel on its own, weights `weight` of shape `[channels, 1, kernel, kernel]`. */
export function depthwiseConvolution(
  at: Scope,
  channels: number,
  { kernel = 3, stride = 1, padding = 'same' as Padding } = {},
): ConvolutionLayer {
  const initial = { deviation: Math.sqrt(2 / (kernel * kernel)) };
  const weight = at.declare('weight', 'depthwise', [channels, 1, kernel, kernel], initial);
  const filter = (pass: Pass) => pass.value(weight) as tf.Tensor4D;
  const convolve: Layer = (x, pass) => depthwiseConv2d(x, filter(pass), { stride, padding });
  return Object.assign(convolve, {
    afterNorm: (x, vectors, options, pass) =>
      batchNormDepthwiseConv2d(x, vectors, filter(pass), { ...options, stride, padding }),
  } satisfies Pick<ConvolutionLayer, 'afterNorm'>);
}
