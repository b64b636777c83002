import { made } from '../../base/recipe';
import { relu6 } from '../../tensorflow/activation';
import { imagenetStats } from '../../transforms/normalize';
import { batchNorm } from '../layers/batch-norm';
import { convolution, depthwiseConvolution } from '../layers/convolution';
import type { Layer, Scope } from '../layers/layer';
import { residual, sequential } from '../layers/sequential';
import type { Architecture, Body, Stage } from './architecture';

/** Expansion, output channels, stride of the first and number of the blocks of each group (table 2 of the paper). */
const GROUPS: readonly (readonly [number, number, number, number])[] = [
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 2, 3],
  [6, 64, 2, 4],
  [6, 96, 1, 3],
  [6, 160, 2, 3],
  [6, 320, 1, 1],
];

/** More channels, a depthwise convolution, fewer channels without an activation; the layers' names are positions in torchvision. */
function invertedResidual(
  at: Scope,
  inChannels: number,
  [expansion, outChannels, stride]: readonly [number, number, number],
): Layer {
  const width = inChannels * expansion;
  let index = 0;
  const activated = (make: (inner: Scope) => Layer) => {
    const inner = at.at(`conv.${index++}`);
    return [make(inner.at('0')), batchNorm(inner.at('1'), width), relu6];
  };
  const layers = [
    ...(expansion === 1 ? [] : activated((inner) => convolution(inner, inChannels, width))),
    ...activated((inner) => depthwiseConvolution(inner, width, { stride, padding: 1 })),
    convolution(at.at(`conv.${index++}`), width, outChannels),
    batchNorm(at.at(`conv.${index}`), outChannels),
  ];
  return stride === 1 && inChannels === outChannels ? residual(layers) : sequential(layers);
}

function mobilenetBody(at: Scope, { isWidened }: { isWidened: boolean }): Body {
  const stages: Stage[] = [];
  const add = (make: (inner: Scope) => Layer) => {
    const name = `features.${stages.length}`;
    stages.push({ name, layer: make(at.at(name)) });
  };
  add((inner) =>
    sequential([
      convolution(inner.at('0'), 3, 32, { kernel: 3, stride: 2, padding: 1 }),
      batchNorm(inner.at('1'), 32),
      relu6,
    ]),
  );
  let channels = 32;
  for (const [expansion, outChannels, firstStride, repeats] of GROUPS) {
    for (let i = 0; i < repeats; i++) {
      const inChannels = channels;
      const stride = i === 0 ? firstStride : 1;
      add((inner) => invertedResidual(inner, inChannels, [expansion, outChannels, stride]));
      channels = outChannels;
    }
  }
  if (isWidened) {
    add((inner) =>
      sequential([convolution(inner.at('0'), channels, 1280), batchNorm(inner.at('1'), 1280), relu6]),
    );
  }
  return {
    stages,
    channels: isWidened ? 1280 : channels,
    secondGroup: (name) => /^features\.([7-9]|1\d)\./.test(name),
  };
}

/**
 * MobileNetV2, in torchvision's layout and names (`mobilenet_v2`); 2.2 million parameters in the body.
 * Three parameter groups: up to a stride of 8 (`features.6`), the rest of the body, the head. A U-Net's encoder ends with the last
 * block, at 320 channels: the 1280 channels that follow are for the classifier.
 *
 * @see Sandler et al. 2018, arXiv:1801.04381.
 */
export const mobilenetV2: Architecture = made({
  name: 'mobilenetV2',
  statistics: imagenetStats,
  classifier: 'classifier.1',
  body: (at) => mobilenetBody(at, { isWidened: true }),
  encoder: (at) => mobilenetBody(at, { isWidened: false }),
});
