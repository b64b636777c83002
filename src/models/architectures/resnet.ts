import { relu } from '../../tensorflow/activation';
import { maxPool } from '../../tensorflow/pooling';
import { tf } from '../../tensorflow/tf';
import { imagenetStats } from '../../transforms/normalize';
import { type BatchNormLayer, batchNorm, normalized, normalizedSum } from '../layers/batch-norm';
import { convolution } from '../layers/convolution';
import { type Layer, type Scope, sequential } from '../layers/layer';
import type { Architecture, Body } from './architecture';

type Block = (at: Scope, inChannels: number, width: number, stride: number) => Layer;

function downsample(at: Scope, inChannels: number, outChannels: number, stride: number): Layer | undefined {
  if (stride === 1 && inChannels === outChannels) return undefined;
  return sequential([
    convolution(at.at('downsample.0'), inChannels, outChannels, { stride }),
    batchNorm(at.at('downsample.1'), outChannels),
  ]);
}

function residual(main: Layer, norm: BatchNormLayer, shortcut: Layer | undefined): Layer {
  const end = normalizedSum(norm, 'relu');
  return (x, pass) => tf.tidy(() => end(main(x, pass), shortcut ? shortcut(x, pass) : x, pass));
}

const ACTIVE = { activation: 'relu' } as const;

const basicBlock: Block = (at, inChannels, width, stride) => {
  const main = sequential([
    convolution(at.at('conv1'), inChannels, width, { kernel: 3, stride, padding: 1 }),
    normalized(
      batchNorm(at.at('bn1'), width, ACTIVE),
      convolution(at.at('conv2'), width, width, { kernel: 3, padding: 1 }),
    ),
  ]);
  const norm = batchNorm(at.at('bn2'), width);
  return residual(main, norm, downsample(at, inChannels, width, stride));
};

// The stride sits in the 3x3 convolution, as in torchvision ("ResNet v1.5"), not in the first 1x1 as in the paper.
const bottleneck: Block = (at, inChannels, width, stride) => {
  const main = sequential([
    convolution(at.at('conv1'), inChannels, width),
    normalized(
      batchNorm(at.at('bn1'), width, ACTIVE),
      convolution(at.at('conv2'), width, width, { kernel: 3, stride, padding: 1 }),
    ),
    normalized(batchNorm(at.at('bn2'), width, ACTIVE), convolution(at.at('conv3'), width, 4 * width)),
  ]);
  const norm = batchNorm(at.at('bn3'), 4 * width);
  return residual(main, norm, downsample(at, inChannels, 4 * width, stride));
};

function resnetBody(at: Scope, block: Block, expansion: number, depths: readonly number[]): Body {
  const stages = [
    { name: 'conv1', layer: convolution(at.at('conv1'), 3, 64, { kernel: 7, stride: 2, padding: 3 }) },
    { name: 'bn1', layer: batchNorm(at.at('bn1'), 64) },
    { name: 'relu', layer: ((x) => relu(x)) as Layer },
    { name: 'maxpool', layer: ((x) => maxPool(x, 3, { stride: 2, padding: 1 })) as Layer },
  ];
  let channels = 64;
  depths.forEach((depth, i) => {
    const width = 64 * 2 ** i;
    const layer = at.at(`layer${i + 1}`);
    const blocks = Array.from({ length: depth }, (_, j) => {
      const made = block(layer.at(`${j}`), channels, width, i > 0 && j === 0 ? 2 : 1);
      channels = width * expansion;
      return made;
    });
    stages.push({ name: `layer${i + 1}`, layer: sequential(blocks) });
  });
  return { stages, channels, secondGroup: (name) => /(^|\.)layer[34]\./.test(name) };
}

/**
 * ResNet with 34 layers, in torchvision's layout and names; 21.3 million parameters in the body.
 *
 * @see He et al. 2016, arXiv:1512.03385.
 */
export const resnet34: Architecture = {
  name: 'resnet34',
  statistics: imagenetStats,
  classifier: 'fc',
  body: (at) => resnetBody(at, basicBlock, 1, [3, 4, 6, 3]),
};

/**
 * ResNet with 50 layers and bottleneck blocks, in torchvision's layout and names; 23.5 million parameters in the body.
 *
 * @see He et al. 2016, arXiv:1512.03385.
 */
export const resnet50: Architecture = {
  name: 'resnet50',
  statistics: imagenetStats,
  classifier: 'fc',
  body: (at) => resnetBody(at, bottleneck, 4, [3, 4, 6, 3]),
};
