import type { NamedArrays } from '../checkpoint/named-array';

// timm's first block has no expansion: its convolutions and norms are counted from the depthwise one.
const FIRST_BLOCK = new Map([
  ['conv_dw', '_depthwise_conv'],
  ['bn1', '_bn1'],
  ['conv_pw', '_project_conv'],
  ['bn2', '_bn2'],
]);
const BLOCK = new Map([
  ['conv_pw', '_expand_conv'],
  ['bn1', '_bn0'],
  ['conv_dw', '_depthwise_conv'],
  ['bn2', '_bn1'],
  ['conv_pwl', '_project_conv'],
  ['bn3', '_bn2'],
]);
const OUTSIDE = new Map([
  ['conv_stem', '_conv_stem'],
  ['bn1', '_bn0'],
  ['conv_head', '_conv_head'],
  ['bn2', '_bn1'],
  ['classifier', '_fc'],
]);
const IN_BLOCK = /^blocks\.(\d{1,2})\.(\d{1,2})\.(\w+)\.(\w+)$/;

/** The name that EfficientNet-Lite0's published checkpoint has for a parameter of timm's `tf_efficientnet_lite0`. */
function publishedName(name: string, firstBlocks: readonly number[]): string {
  const inBlock = IN_BLOCK.exec(name);
  if (inBlock) {
    const [stage, index] = [Number(inBlock[1]), Number(inBlock[2])];
    const part = (stage === 0 ? FIRST_BLOCK : BLOCK).get(inBlock[3]) ?? inBlock[3];
    return `_blocks.${firstBlocks[stage] + index}.${part}.${inBlock[4]}`;
  }
  const [layer, ...rest] = name.split('.');
  return [OUTSIDE.get(layer) ?? layer, ...rest].join('.');
}

/**
 * Gives arrays the names of the published checkpoints where they have timm's. timm's ResNets have torchvision's names, so
 * only EfficientNet's change.
 *
 * @param arrays As a file of timm's holds them, or one with the published names: then they are returned as they are.
 * @returns The same arrays under the names our models use.
 * @see timm's `EfficientNet`, `DepthwiseSeparableConv` and `InvertedResidual`.
 */
export function fromTimmNames(arrays: NamedArrays): NamedArrays {
  if (!arrays.has('conv_stem.weight')) return arrays;
  const depths: number[] = [];
  for (const name of arrays.keys()) {
    const [, stage, index] = IN_BLOCK.exec(name) ?? [];
    if (stage !== undefined) depths[Number(stage)] = Math.max(depths[Number(stage)] ?? 0, Number(index) + 1);
  }
  // Blocks are numbered through in the published checkpoint, stage by stage in timm's.
  const firstBlocks = Array.from(depths, (_, stage) =>
    depths.slice(0, stage).reduce((sum, depth) => sum + depth, 0),
  );
  return new Map([...arrays].map(([name, array]) => [publishedName(name, firstBlocks), array]));
}
