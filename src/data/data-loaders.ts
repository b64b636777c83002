import { isDeepStrictEqual } from 'node:util';
import { FoveaError } from '../base/errors';
import { isImage, type RgbImage } from '../images/image';
import { readNumbers } from '../tensorflow/read';
import { tf } from '../tensorflow/tf';
import type { BatchTransform, ColourStatistics } from '../transforms/batch-transform';
import type { ItemTransform } from '../transforms/item-transform';
import { checkStatistics, denormalizeImages } from '../transforms/normalize';
import type { BatchRecipe } from './batch-maker';
import type { Batch, Block, TargetBlock } from './block';
import { DataLoader, type OnBadImage } from './data-loader';
import { type DataRecipe, recipeOfLoaders } from './data-recipe';
import { type Dataset, makeDataset } from './dataset';

/** How data loaders read; the same for all sets but for batch size and order. */
export interface LoadingOptions {
  /** Samples in a training batch; 64 as in fastai. */
  readonly batchSize?: number;
  /** Samples in a validation batch; `batchSize` unless told. */
  readonly validBatchSize?: number;
  /** Draws a new order for every training epoch; true. */
  readonly shuffle?: boolean;
  /** How many batches are read ahead while one is trained on; 2. */
  readonly prefetch?: number;
  /** `error` stops at a file that cannot be decoded; `skip` goes on without it and says so once. */
  readonly onBadImage?: OnBadImage;
}

/** What data loaders are made of; `DataBlock.dataloaders` fills it in. */
export interface DataLoadersParts {
  readonly train: Dataset;
  readonly valid: Dataset;
  readonly input: Block;
  readonly target: TargetBlock;
  readonly itemTransforms: readonly ItemTransform[];
  readonly batchTransforms: readonly BatchTransform[];
  /** What the blocks read for an item; `labels` is undefined if not asked for. */
  sources(items: readonly unknown[], withLabels: boolean): { inputs: unknown[]; labels?: unknown[] };
}

/** The training and the validation set as batches, with what a learner and a display need to know of them. */
export class DataLoaders {
  readonly train: DataLoader;
  readonly valid: DataLoader;
  readonly input: Block;
  readonly target: TargetBlock;
  private readonly recipe: BatchRecipe;
  private readonly loading: Required<LoadingOptions>;
  private statistics?: ColourStatistics;
  private readonly isNormalizedByBlock: boolean;

  /**
   * @throws FoveaError if a batch size or `prefetch` is no whole number, or too small.
   */
  constructor(
    private readonly parts: DataLoadersParts,
    {
      batchSize = 64,
      validBatchSize = batchSize,
      shuffle = true,
      prefetch = 2,
      onBadImage = 'error',
    }: LoadingOptions = {},
  ) {
    expectWhole('batchSize', batchSize, 1);
    expectWhole('validBatchSize', validBatchSize, 1);
    expectWhole('prefetch', prefetch, 0);
    this.loading = { batchSize, validBatchSize, shuffle, prefetch, onBadImage };
    this.input = parts.input;
    this.target = parts.target;
    const { input, target, batchTransforms } = parts;
    this.statistics = batchTransforms.find((transform) => transform.statistics)?.statistics;
    if (this.statistics) checkStatistics(this.statistics);
    this.isNormalizedByBlock = this.statistics !== undefined;
    this.recipe = { input, target, transforms: batchTransforms, statistics: () => this.statistics };
    this.train = this.loader(parts.train);
    this.valid = this.loader(parts.valid);
  }

  /** Names of the classes by index; empty where there are none. */
  get vocabulary(): readonly string[] {
    return this.target.vocabulary;
  }

  /** What colours are normalized with; undefined if they are not. */
  get normalization(): ColourStatistics | undefined {
    return this.statistics;
  }

  /**
   * Normalizes all batches from now on. Does nothing where the data block has a `normalize()` of its own, as fastai's
   * `_add_norm`. Statistics of an earlier call are replaced, and if they were others the console says so.
   *
   * @param statistics Mean and deviation of red, green, blue, in [0, 1].
   * @param options.model The name of the model that asks for them, for that line.
   */
  normalize(statistics: ColourStatistics, { model = 'other statistics' }: { model?: string } = {}): void {
    checkStatistics(statistics);
    if (this.isNormalizedByBlock) return;
    if (this.statistics && !isDeepStrictEqual(this.statistics, statistics)) {
      console.warn(
        `Batches are now normalized for ${model}; a learner made earlier for other statistics needs loaders of its own.`,
      );
    }
    this.statistics = statistics;
  }

  /**
   * The images of a batch as a screen shows them.
   *
   * @param inputs float32 `[batch, height, width, 3]`, as a batch has them. Not disposed.
   * @returns One image for each sample, normalization undone, 0-255.
   */
  images(inputs: tf.Tensor4D): RgbImage[] {
    const [count, height, width] = inputs.shape;
    const numbers = readNumbers(() => {
      const colours = this.statistics ? denormalizeImages(inputs, this.statistics) : inputs;
      return tf.round(tf.clipByValue(tf.mul(colours, 255), 0, 255));
    });
    const bytes = Uint8Array.from(numbers);
    const length = height * width * 3;
    return Array.from({ length: count }, (_, i) => {
      return { width, height, pixels: bytes.slice(i * length, (i + 1) * length) };
    });
  }

  /**
   * The first batch of a new training epoch, owned by the caller: dispose it.
   *
   * @param options.copies Instead, a batch of so many copies of the first training item, each augmented by itself.
   */
  async oneBatch({ copies }: { copies?: number } = {}): Promise<Batch> {
    const loader = copies === undefined ? this.train : this.train.copiesOfFirst(copies);
    for await (const batch of loader.batches()) return batch;
    throw new FoveaError(
      'There is no batch to show: no training image could be read.',
      'Run verifyImages(files).',
    );
  }

  /** How to read and transform inputs as validation does, as plain data. {@link recipeOfLoaders} */
  describe(): DataRecipe {
    const { statistics, parts } = this;
    return recipeOfLoaders({ ...parts, statistics });
  }

  /**
   * A loader of other items, treated as validation's are: in their order, nothing random, none dropped.
   *
   * @param items As `getItems` returns them, e.g. file paths. Without labels also images in memory, and paths where
   * `getItems` returns something else: `getX` is not asked for those.
   * @param options.withLabels Reads targets too. Without, a batch's targets are empty, float32 `[batch, 0]`.
   * @see fastai's `test_dl`.
   */
  testDl(items: readonly unknown[], { withLabels = false }: { withLabels?: boolean } = {}): DataLoader {
    const { inputs, labels } = withLabels
      ? this.parts.sources(items, true)
      : { inputs: this.inputsOf(items), labels: undefined };
    const { input, target } = this;
    return this.loader(
      makeDataset({ items, split: 'valid', input, inputSources: inputs, target, targetSources: labels }),
    );
  }

  private inputsOf(items: readonly unknown[]): unknown[] {
    const known = this.parts.train.items[0];
    const hasPaths = known === undefined || typeof known === 'string';
    const isRead = (item: unknown) =>
      isImage(item) ? !isImage(known) : typeof item === 'string' && !hasPaths;
    return items.map((item) => (isRead(item) ? item : this.parts.sources([item], false).inputs[0]));
  }

  private loader(dataset: Dataset): DataLoader {
    const { batchSize, validBatchSize, shuffle, prefetch, onBadImage } = this.loading;
    const training = dataset.split === 'train';
    return new DataLoader(dataset, this.recipe, {
      batchSize: training ? batchSize : validBatchSize,
      shuffle: training && shuffle,
      dropLast: training,
      prefetch,
      onBadImage,
      itemTransforms: this.parts.itemTransforms,
    });
  }
}

function expectWhole(name: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least) {
    throw new FoveaError(
      `Expected a whole number from ${least} for ${name} of dataloaders, received ${value}.`,
    );
  }
}
