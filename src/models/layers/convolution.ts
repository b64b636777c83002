import { addBias } from '../../tensorflow/bias';
import { conv2d } from '../../tensorflow/convolution';
import { depthwiseConv2d } from '../../tensorflow/depthwise-convolution';
import type { Convolution } from '../../tensorflow/normalized-convolution';
import type { Padding } from '../../tensorflow/padding';
import type { tf } from '../../tensorflow/tf';
import type { Initial } from '../parameter';
import type { Layer, Pass, Scope } from './layer';

/** Options of {@link convolution}. */
export interface ConvolutionLayerOptions {
  /**
   * Height and width of the filter, pixels.
   *
   * @defaultValue 1
   */
  readonly kernel?: number;
  /** @defaultValue 1 */
  readonly stride?: number;
  /**
   * Pixels on every side, or `same` as TensorFlow pads.
   *
   * @defaultValue 0
   */
  readonly padding?: Padding;
  /** @defaultValue false */
  readonly bias?: boolean;
  /**
   * How the filter's initial values are drawn.
   *
   * @defaultValue Kaiming normal by outgoing connections, as torchvision's ResNets
   */
  readonly initial?: Initial;
}

/** A convolution, with what it consists of: so it can run as one with the layers around it. */
export interface ConvolutionLayer extends Layer {
  readonly kind: 'convolution' | 'depthwise';
  /** The filter in a pass, and how it moves over the images. */
  readonly convolution: (pass: Pass) => Convolution;
  /** The bias in a pass, float32 `[channels]`. */
  readonly bias?: (pass: Pass) => tf.Tensor1D;
}

/**
 * Convolution with weights `weight` (and `bias`) in the scope.
 *
 * @param at Where its parameters are declared.
 * @param inChannels Channels of the input.
 * @param outChannels Number of filters.
 * @param options A 1x1 filter, stride 1, padding 0 and no bias by default.
 * @returns A layer from real numbers `[batch, height, width, inChannels]` to `[batch, newHeight, newWidth, outChannels]`.
 * @see He et al. 2015, arXiv:1502.01852 for the initial weights.
 */
export function convolution(
  at: Scope,
  inChannels: number,
  outChannels: number,
  { kernel = 1, stride = 1, padding = 0, bias = false, initial }: ConvolutionLayerOptions = {},
): ConvolutionLayer {
  const weights = initial ?? { deviation: Math.sqrt(2 / (outChannels * kernel * kernel)) };
  const filter = at.declare('weight', 'convolution', [outChannels, inChannels, kernel, kernel], weights);
  const shift = bias ? at.declare('bias', 'bias', [outChannels], { constant: 0 }) : undefined;
  const parts = {
    kind: 'convolution' as const,
    convolution: (pass: Pass) => ({ filter: pass.value(filter) as tf.Tensor4D, stride, padding }),
    bias: shift && ((pass: Pass) => pass.value(shift) as tf.Tensor1D),
  };
  const layer: Layer = (x, pass) => {
    const { filter, ...options } = parts.convolution(pass);
    const y = conv2d(x, filter, options);
    return parts.bias ? addBias(y, parts.bias(pass)) : y;
  };
  return Object.assign(layer, parts);
}

/** Options of {@link depthwiseConvolution}. */
export type DepthwiseConvolutionOptions = Pick<ConvolutionLayerOptions, 'kernel' | 'stride' | 'padding'>;

/**
 * Convolution of each channel on its own, weights `weight` of shape `[channels, 1, kernel, kernel]` in the scope.
 *
 * @param at Where its parameters are declared.
 * @param channels Channels of the input and of the output.
 * @param options A 3x3 filter, stride 1 and TensorFlow's padding `same` by default.
 * @returns A layer from real numbers `[batch, height, width, channels]` to `[batch, newHeight, newWidth, channels]`.
 */
export function depthwiseConvolution(
  at: Scope,
  channels: number,
  { kernel = 3, stride = 1, padding = 'same' }: DepthwiseConvolutionOptions = {},
): ConvolutionLayer {
  const initial = { deviation: Math.sqrt(2 / (kernel * kernel)) };
  const weight = at.declare('weight', 'depthwise', [channels, 1, kernel, kernel], initial);
  const parts = {
    kind: 'depthwise' as const,
    convolution: (pass: Pass) => ({ filter: pass.value(weight) as tf.Tensor4D, stride, padding }),
  };
  const layer: Layer = (x, pass) => {
    const { filter, ...options } = parts.convolution(pass);
    return depthwiseConv2d(x, filter, options);
  };
  return Object.assign(layer, parts);
}
