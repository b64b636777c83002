import { made } from '../../base/recipe';
import { relu6 } from '../../tensorflow/activation';
import { batchNorm } from '../layers/batch-norm';
import { convolution, depthwiseConvolution } from '../layers/convolution';
import type { Layer, Scope } from '../layers/layer';
import { residual, sequential } from '../layers/sequential';
import type { Architecture, Body, Stage } from './architecture';

// TensorFlow's constants: decay 0.99 is momentum 0.01 in PyTorch's sense.
const NORM = { epsilon: 1e-3, momentum: 0.01 };

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

/** MobileNetV2's block (arXiv:1801.04381): more channels, a depthwise convolution, fewer channels without an activation. */
function invertedResidual(
  at: Scope,
  inChannels: number,
  [expansion, outChannels, kernel, stride]: readonly number[],
): Layer {
  const width = inChannels * expansion;
  const expand = () => [
    convolution(at.at('_expand_conv'), inChannels, width, { padding: 'same' }),
    batchNorm(at.at('_bn0'), width, NORM),
    relu6,
  ];
  const layers = [
    ...(expansion === 1 ? [] : expand()),
    depthwiseConvolution(at.at('_depthwise_conv'), width, { kernel, stride }),
    batchNorm(at.at('_bn1'), width, NORM),
    relu6,
    convolution(at.at('_project_conv'), width, outChannels, { padding: 'same' }),
    batchNorm(at.at('_bn2'), outChannels, NORM),
  ];
  return stride === 1 && inChannels === outChannels ? residual(layers) : sequential(layers);
}

// From the last blocks' channels to those that the classifier was trained on.
function widening(at: Scope, channels: number): Stage {
  const layer = sequential([
    convolution(at.at('_conv_head'), channels, 1280, { padding: 'same' }),
    batchNorm(at.at('_bn1'), 1280, NORM),
    relu6,
  ]);
  return { name: '_conv_head', layer };
}

function efficientnetBody(at: Scope, { isWidened }: { isWidened: boolean }): Body {
  const stem = [
    convolution(at.at('_conv_stem'), 3, 32, { kernel: 3, stride: 2, padding: 'same' }),
    batchNorm(at.at('_bn0'), 32, NORM),
    relu6,
  ];
  const stages: Stage[] = [];
  let channels = 32;
  for (const [expansion, outChannels, kernel, firstStride, repeats] of GROUPS) {
    for (let i = 0; i < repeats; i++) {
      const name = `_blocks.${stages.length}`;
      const stride = i === 0 ? firstStride : 1;
      const block = invertedResidual(at.at(name), channels, [expansion, outChannels, kernel, stride]);
      stages.push({ name, layer: stages.length === 0 ? sequential([...stem, block]) : block });
      channels = outChannels;
    }
  }
  if (isWidened) stages.push(widening(at, channels));
  return {
    stages,
    channels: isWidened ? 1280 : channels,
    secondGroup: (name) => /^(_blocks\.([89]|1\d)|_conv_head|_bn1)\./.test(name),
  };
}

/**
 * EfficientNet-Lite0: EfficientNet-B0 without squeeze and excitation, with ReLU6; 3.4 million parameters in the body.
 * Padding is TensorFlow's SAME; input is (x - 127) / 128 of bytes.
 * Three parameter groups: stem and blocks 0-7, the rest of the body, the head. A U-Net's encoder ends with the last block, at 320
 * channels, as in segmentation_models_pytorch: the 1280 channels that follow are for the classifier, and would make the U-Net nine
 * times as large.
 *
 * @see Tan and Le 2019, arXiv:1905.11946; Liu 2020, "Higher accuracy on vision models with EfficientNet-Lite".
 */
export const efficientnetLite0: Architecture = made({
  name: 'efficientnetLite0',
  statistics: { mean: [127 / 255, 127 / 255, 127 / 255], std: [128 / 255, 128 / 255, 128 / 255] },
  classifier: '_fc',
  body: (at) => efficientnetBody(at, { isWidened: true }),
  encoder: (at) => efficientnetBody(at, { isWidened: false }),
});
