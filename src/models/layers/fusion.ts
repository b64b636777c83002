import { type Activation, activate, relu, relu6 } from '../../tensorflow/activation';
import { addBias } from '../../tensorflow/bias';
import { conv2d } from '../../tensorflow/convolution';
import { batchNormSum } from '../../tensorflow/normalization';
import { batchNormConv2d } from '../../tensorflow/normalized-convolution';
import { batchNormDepthwiseConv2d } from '../../tensorflow/normalized-depthwise';
import { pixelShuffle, shuffledFilter } from '../../tensorflow/pixel-shuffle';
import { tf } from '../../tensorflow/tf';
import type { BatchNormLayer } from './batch-norm';
import type { ConvolutionLayer } from './convolution';
import type { Layer, Pass } from './layer';
import { shufflePixels } from './pixel-shuffle';

// Architectures list their layers one by one, in the order of the paper. Only this file decides which of them run as one kernel.
// Any other layer, such as one of your own, runs as the plain function that it is.

const ACTIVATIONS = new Map<unknown, Activation>([
  [relu, 'relu'],
  [relu6, 'relu6'],
]);

const activationOf = (layer: Layer | undefined) => ACTIVATIONS.get(layer);

const kindOf = (layer: Layer | undefined) => (layer as Partial<BatchNormLayer | ConvolutionLayer>)?.kind;

const isBatchNorm = (layer: Layer | undefined): layer is BatchNormLayer => kindOf(layer) === 'batchNorm';

const isDense = (layer: Layer | undefined): layer is ConvolutionLayer => kindOf(layer) === 'convolution';

const isDepthwise = (layer: Layer | undefined): layer is ConvolutionLayer => kindOf(layer) === 'depthwise';

/** Some layers that run as one, and how many they are. */
interface Fused {
  readonly layer: Layer;
  readonly count: number;
}

/**
 * Joins layers that can run as one, from the first to the last: with fewer passes over the numbers, and in training with
 * less to keep for the gradient. The results are those of the single layers, up to rounding.
 *
 * @param layers One after the other.
 * @returns As many layers or fewer, to be run one after the other.
 */
export function fuse(layers: readonly Layer[]): Layer[] {
  const fused: Layer[] = [];
  for (let i = 0; i < layers.length; ) {
    const rest = layers.slice(i);
    const { layer, count } =
      expanded(rest) ?? normalized(rest) ?? shuffled(rest) ?? biased(rest) ?? first(rest);
    fused.push(layer);
    i += count;
  }
  return fused;
}

const first = ([layer]: readonly Layer[]): Fused => ({ layer, count: 1 });

/** A convolution that makes many channels of few, normalization, activation, depthwise convolution. */
function expanded([expansion, ...others]: readonly Layer[]): Fused | undefined {
  if (!isDense(expansion) || expansion.bias || !isBatchNorm(others[0])) return undefined;
  const activation = activationOf(others[1]);
  const depthwise = others[activation ? 2 : 1];
  if (!isDepthwise(depthwise)) return undefined;
  const after = normalizedConvolution(others[0], activation, depthwise, expansion);
  const layer: Layer = (x, pass) => after(pass.training ? x : expansion(x, pass), pass);
  return { layer, count: activation ? 4 : 3 };
}

/** Normalization, and the activation and the convolution after it. */
function normalized([norm, ...others]: readonly Layer[]): Fused | undefined {
  if (!isBatchNorm(norm)) return undefined;
  const activation = activationOf(others[0]);
  const convolution = others[activation ? 1 : 0];
  const count = activation ? 2 : 1;
  if (isDepthwise(convolution) || (isDense(convolution) && !convolution.bias)) {
    return { layer: normalizedConvolution(norm, activation, convolution), count: count + 1 };
  }
  return { layer: (x, pass) => norm.activated(x, pass, activation ?? 'none'), count };
}

// In training the batch between normalization and convolution is not kept for the gradient: half of a network's memory.
function normalizedConvolution(
  norm: BatchNormLayer,
  activation: Activation = 'none',
  convolution: ConvolutionLayer,
  expansion?: ConvolutionLayer,
): Layer {
  const train = convolution.kind === 'depthwise' ? batchNormDepthwiseConv2d : batchNormConv2d;
  return (x, pass) => {
    if (!pass.training) return convolution(norm.activated(x, pass, activation), pass);
    const before = expansion?.convolution(pass);
    const vectors = norm.vectors(pass);
    const { filter, ...options } = convolution.convolution(pass);
    return norm.keep(
      train(x, vectors, filter, { ...norm.options, ...options, activation, expansion: before }),
    );
  };
}

/** A convolution, an activation and a pixel shuffle: the filter is reordered, which is smaller than the image. */
function shuffled([convolution, ...others]: readonly Layer[]): Fused | undefined {
  if (!isDense(convolution)) return undefined;
  const activation = activationOf(others[0]);
  if (others[activation ? 1 : 0] !== shufflePixels) return undefined;
  const layer: Layer = (x, pass) => {
    const { filter, ...options } = convolution.convolution(pass);
    const y = conv2d(x, shuffledFilter(filter), options);
    const bias = convolution.bias && shuffledFilter(convolution.bias(pass));
    return pixelShuffle(withBias(y, bias, activation));
  };
  return { layer, count: activation ? 3 : 2 };
}

/** A convolution whose bias is added with the activation after it. */
function biased([convolution, after]: readonly Layer[]): Fused | undefined {
  const activation = activationOf(after);
  if (!isDense(convolution) || !convolution.bias || !activation) return undefined;
  return {
    layer: (x, pass) => withBias(convolve(convolution, x, pass), convolution.bias?.(pass), activation),
    count: 2,
  };
}

function convolve(convolution: ConvolutionLayer, x: tf.Tensor4D, pass: Pass): tf.Tensor4D {
  const { filter, ...options } = convolution.convolution(pass);
  return conv2d(x, filter, options);
}

function withBias(
  x: tf.Tensor4D,
  bias: tf.Tensor1D | undefined,
  activation: Activation = 'none',
): tf.Tensor4D {
  return bias ? addBias(x, bias, activation) : activate(x, activation);
}

/** A residual block's layers, but for what runs as one with the sum. */
export interface FusedSum {
  readonly layers: readonly Layer[];
  /** What is left of the layers, the sum with the shortcut, and the activation. */
  readonly sum: (x: tf.Tensor4D, shortcut: tf.Tensor4D, pass: Pass) => tf.Tensor4D;
}

/**
 * {@link fuse} for layers to whose result a shortcut is added, and an activation applied. Only with an activation is the sum
 * joined to the layer before it: its result is then kept for the gradient anyway.
 */
export function fuseSum(layers: readonly Layer[], activation: Layer | undefined): FusedSum {
  const name = activationOf(activation);
  const last = layers[layers.length - 1];
  const others = layers.slice(0, -1);
  if (name && isBatchNorm(last)) {
    return {
      layers: fuse(others),
      sum: (x, shortcut, pass) =>
        pass.training
          ? last.keep(batchNormSum(x, last.vectors(pass), shortcut, { ...last.options, activation: name }))
          : activate(tf.add<tf.Tensor4D>(last(x, pass), shortcut), name),
    };
  }
  if (name && isDense(last) && last.bias) {
    return {
      layers: fuse([...others, (x, pass) => convolve(last, x, pass)]),
      sum: (x, shortcut, pass) => withBias(tf.add<tf.Tensor4D>(x, shortcut), last.bias?.(pass), name),
    };
  }
  return {
    layers: fuse(layers),
    sum: (x, shortcut, pass) => {
      const y = tf.add<tf.Tensor4D>(x, shortcut);
      return activation ? activation(y, pass) : y;
    },
  };
}
