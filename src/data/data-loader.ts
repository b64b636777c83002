import { inspect } from 'node:util';
import { FoveaError } from '../base/errors';
import { largest } from '../base/extremes';
import { countText } from '../base/number-text';
import { newStream, type Random, randomFrom } from '../base/random';
import { traceMemory } from '../tensorflow/memory-trace';
import type { ItemTransform } from '../transforms/item-transform';
import { type BatchRecipe, makeBatch } from './batch-maker';
import type { Batch, BatchSample } from './block';
import { applyItemTransforms, type Dataset, itemName, type LoadedPair, loadPair } from './dataset';
import { loaderContent } from './loader-content';

/** What to do about a file that cannot be decoded: stop with an error, or skip it with a warning. */
export type OnBadImage = 'error' | 'skip';

/** How a data loader reads. */
export interface DataLoaderOptions {
  readonly batchSize: number;
  /** Whether to draw a new order for every epoch. */
  readonly shuffle: boolean;
  /** How often each item is drawn, in proportion to the others: with `shuffle`, an epoch draws items anew each time. */
  readonly weights?: readonly number[];
  /** Whether to drop the last batch if it is not full. */
  readonly dropLast: boolean;
  /** How many batches are read ahead while one is used. */
  readonly prefetch: number;
  readonly onBadImage: OnBadImage;
  /** Reads only so many samples of each batch. By default all. */
  readonly atMost?: number;
  readonly itemTransforms: readonly ItemTransform[];
}

interface BatchJob {
  readonly indices: readonly number[];
  readonly itemSeeds: readonly number[];
  readonly random: Random;
}

type Outcome =
  | { readonly index: number; readonly pair: LoadedPair }
  | { readonly index: number; readonly error: unknown };

/** Yields the batches of a data set, epoch by epoch. Files are read ahead off the main thread; TensorFlow transforms each batch. */
export class DataLoader {
  /** The items of this set, as `getItems` returned them, in the order of a loader that does not shuffle. */
  readonly items: readonly unknown[];
  /** Number of items. */
  readonly numItems: number;
  /** Number of samples in a full batch. */
  readonly batchSize: number;
  /** Number of batches in an epoch. */
  readonly numBatches: number;
  private readonly madeAt = Date.now();

  /** @internal `DataBlock.dataloaders` makes them. */
  constructor(
    private readonly dataset: Dataset,
    private readonly recipe: BatchRecipe,
    private readonly options: DataLoaderOptions,
    private readonly bad = new Set<number>(),
  ) {
    this.items = dataset.items;
    this.numItems = dataset.items.length;
    // A set smaller than a batch makes one small batch, where fastai would silently train on none.
    this.batchSize = Math.max(1, Math.min(options.batchSize, this.numItems));
    const full = this.numItems / this.batchSize;
    this.numBatches = options.dropLast ? Math.floor(full) : Math.ceil(full);
  }

  /** One line that says what it is and what to call. */
  [inspect.custom](): string {
    const { numItems, numBatches, batchSize } = this;
    return `DataLoader of ${countText(numItems)} items, in ${countText(numBatches)} batches of up to ${batchSize}; its items are in .items, for await (const batch of loader.batches()) reads them.`;
  }

  /** Items that were skipped so far, because their files could not be decoded. */
  get badItems(): readonly unknown[] {
    return [...this.bad].map((index) => this.items[index]);
  }

  /** A loader of the same items, each once and in their order, with the random transforms of training. */
  augmented(): DataLoader {
    const dataset: Dataset = { ...this.dataset, split: 'train' };
    return this.whole(dataset);
  }

  /** A loader of the same items, each once and in their order, read as validation reads them. */
  inOrder(): DataLoader {
    return this.dataset.split === 'valid' ? this : this.whole({ ...this.dataset, split: 'valid' });
  }

  /** A loader of which one batch is wanted, or `atMost` samples of it: it reads nothing ahead. */
  oneAtATime(atMost?: number): DataLoader {
    return new DataLoader(this.dataset, this.recipe, { ...this.options, prefetch: 0, atMost }, this.bad);
  }

  /** A loader of so many of the items, evenly spread over all, each once and in their order, read as validation reads them. */
  some(count: number): DataLoader {
    const indices = Array.from({ length: count }, (_, i) => Math.floor((i * this.numItems) / count));
    const items = indices.map((index) => this.items[index]);
    const dataset: Dataset = { items, split: 'valid', open: (i) => this.dataset.open(indices[i]) };
    return new DataLoader(dataset, this.recipe, { ...this.options, shuffle: false, dropLast: false });
  }

  /**
   * All that the batches depend on beside the random numbers: {@link loaderContent}.
   *
   * @internal
   */
  content(): Readonly<Record<string, unknown>> {
    return loaderContent(this.dataset, this.recipe, this.options, this.madeAt, this.bad);
  }

  /** Copies of the first item in one batch, each with random transforms of its own, as in training. */
  copiesOfFirst(count: number): DataLoader {
    const items = Array.from({ length: count }, () => this.items[0]);
    const dataset: Dataset = { items, split: 'train', open: () => this.dataset.open(0) };
    const options = { ...this.options, batchSize: count, shuffle: false, dropLast: false };
    return new DataLoader(dataset, this.recipe, options);
  }

  /**
   * The batches of one epoch. The order and all random transforms follow from one number that is drawn from the shared stream at
   * the start (none in validation), so they do not depend on how fast files are read.
   *
   * @returns Batches. The consumer disposes each. Leaving the loop early leaks nothing.
   * @throws FoveaError naming the file if one cannot be decoded, unless such files are skipped.
   */
  async *batches(): AsyncGenerator<Batch, void, undefined> {
    const jobs = this.planEpoch();
    const underWay: { job: BatchJob; outcomes: Promise<Outcome[]> }[] = [];
    let next = 0;
    try {
      for (;;) {
        while (next < jobs.length && underWay.length <= this.options.prefetch) {
          const job = jobs[next++];
          underWay.push({ job, outcomes: this.read(job) });
        }
        const first = underWay.shift();
        if (!first) return;
        const pairs = this.sort(await first.outcomes);
        if (pairs.length === 0) continue;
        const items = pairs.map(({ index }) => this.items[index]);
        const loaded = pairs.map(({ pair }) => pair);
        yield makeBatch(loaded, items, this.recipe, this.dataset.split, first.job.random);
      }
    } finally {
      await Promise.all(underWay.map(({ outcomes }) => outcomes));
    }
  }

  /** One sample as it would be in a batch; its random transforms take no numbers from the shared stream. Undefined if it cannot be read. */
  async sample(): Promise<BatchSample | undefined> {
    const index = this.items.findIndex((_, i) => !this.bad.has(i));
    if (index < 0) return undefined;
    const random = randomFrom(0);
    const [outcome] = await this.read({ indices: [index], itemSeeds: [random.bits()], random });
    if (!('pair' in outcome)) return undefined;
    const { pair } = outcome;
    let batch: Batch | undefined;
    const held = traceMemory(() => {
      batch = makeBatch([pair], [this.items[index]], this.recipe, this.dataset.split, random);
    });
    const bytes = pair.input.values.byteLength + (pair.target?.values.byteLength ?? 0);
    // The batch in use, and those that are read ahead.
    const bytesRead = (1 + this.options.prefetch) * bytes;
    return { batch: batch as unknown as Batch, bytesRead, bytesMade: largest(held) };
  }

  // Items that were skipped once are skipped by all loaders of the same items: their predictions can be compared.
  private whole(dataset: Dataset): DataLoader {
    return new DataLoader(
      dataset,
      this.recipe,
      { ...this.options, shuffle: false, dropLast: false },
      this.bad,
    );
  }

  private planEpoch(): BatchJob[] {
    const random = this.dataset.split === 'train' ? newStream() : randomFrom(0);
    const order = this.drawOrder(random);
    return Array.from({ length: this.numBatches }, (_, i) => {
      const indices = order.slice(i * this.batchSize, (i + 1) * this.batchSize);
      const itemSeeds = indices.map(() => random.bits());
      const { atMost } = this.options;
      return { indices: indices.slice(0, atMost), itemSeeds, random: randomFrom(random.bits()) };
    });
  }

  private drawOrder(random: Random): number[] {
    const { shuffle, weights } = this.options;
    if (!shuffle) return this.items.map((_, i) => i);
    return weights ? drawWeighted(weights, random) : random.permutation(this.numItems);
  }

  // All samples of a batch at once: libvips' threads then have work even while TensorFlow blocks this one.
  private read({ indices, itemSeeds }: BatchJob): Promise<Outcome[]> {
    return Promise.all(
      indices.map(async (index, i): Promise<Outcome> => {
        if (this.bad.has(index)) return { index, error: undefined };
        try {
          const opened = await this.dataset.open(index);
          const { itemTransforms } = this.options;
          const cut = applyItemTransforms(
            opened,
            itemTransforms,
            this.dataset.split,
            randomFrom(itemSeeds[i]),
          );
          return { index, pair: await loadPair(cut) };
        } catch (error) {
          return { index, error };
        }
      }),
    );
  }

  private sort(outcomes: readonly Outcome[]) {
    return outcomes.flatMap((outcome) => {
      if ('pair' in outcome) return [outcome];
      if (!this.bad.has(outcome.index)) this.skip(outcome.index, outcome.error);
      return [];
    });
  }

  private skip(index: number, error: unknown): void {
    // Without the only item there is nothing left to read.
    if (!(error instanceof FoveaError) || this.numItems === 1) throw error;
    if (this.options.onBadImage === 'error') {
      const howToSkip = "Or skip such files: dataloaders(source, { onBadImage: 'skip' }).";
      throw new FoveaError(error.problem, error.cure ? `${error.cure}\n  ${howToSkip}` : howToSkip);
    }
    this.bad.add(index);
    console.warn(`Skipped ${itemName(this.items[index])}: ${error.problem}`);
  }
}

/** As many indices as there are weights, each drawn in proportion to its weight, whatever was drawn before. */
function drawWeighted(weights: readonly number[], random: Random): number[] {
  const sums: number[] = [];
  let total = 0;
  // Fractions of the largest: a sum of large weights would be infinite.
  const top = largest(weights);
  for (const weight of weights) {
    total += weight / top;
    sums.push(total);
  }
  return sums.map(() => firstAbove(sums, random.uniform(0, total)));
}

/** The index of the first of rising numbers that is above a value. */
function firstAbove(rising: readonly number[], value: number): number {
  let [low, high] = [0, rising.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rising[middle] > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
