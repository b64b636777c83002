import { FoveaError } from '../base/errors';
import type { Random } from '../base/random';
import { bytesOf } from '../images/encoded-image';
import { hasPixels } from '../images/pixels';
import type { ItemTransform, Split } from '../transforms/item-transform';
import type { Block, Sample, SampleValue, TargetBlock } from './block';
import { locationOf } from './data-frame';

/** Input and target of a sample, opened and perhaps cut, but not read. */
export interface SamplePair {
  readonly input: Sample;
  readonly target?: Sample;
}

/** Input and target of a sample, read and ready for a batch. */
export interface LoadedPair {
  readonly input: SampleValue;
  readonly target?: SampleValue;
}

/** Items with what a block reads for each of them. */
export interface Dataset {
  readonly items: readonly unknown[];
  readonly split: Split;
  /** What the blocks read for each item, where it is known; targets are undefined for items without labels. */
  readonly sources?: { readonly inputs: readonly unknown[]; readonly targets?: readonly unknown[] };
  /** Opens a sample. Later calls return the same. Reads headers, not pixels. */
  open(index: number): Promise<SamplePair>;
}

/** A training and a validation set, with the blocks that know them, e.g. their vocabulary. */
export interface Datasets {
  readonly train: Dataset;
  readonly valid: Dataset;
  readonly input: Block;
  readonly target: TargetBlock;
}

/** What a data set is made of. */
export interface DatasetParts {
  readonly items: readonly unknown[];
  readonly split: Split;
  readonly input: Block;
  readonly inputSources: readonly unknown[];
  readonly target: TargetBlock;
  /** Undefined for items without labels. */
  readonly targetSources?: readonly unknown[];
}

/**
 * Joins items and blocks to a data set.
 *
 * @throws FoveaError naming the item if a target is wrong, e.g. a label that the training set does not have.
 */
export function makeDataset(parts: DatasetParts): Dataset {
  const { items, split, input, inputSources, target, targetSources } = parts;
  targetSources?.forEach((source, i) => {
    namingItem(items[i], () => target.check?.(source));
  });
  const opened = new Map<number, Promise<SamplePair>>();
  const openPair = async (index: number): Promise<SamplePair> => {
    const inputSample = await input.open(inputSources[index]);
    if (!targetSources) return { input: inputSample };
    const targetSample = await target.open(targetSources[index], inputSample.size).catch((error) =>
      namingItem(items[index], () => {
        throw error;
      }),
    );
    checkSizes(items[index], { input: inputSample, target: targetSample }, target.name);
    const isInMemory = hasPixels(targetSources[index]) || bytesOf(targetSources[index]);
    return {
      input: inputSample,
      target: isInMemory ? namedSample(targetSample, items[index]) : targetSample,
    };
  };
  return {
    items,
    split,
    sources: { inputs: inputSources, targets: targetSources },
    open(index) {
      const known = opened.get(index);
      if (known) return known;
      const pair = openPair(index);
      opened.set(index, pair);
      // A file may be repaired later: then it must be read again.
      pair.catch(() => opened.delete(index));
      return pair;
    },
  };
}

/** A sample in memory, whose errors name the item: there is no file that they could name. */
function namedSample(sample: Sample, item: unknown): Sample {
  return {
    size: sample.size,
    cropResize: (cut) => namedSample(sample.cropResize(cut), item),
    load: () =>
      sample.load().catch((error) =>
        namingItem(item, () => {
          throw error;
        }),
      ),
  };
}

function checkSizes(item: unknown, { input, target }: SamplePair, name: string): void {
  const [image, other] = [input.size, target?.size];
  if (image && other && (image.width !== other.width || image.height !== other.height)) {
    throw new FoveaError(
      `The image of ${itemName(item)} has ${image.width} x ${image.height} pixels, its ${name} ${other.width} x ${other.height}.`,
      'Image and mask must cover the same pixels: check getY.',
    );
  }
}

/**
 * Plans the cuts of a sample, the same for input and target.
 *
 * @param random The sample's own stream of random numbers.
 */
export function applyItemTransforms(
  pair: SamplePair,
  transforms: readonly ItemTransform[],
  split: Split,
  random: Random,
): SamplePair {
  let { input, target } = pair;
  for (const transform of transforms) {
    if (!input.size) break;
    const cut = transform.plan(input.size, split, random);
    input = input.cropResize(cut);
    target = target?.cropResize(cut);
  }
  return { input, target };
}

/** Reads input and target of a sample. */
export async function loadPair({ input, target }: SamplePair): Promise<LoadedPair> {
  const [inputValue, targetValue] = await Promise.all([input.load(), target?.load()]);
  return { input: inputValue, target: targetValue };
}

/** Of several transforms of the same kind the last one, as fastai merges duplicates. */
export function lastOfEachKind(transforms: readonly ItemTransform[]): ItemTransform[] {
  return transforms.filter(
    (transform, i) => !transforms.slice(i + 1).some(({ kind }) => kind === transform.kind),
  );
}

/** An item as messages name it: a path as it is, a row by its file and line, anything else shortened. */
export function itemName(item: unknown): string {
  if (typeof item === 'string') return item;
  if (item instanceof URL) return item.href;
  const bytes = bytesOf(item);
  if (bytes) return `an image of ${bytes.length} bytes`;
  if (hasPixels(item)) return `an image of ${item.width} x ${item.height} pixels`;
  const location = locationOf(item);
  if (location) return location;
  const text = JSON.stringify(item) ?? String(item);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** Adds the item to an error that does not name it. */
export function namingItem<T>(item: unknown, make: () => T): T {
  try {
    return make();
  } catch (error) {
    const name = itemName(item);
    // A name of a few letters, e.g. that of the number 2, may be in the message by chance.
    const isNamed = name.length > 3 && (error as Error).message.includes(name);
    if (!(error instanceof FoveaError) || isNamed) throw error;
    throw new FoveaError(`${error.problem} (item ${name})`, error.cure);
  }
}
