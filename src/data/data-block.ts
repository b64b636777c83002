import { inspect } from 'node:util';
import { FoveaError } from '../base/errors';
import type { BatchTransform } from '../transforms/batch-transform';
import type { ItemTransform } from '../transforms/item-transform';
import type { Block, TargetBlock } from './block';
import { DataLoaders, type LoadingOptions } from './data-loaders';
import { type Datasets, itemName, lastOfEachKind, makeDataset, namingItem } from './dataset';
import { checkSplit, type Indices, randomSplitter, type Splitter } from './splitter';
import { type Summary, summarize } from './summary';

/** A function from an item to what a block reads, e.g. a path or a label. */
export type Getter<Item> = (item: Item) => unknown;

/** Options of {@link DataBlock}: how to make data sets from a source, e.g. a folder. */
export interface DataBlockOptions<Source, Item> {
  /** The block of the inputs and the block of the targets, e.g. `[imageBlock(), categoryBlock()]`. */
  readonly blocks: readonly [Block, TargetBlock];
  /** Lists the items of a source, e.g. `getImageFiles`. By default the elements of the source, e.g. the rows of `readCsv`. */
  readonly getItems?: (source: Source) => readonly Item[] | Promise<readonly Item[]>;
  /** From an item to what the input block reads; by default the item itself. Or a list of one such function. */
  readonly getX?: Getter<Item> | readonly Getter<Item>[];
  /** From an item to what the target block reads, e.g. a label. Or a list of one such function. */
  readonly getY: Getter<Item> | readonly Getter<Item>[];
  /**
   * Splits the items into a training and a validation set, as in fastai.
   *
   * @defaultValue randomSplitter()
   */
  readonly splitter?: Splitter<Item>;
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

/**
 * A plan for data, fastai's `DataBlock`: what inputs and targets are, how to list, label, split and transform items. Reads nothing
 * itself.
 */
export class DataBlock<Source = string | Iterable<unknown>, Item = string> {
  private readonly options: Required<DataBlockOptions<Source, Item>> & {
    readonly getX: Getter<Item>;
    readonly getY: Getter<Item>;
  };

  constructor({
    blocks,
    getItems = itemsIn,
    getX = (item) => item,
    getY,
    splitter = randomSplitter(),
    itemTransforms = [],
    batchTransforms = [],
  }: DataBlockOptions<Source, Item>) {
    if (getY === undefined) {
      throw new FoveaError(
        'DataBlock has no getY, so it has no targets to learn.',
        'Give a function from an item to its label, e.g. getY: parentLabel.',
      );
    }
    expectMade('blocks', blocks, 'fit', 'blocks: [imageBlock(), categoryBlock()]');
    expectMade('itemTransforms', itemTransforms, 'plan', 'itemTransforms: [resize(460)]');
    expectMade(
      'batchTransforms',
      batchTransforms,
      undefined,
      'batchTransforms: augTransforms({ size: 224 })',
    );
    const transforms = lastOfEachKind(itemTransforms);
    this.options = {
      blocks,
      getItems,
      getX: onlyGetter('getX', getX, 'input'),
      getY: onlyGetter('getY', getY, 'target'),
      splitter,
      itemTransforms: transforms,
      batchTransforms,
    };
  }

  /** One line that says what it is and what to call. */
  [inspect.custom](): string {
    const [input, target] = this.options.blocks.map(({ name }) => name);
    return `DataBlock from ${input} to ${target}; await block.dataloaders(source) reads the items of a source, await block.showSummary(source) shows each step.`;
  }

  /**
   * Lists, labels and splits the items, and learns the vocabulary from the training set.
   *
   * @param source What `getItems` takes, e.g. a folder.
   * @throws FoveaError if there are no items, a label is missing or unknown, or a set is empty.
   */
  async datasets(source: Source): Promise<Datasets> {
    const items = await this.listItems(source);
    return this.datasetsOf(items, this.splitItems(items));
  }

  private splitItems(items: readonly Item[]): Indices {
    const split = this.options.splitter(items);
    checkSplit(split, items.length);
    return split;
  }

  private datasetsOf(items: readonly Item[], split: Indices): Datasets {
    const pick = (indices: readonly number[]) => indices.map((index) => items[index]);
    const train = this.sources(pick(split.train), true);
    const valid = this.sources(pick(split.valid), true);
    const input = this.options.blocks[0].fit(train.inputs);
    const target = this.options.blocks[1].fit(train.labels!);
    warnOfAbsent(target, train.labels!);
    const make = (side: 'train' | 'valid', { inputs, labels }: ReturnType<typeof this.sources>) => {
      const sources = { inputSources: inputs, targetSources: labels };
      return makeDataset({ items: pick(split[side]), split: side, input, target, ...sources });
    };
    return { train: make('train', train), valid: make('valid', valid), input, target };
  }

  /**
   * Makes the loaders of training and validation batches.
   *
   * @param source What `getItems` takes, e.g. a folder.
   * @param options Batch sizes, order, prefetching, and what to do about broken files.
   * @throws FoveaError as {@link DataBlock.datasets}, or for an option out of range.
   */
  async dataloaders(source: Source, options: LoadingOptions = {}): Promise<DataLoaders> {
    return this.loadersOf(await this.datasets(source), options);
  }

  private loadersOf(datasets: Datasets, options: LoadingOptions, weights?: readonly number[]): DataLoaders {
    const { itemTransforms, batchTransforms } = this.options;
    const sources = (items: readonly unknown[], withLabels: boolean) =>
      this.sources(items as readonly Item[], withLabels);
    return new DataLoaders({ ...datasets, itemTransforms, batchTransforms, weights, sources }, options);
  }

  /**
   * Makes loaders whose training batches draw items in proportion to weights, with replacement: an epoch has as many items as there are
   * for training, but rare classes can come as often as frequent ones. Validation is not changed.
   *
   * @param source What `getItems` takes, e.g. a folder.
   * @param weights A number of at least 0 for each item, in the order of `getItems`, or a function from an item to its number, e.g.
   *   `(file) => 1 / count.get(parentLabel(file))`. They need not add up to 1.
   * @param options Batch sizes, order, prefetching, and what to do about broken files. Without `shuffle` the weights have no effect, as
   *   in fastai.
   * @throws FoveaError as {@link DataBlock.dataloaders}, or if weights are not such numbers, or all 0 for training.
   * @see fastai's `weighted_dataloaders`.
   */
  async weightedDataLoaders(
    source: Source,
    weights: readonly number[] | ((item: Item) => number),
    options: LoadingOptions = {},
  ): Promise<DataLoaders> {
    const items = await this.listItems(source);
    if (typeof weights !== 'function' && weights?.length !== items.length) {
      throw new FoveaError(
        `Expected as many weights as items in weightedDataLoaders, ${items.length}, received ${Array.isArray(weights) ? weights.length : inspect(weights)}.`,
        'Give one for each item, in the order of getItems, or a function from an item to its weight.',
      );
    }
    const known = items.map((item, i) =>
      weightOf(item, typeof weights === 'function' ? weights(item) : weights[i]),
    );
    const split = this.splitItems(items);
    const training = split.train.map((index) => known[index]);
    if (!training.some((weight) => weight > 0)) {
      throw new FoveaError(
        'The weights of all training items are 0, so that none would be drawn.',
        'Give a positive weight to some of them.',
      );
    }
    return this.loadersOf(this.datasetsOf(items, split), options, training);
  }

  /**
   * Takes one sample through every step, up to a batch, and describes the result of each step and which one fails.
   *
   * @param source What `getItems` takes, e.g. a folder.
   * @param options
   * @param options.batchSize Samples in the batch; by default 4.
   * @returns The steps. Printed, they are a readable text.
   */
  summary(source: Source, { batchSize = 4 }: { batchSize?: number } = {}): Promise<Summary> {
    return summarize({
      ...this.options,
      listItems: () => this.listItems(source),
      datasets: () => this.datasets(source),
      batchSize,
    });
  }

  private async listItems(source: Source): Promise<readonly Item[]> {
    const items = await this.options.getItems(source);
    if (!Array.isArray(items) || items.length === 0) {
      throw new FoveaError(
        `getItems returned no items for ${itemName(source)}.`,
        'It must return a list, e.g. getItems: getImageFiles.',
      );
    }
    return items;
  }

  private sources(items: readonly Item[], withLabels: boolean): { inputs: unknown[]; labels?: unknown[] } {
    const { blocks, getX, getY } = this.options;
    const read = (item: Item, name: 'getX' | 'getY') =>
      namingItem(item, () => {
        const source = name === 'getX' ? getX(item) : getY(item);
        if (source === undefined) throw nothingReturned(name);
        if (isPromise(source)) throw asynchronous(name);
        blocks[name === 'getX' ? 0 : 1].checkForm?.(source);
        return source;
      });
    const inputs = items.map((item) => read(item, 'getX'));
    return withLabels ? { inputs, labels: items.map((item) => read(item, 'getY')) } : { inputs };
  }
}

/** @throws FoveaError unless it is a list of blocks or transforms: a function that makes one and was not called would do nothing. */
function expectMade(option: string, given: unknown, method: string | undefined, example: string): void {
  const isMade = (one: unknown) =>
    typeof one === 'object' && one !== null && (!method || typeof Object(one)[method] === 'function');
  const other: unknown = Array.isArray(given) ? given.find((one) => !isMade(one)) : given;
  if (Array.isArray(given) && given.every(isMade)) return;
  const isFunction = typeof other === 'function';
  throw new FoveaError(
    `Expected a list of ${option === 'blocks' ? 'blocks' : 'transforms'} as ${option} of DataBlock, received ${isFunction ? `the function ${other.name || 'without a name'}` : inspect(other, { depth: 0 })}.`,
    isFunction ? `Call it, e.g. ${example}.` : `E.g. ${example}.`,
  );
}

const MOST_LISTED = 5;

/** Says which classes a model cannot learn. */
function warnOfAbsent(target: TargetBlock, labels: readonly unknown[]): void {
  const absent = target.absent?.(labels) ?? [];
  if (absent.length === 0) return;
  const listed = absent.slice(0, MOST_LISTED).map((name) => JSON.stringify(name));
  const rest = absent.length - listed.length;
  const names = `${listed.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
  const { length } = target.vocabulary;
  console.warn(
    `${absent.length} of ${length} classes ${absent.length === 1 ? 'has' : 'have'} no training items and cannot be learned: ${names}. Check labels and split, or leave ${absent.length === 1 ? 'it' : 'them'} out of vocab.`,
  );
}

function nothingReturned(name: 'getX' | 'getY'): FoveaError {
  return new FoveaError(
    `${name} returned undefined.`,
    'A function in braces needs a return, and a map needs an entry for every item.',
  );
}

const isPromise = (value: unknown) => typeof (value as PromiseLike<unknown> | undefined)?.then === 'function';

function asynchronous(name: 'getX' | 'getY'): FoveaError {
  return new FoveaError(
    `${name} returned a promise, which is not a value yet.`,
    `Leave out async and await in ${name}. What must be awaited, await before: const labels = await readCsv(file).`,
  );
}

function weightOf(item: unknown, weight: unknown): number {
  if (Number.isFinite(weight) && (weight as number) >= 0) return weight as number;
  throw new FoveaError(
    `Expected a number of at least 0 as weight of ${itemName(item)}, received ${inspect(weight)}.`,
    'A weight says how often an item is drawn, in proportion to the others; 0 leaves it out.',
  );
}

// The rows of a table or the files of a list. The path of a folder has no elements.
function itemsIn<Item>(source: unknown): readonly Item[] {
  const isList = typeof source === 'object' && source !== null && Symbol.iterator in source;
  return isList ? Array.from(source as Iterable<Item>) : [];
}

// There is one input block and one target block, so there is one getter of each.
function onlyGetter<Item>(
  name: 'getX' | 'getY',
  given: Getter<Item> | readonly Getter<Item>[],
  what: string,
): Getter<Item> {
  const getters = [given].flat() as Getter<Item>[];
  if (getters.length === 1 && typeof getters[0] === 'function') return getters[0];
  throw new FoveaError(
    `Expected one function as ${name} of DataBlock, for its one ${what}, received ${getters.length === 1 ? inspect(given) : `${getters.length} of them`}.`,
    'A function that returns a list can join several values, e.g. the two numbers of a point.',
  );
}
