import { isAbsolute, join, relative } from 'node:path';
import type { BatchTransform } from '../transforms/batch-transform';
import type { ItemTransform } from '../transforms/item-transform';
import { DataBlock } from './data-block';
import type { DataLoaders, LoadingOptions } from './data-loaders';
import { imageBlock } from './image-block';
import { type MaskOptions, maskBlock } from './mask-block';
import { randomSplitter } from './splitter';

/** Options of {@link segmentationDataLoaders}, with fastai's names and defaults. */
export interface SegmentationOptions extends LoadingOptions, MaskOptions {
  /** Paths of the images, absolute or within the folder. */
  readonly files: readonly string[];
  /** From an image's path, as `files` has it, to its mask's, absolute or within the folder. */
  readonly labelFunc: (file: string) => string;
  /** Names of the classes; the values in the masks are their indices. */
  readonly codes: readonly string[];
  /** Part of the images to validate on, in [0, 1]; 0.2. */
  readonly validPct?: number;
  /** Of the split, an integer in [0, 2^32); without one it follows `setSeed`. */
  readonly seed?: number;
  readonly itemTransforms?: readonly ItemTransform[];
  readonly batchTransforms?: readonly BatchTransform[];
}

async function fromLabelFunc(
  path: string,
  {
    files,
    labelFunc,
    codes,
    ignoreIndex,
    validPct,
    seed,
    itemTransforms,
    batchTransforms,
    ...loading
  }: SegmentationOptions,
): Promise<DataLoaders> {
  const isOutside = (file: string) => !isAbsolute(file) && relative(path, file).startsWith('..');
  const within = (file: string) => (isOutside(file) ? join(path, file) : file);
  const block = new DataBlock({
    blocks: [imageBlock(), maskBlock(codes, { ignoreIndex })],
    getX: within,
    getY: (file: string) => within(labelFunc(file)),
    splitter: randomSplitter({ validPct, seed }),
    itemTransforms,
    batchTransforms,
  });
  return block.dataloaders(files, loading);
}

/**
 * Loaders of images with masks in one call, for those who need no data block of their own.
 *
 * `fromLabelFunc(path, { files, labelFunc, codes })` finds each image's mask by a function of its path.
 *
 * @see fastai's `SegmentationDataLoaders.from_label_func`.
 */
export const segmentationDataLoaders = { fromLabelFunc };
