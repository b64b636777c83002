import type { BatchTransform } from '../transforms/batch-transform';
import type { ItemTransform } from '../transforms/item-transform';
import { DataBlock } from './data-block';
import type { DataLoaders, LoadingOptions } from './data-loaders';
import { filesWithin, fileWithin } from './file-within';
import { imageBlock } from './image-block';
import { type MaskOptions, type MaskSource, maskBlock } from './mask-block';
import { randomSplitter } from './splitter';

/** Options of {@link segmentationDataLoaders}, with fastai's names and defaults. */
export interface SegmentationOptions extends LoadingOptions, MaskOptions {
  /** Paths of the images, absolute or relative to the folder. */
  readonly files: readonly string[];
  /** From an image's path, as in `files`, to the path of its mask, absolute or relative to the folder, or to a mask in memory. */
  readonly labelFunc: (file: string) => MaskSource;
  /** Names of the classes; the values in the masks are their indices. */
  readonly codes: readonly string[];
  /**
   * Fraction of the images to validate on, in [0, 1].
   *
   * @defaultValue 0.2
   */
  readonly validPct?: number;
  /** Seed of the split, an integer in [0, 2^32). By default the split follows `setSeed`. */
  readonly seed?: number;
  /**
   * Transforms of each sample, e.g. `[resize(460)]`.
   *
   * @defaultValue []
   */
  readonly itemTransforms?: readonly ItemTransform[];
  /**
   * Transforms of each batch, e.g. `augTransforms({ size: 224 })`.
   *
   * @defaultValue []
   */
  readonly batchTransforms?: readonly BatchTransform[];
}

async function fromLabelFunc(
  path: string,
  {
    files,
    labelFunc,
    codes,
    ignoreIndex,
    values,
    maskOrientation,
    validPct,
    seed,
    itemTransforms,
    batchTransforms,
    ...loading
  }: SegmentationOptions,
): Promise<DataLoaders> {
  const within = fileWithin(path);
  const { items, givenOf } = filesWithin(path, files);
  const block = new DataBlock({
    blocks: [imageBlock(), maskBlock(codes, { ignoreIndex, values, maskOrientation })],
    getY: (item: string) => {
      const mask = labelFunc(givenOf(item));
      return typeof mask === 'string' ? within(mask) : mask;
    },
    splitter: randomSplitter({ validPct, seed }),
    itemTransforms,
    batchTransforms,
  });
  return block.dataloaders(items, loading);
}

/**
 * Makes loaders of images with masks in one call, without a data block.
 *
 * `fromLabelFunc(path, { files, labelFunc, codes })` finds each image's mask by a function of its path.
 *
 * @see fastai's `SegmentationDataLoaders.from_label_func`.
 */
export const segmentationDataLoaders = { fromLabelFunc };
