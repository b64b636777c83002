import { made } from '../../base/recipe';
import { relu } from '../../tensorflow/activation';
import { maxPool } from '../../tensorflow/pooling';
import { imagenetStats } from '../../transforms/normalize';
import { batchNorm } from '../layers/batch-norm';
import { convolution } from '../layers/convolution';
import type { Layer, Scope } from '../layers/layer';
import { residual, sequential } from '../layers/sequential';
import type { Architecture, Body, Stage } from './architecture';

type Block = (at: Scope, inChannels: number, width: number, stride: number) => Layer;

function downsample(at: Scope, inChannels: number, outChannels: number, stride: number): Layer | undefined {
  if (stride === 1 && inChannels === outChannels) return undefined;
  return sequential([
    convolution(at.at('downsample.0'), inChannels, outChannels, { stride }),
    batchNorm(at.at('downsample.1'), outChannels),
  ]);
}

const basicBlock: Block = (at, inChannels, width, stride) =>
  residual(
    [
      convolution(at.at('conv1'), inChannels, width, { kernel: 3, stride, padding: 1 }),
      batchNorm(at.at('bn1'), width),
      relu,
      convolution(at.at('conv2'), width, width, { kernel: 3, padding: 1 }),
      batchNorm(at.at('bn2'), width),
    ],
    { shortcut: downsample(at, inChannels, width, stride), activation: relu },
  );

// The stride sits in the 3x3 convolution, as in torchvision ("ResNet v1.5"), not in the first 1x1 as in the paper.
const bottleneck: Block = (at, inChannels, width, stride) =>
  residual(
    [
      convolution(at.at('conv1'), inChannels, width),
      batchNorm(at.at('bn1'), width),
      relu,
      convolution(at.at('conv2'), width, width, { kernel: 3, stride, padding: 1 }),
      batchNorm(at.at('bn2'), width),
      relu,
      convolution(at.at('conv3'), width, 4 * width),
      batchNorm(at.at('bn3'), 4 * width),
    ],
    { shortcut: downsample(at, inChannels, 4 * width, stride), activation: relu },
  );

/** @param expansion How many times the channels of its 3x3 convolution a block's output has. */
function resnetBody(at: Scope, block: Block, expansion: number, depths: readonly number[]): Body {
  const stages: Stage[] = [
    { name: 'conv1', layer: convolution(at.at('conv1'), 3, 64, { kernel: 7, stride: 2, padding: 3 }) },
    { name: 'bn1', layer: batchNorm(at.at('bn1'), 64) },
    { name: 'relu', layer: relu },
    { name: 'maxpool', layer: (x) => maxPool(x, 3, { stride: 2, padding: 1 }) },
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
  return { stages, channels, secondGroup: (name) => /^layer[34]\./.test(name) };
}

/** @param block The kind of its blocks, and how many there are at each resolution. */
function resnet(name: Architecture['name'], block: Block, depths: readonly number[]): Architecture {
  const expansion = block === bottleneck ? 4 : 1;
  return made({
    name,
    statistics: imagenetStats,
    classifier: 'fc',
    body: (at) => resnetBody(at, block, expansion, depths),
  });
}

/**
 * ResNet with 18 layers, in torchvision's layout and names; 11.2 million parameters in the body.
 * Three parameter groups: up to `layer2`, `layer3` and `layer4`, the head.
 *
 * @see He et al. 2016, arXiv:1512.03385.
 */
export const resnet18: Architecture = resnet('resnet18', basicBlock, [2, 2, 2, 2]);

/**
 * ResNet with 34 layers, in torchvision's layout and names; 21.3 million parameters in the body.
 * Three parameter groups: up to `layer2`, `layer3` and `layer4`, the head.
 *
 * @see He et al. 2016, arXiv:1512.03385.
 */
export const resnet34: Architecture = resnet('resnet34', basicBlock, [3, 4, 6, 3]);

/**
 * ResNet with 50 layers and bottleneck blocks, in torchvision's layout and names; 23.5 million parameters in the body.
 * Three parameter groups: up to `layer2`, `layer3` and `layer4`, the head.
 *
 * @see He et al. 2016, arXiv:1512.03385.
 */
export const resnet50: Architecture = resnet('resnet50', bottleneck, [3, 4, 6, 3]);

/**
 * ResNet with 101 layers and bottleneck blocks, in torchvision's layout and names; 42.5 million parameters in the body.
 * Three parameter groups: up to `layer2`, `layer3` and `layer4`, the head.
 *
 * @see He et al. 2016, arXiv:1512.03385.
 */
export const resnet101: Architecture = resnet('resnet101', bottleneck, [3, 4, 23, 3]);

/**
 * ResNet with 152 layers and bottleneck blocks, in torchvision's layout and names; 58.1 million parameters in the body.
 * Three parameter groups: up to `layer2`, `layer3` and `layer4`, the head.
 *
 * @see He et al. 2016, arXiv:1512.03385.
 */
export const resnet152: Architecture = resnet('resnet152', bottleneck, [3, 8, 36, 3]);
