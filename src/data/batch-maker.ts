import type { Random } from '../base/random';
import { tf } from '../tensorflow/tf';
import { planBatch, transformImages } from '../transforms/batch-pipeline';
import type { BatchTransform, ColourStatistics } from '../transforms/batch-transform';
import type { Split } from '../transforms/item-transform';
import type { Batch, Block, TargetBlock } from './block';
import type { LoadedPair } from './dataset';

/** The blocks and transforms that all loaders of a data block have in common. */
export interface BatchRecipe {
  readonly input: Block;
  readonly target: TargetBlock;
  readonly transforms: readonly BatchTransform[];
  /** Called for each batch, since a learner may add statistics later. */
  statistics(): ColourStatistics | undefined;
}

/**
 * Joins samples to a batch and applies the batch transforms, on the main thread by TensorFlow.
 *
 * @param pairs Samples that were read, at least one, all of one size.
 * @param items The items they come from.
 * @param random The batch's own stream of random numbers.
 * @returns The batch, owned by the caller. For samples without targets `targets` is empty, float32 `[batch, 0]`.
 * @throws FoveaError if sizes differ.
 */
export function makeBatch(
  pairs: readonly LoadedPair[],
  items: readonly unknown[],
  { input, target, transforms, statistics }: BatchRecipe,
  split: Split,
  random: Random,
): Batch {
  const [inputs, targets] = tf.tidy(() => {
    const images = input.collate(pairs.map((pair) => pair.input)) as tf.Tensor4D;
    const [count, height, width] = images.shape;
    const plan = planBatch(transforms, { count, height, width }, split, random);
    const transformed = transformImages(images, plan, transforms, split, random, statistics());
    const labels = pairs.flatMap((pair) => pair.target ?? []);
    if (labels.length === 0) return [transformed, tf.zeros([count, 0])] as const;
    const collated = target.collate(labels);
    return [transformed, plan.warp ? target.warp(collated, plan.warp) : collated] as const;
  });
  const dispose = () => {
    inputs.dispose();
    targets.dispose();
  };
  return { inputs, targets, items, dispose };
}
