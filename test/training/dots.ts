import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  augTransforms,
  type BatchTransform,
  categoryBlock,
  DataBlock,
  type DataLoaders,
  getImageFiles,
  type ItemTransform,
  imageBlock,
  indexSplitter,
  type OnBadImage,
  type RgbImage,
  regexLabeller,
  resize,
  type TargetBlock,
  tf,
} from '../../src/index';
import { type Model, scope } from '../../src/layers';
import { paintDot } from '../data/painted';

/** Saves images of red and blue dots, `red_0.png`, `blue_1.png`, ..., each elsewhere, and returns their folder. */
export async function paintDots(folder: string, count: number): Promise<string> {
  mkdirSync(folder, { recursive: true });
  for (let i = 0; i < count; i++) {
    const colour = i % 2 === 0 ? [250, 30, 30] : [30, 30, 250];
    const place = { x: 8 + ((5 * i) % 24), y: 8 + ((3 * i) % 20) };
    const name = `${i % 2 === 0 ? 'red' : 'blue'}_${String(i).padStart(2, '0')}.png`;
    await paintDot(join(folder, name), { width: 40 + (i % 3), height: 36, ...place, colour });
  }
  return folder;
}

/** Loaders of dots: 32 x 32 pixels, every fourth image for validation, by default of the classes `blue` and `red`. */
export async function dotLoaders(
  folder: string,
  {
    target = categoryBlock() as TargetBlock,
    getY = regexLabeller(/^([a-z]+)_\d+.png$/, { on: 'name' }) as (file: string) => unknown,
    itemTransforms = [resize(36)] as readonly ItemTransform[],
    batchTransforms = augTransforms({ size: 32 }) as readonly BatchTransform[],
    batchSize = 8,
    onBadImage = 'error' as OnBadImage,
  } = {},
): Promise<DataLoaders> {
  const block = new DataBlock({
    blocks: [imageBlock(), target],
    getItems: async (source: string) => (await getImageFiles(source)).sort(),
    getY,
    splitter: (files) => indexSplitter(files.flatMap((_, i) => (i % 4 === 3 ? [i] : [])))(files),
    itemTransforms,
    batchTransforms,
  });
  return block.dataloaders(folder, { batchSize, onBadImage });
}

/**
 * Outputs that one can follow: a weighted sum of the image's mean red, green and blue for each.
 *
 * @param weights Red's, green's and blue's weight for each output.
 */
export function colourModel(weights: readonly (readonly [number, number, number])[]): Model {
  const root = scope();
  const weight = root.declare('head.weight', 'linear', [weights.length, 3], { constant: 0 });
  weight.load({ shape: [weights.length, 3], values: Float32Array.from(weights.flat()) });
  return {
    name: 'colours',
    parameters: root.parameters,
    groups: [root.parameters],
    forward: (x, pass) => tf.matMul(tf.mean(x, [1, 2]) as tf.Tensor2D, pass.value(weight) as tf.Tensor2D),
  };
}

/** An image of one colour in memory. */
export function plainImage(width: number, height: number, colour: readonly number[]): RgbImage {
  const pixels = Uint8Array.from({ length: width * height * 3 }, (_, i) => colour[i % 3]);
  return { width, height, pixels };
}
