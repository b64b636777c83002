import { FoveaError } from '../base/errors';
import { newStream, type Random, randomFrom } from '../base/random';
import type { ItemTransform } from '../transforms/item-transform';
import { type BatchRecipe, makeBatch } from './batch-maker';
import type { Batch } from './block';
import { applyItemTransforms, type Dataset, itemName, type LoadedPair, loadPair } from './dataset';

/** What to do about a file that cannot be decoded: stop with an error, or go on without it and say so. */
export type OnBadImage = 'error' | 'skip';

/** How a data loader reads. */
export interface DataLoaderOptions {
  readonly batchSize: number;
  /** Draws a new order for every epoch. */
  readonly shuffle: boolean;
  /** Leaves out the last batch if it is not full. */
  readonly dropLast: boolean;
  /** How many batches are read ahead while one is trained on. */
  readonly prefetch: number;
  readonly onBadImage: OnBadImage;
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

/** Batches of a data set, epoch by epoch: read ahead off the main thread, transformed by TensorFlow when asked for. */
export class DataLoader {
  /** What `getItems` returned for this set, in its own order: that of a loader that does not shuffle. */
  readonly items: readonly unknown[];
  readonly numItems: number;
  /** Samples in a full batch. */
  readonly batchSize: number;
  /** Batches in an epoch. */
  readonly numBatches: number;
  private readonly bad = new Set<number>();

  constructor(
    private readonly dataset: Dataset,
    private readonly recipe: BatchRecipe,
    private readonly options: DataLoaderOptions,
  ) {
    this.items = dataset.items;
    this.numItems = dataset.items.length;
    // A set smaller than a batch makes one small batch, where fastai would silently train on none.
    this.batchSize = Math.max(1, Math.min(options.batchSize, this.numItems));
    const full = this.numItems / this.batchSize;
    this.numBatches = options.dropLast ? Math.floor(full) : Math.ceil(full);
  }

  /** Items whose files could not be decoded and which were left out, so far. */
  get badItems(): readonly unknown[] {
    return [...this.bad].map((index) => this.items[index]);
  }

  /** The same items, each once and in their order, with transforms random as in training. */
  augmented(): DataLoader {
    const dataset: Dataset = { ...this.dataset, split: 'train' };
    return new DataLoader(dataset, this.recipe, { ...this.options, shuffle: false, dropLast: false });
  }

  /** Copies of the first item in one batch, each with random transforms of its own, as in training. */
  copiesOfFirst(count: number): DataLoader {
    const items = Array.from({ length: count }, () => this.items[0]);
    const dataset: Dataset = { items, split: 'train', open: () => this.dataset.open(0) };
    const options = { ...this.options, batchSize: count, shuffle: false, dropLast: false };
    return new DataLoader(dataset, this.recipe, options);
  }

  /**
   * One epoch. The order and all that transforms draw follow from one number taken from the shared stream at the start
   * (none in validation), so they do not depend on how fast files are read.
   *
   * @returns Batches; whoever takes one disposes it. Leaving the loop early leaves nothing behind.
   * @throws FoveaError naming the file if one cannot be decoded, unless such files are to be skipped.
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

  private planEpoch(): BatchJob[] {
    const random = this.dataset.split === 'train' ? newStream() : randomFrom(0);
    const order = this.options.shuffle ? random.permutation(this.numItems) : this.items.map((_, i) => i);
    return Array.from({ length: this.numBatches }, (_, i) => {
      const indices = order.slice(i * this.batchSize, (i + 1) * this.batchSize);
      return { indices, itemSeeds: indices.map(() => random.bits()), random: randomFrom(random.bits()) };
    });
  }

  // All of a batch at once: libvips' threads then have work even while TensorFlow holds up this one.
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
      if (!this.bad.has(outcome.index)) this.leaveOut(outcome.index, outcome.error);
      return [];
    });
  }

  private leaveOut(index: number, error: unknown): void {
    if (!(error instanceof FoveaError)) throw error;
    if (this.options.onBadImage === 'error') {
      const skip = "Or go on without such files: dataloaders(source, { onBadImage: 'skip' }).";
      throw new FoveaError(error.problem, error.cure ? `${error.cure}\n  ${skip}` : skip);
    }
    this.bad.add(index);
    console.warn(`Left out ${itemName(this.items[index])}: ${error.problem}`);
  }
}
