import { tf } from '../../tensorflow/tf';
import { type BatchNormLayer, batchNorm, normalized } from '../layers/batch-norm';
import { type ConvolutionLayer, convolution, depthwiseConvolution } from '../layers/convolution';
import { type Layer, type Scope, sequential } from '../layers/layer';
import type { Architecture, Body, Stage } from './architecture';

// TensorFlow's constants: decay 0.99 is momentum 0.01 in PyTorch's sense.
const NORM = { epsilon: 1e-3, momentum: 0.01 };
const ACTIVE_NORM = { ...NORM, activation: 'relu6' } as const;

/** Expansion, output channels, kernel, stride and repeats of each group of blocks (EfficientNet-B0's table). */
const GROUPS: readonly (readonly [number, number, number, number, number])[] = [
  [1, 16, 3, 1, 1],
  [6, 24, 3, 2, 2],
  [6, 40, 5, 2, 2],
  [6, 80, 3, 2, 3],
  [6, 112, 5, 1, 3],
  [6, 192, 5, 2, 4],
  [6, 320, 3, 1, 1],
];

/** What stands before a depthwise convolution: a convolution that makes its channels of fewer, and their normalization. */
interface Expansion {
  readonly convolve: ConvolutionLayer;
  readonly norm: BatchNormLayer;
}

/** @param stem Stands before the one block that has no expansion of its own. */
function invertedResidual(
  at: Scope,
  inChannels: number,
  [expansion, outChannels, kernel, stride]: readonly number[],
  stem: Expansion,
): Layer {
  const width = inChannels * expansion;
  const pointwise = { padding: 'same' } as const;
  const { convolve, norm } =
    expansion === 1
      ? stem
      : {
          convolve: convolution(at.at('_expand_conv'), inChannels, width, pointwise),
          norm: batchNorm(at.at('_bn0'), width, ACTIVE_NORM),
        };
  const main = sequential([
    normalized(norm, depthwiseConvolution(at.at('_depthwise_conv'), width, { kernel, stride }), convolve),
    normalized(
      batchNorm(at.at('_bn1'), width, ACTIVE_NORM),
      convolution(at.at('_project_conv'), width, outChannels, pointwise),
    ),
    batchNorm(at.at('_bn2'), outChannels, NORM),
  ]);
  const hasShortcut = stride === 1 && inChannels === outChannels;
  return (x, pass) => tf.tidy(() => (hasShortcut ? tf.add<tf.Tensor4D>(main(x, pass), x) : main(x, pass)));
}

function efficientnetBody(at: Scope): Body {
  const stem = {
    convolve: convolution(at.at('_conv_stem'), 3, 32, { kernel: 3, stride: 2, padding: 'same' }),
    norm: batchNorm(at.at('_bn0'), 32, ACTIVE_NORM),
  };
  const stages: Stage[] = [];
  let channels = 32;
  for (const [expansion, outChannels, kernel, firstStride, repeats] of GROUPS) {
    for (let i = 0; i < repeats; i++) {
      const name = `_blocks.${stages.length}`;
      const stride = i === 0 ? firstStride : 1;
      stages.push({
        name,
        layer: invertedResidual(at.at(name), channels, [expansion, outChannels, kernel, stride], stem),
      });
      channels = outChannels;
    }
  }
  const end = sequential([
    convolution(at.at('_conv_head'), channels, 1280, { padding: 'same' }),
    batchNorm(at.at('_bn1'), 1280, ACTIVE_NORM),
  ]);
  stages.push({ name: '_conv_head', layer: end });
  return {
    stages,
    channels: 1280,
    secondGroup: (name) =>
      /(^|\.)(_blocks\.([89]|1\d)\.|_conv_head\.|_bn1\.)/.test(name) && !/_blocks\.[0-7]\./.test(name),
  };
}

/**
 * EfficientNet-Lite0: EfficientNet-B0 without squeeze and excitation, with ReLU6; 3.4 million parameters in the body.
 * Padding is TensorFlow's SAME; input is (x - 127) / 128 of bytes. Three groups: stem and blocks 0-7, the rest, the head.
 *
 * @see Tan and Le 2019, arXiv:1905.11946; Liu 2020, "Higher accuracy on vision models with EfficientNet-Lite".
 */
export const efficientnetLite0: Architecture = {
  name: 'efficientnetLite0',
  statistics: { mean: [127 / 255, 127 / 255, 127 / 255], std: [128 / 255, 128 / 255, 128 / 255] },
  classifier: '_fc',
  body: efficientnetBody,
};
