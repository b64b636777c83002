import { inspect, isDeepStrictEqual } from 'node:util';
import { FoveaError, unknownChoice } from '../base/errors';
import { expectPositiveInteger } from '../base/expect-number';
import { countText } from '../base/number-text';
import type { RgbImage } from '../images/image';
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
import { checkItems, imageSourceKind } from './image-source';

/** Options of `DataBlock.dataloaders`: how the loaders read. */
export interface LoadingOptions {
  /**
   * Samples in a training batch, as in fastai.
   *
   * @defaultValue 64
   */
  readonly batchSize?: number;
  /**
   * Samples in a validation batch.
   *
   * @defaultValue batchSize
   */
  readonly validBatchSize?: number;
  /**
   * Whether to draw a new order for every training epoch.
   *
   * @defaultValue true
   */
  readonly shuffle?: boolean;
  /**
   * How many batches are read ahead while one is used.
   *
   * @defaultValue 2
   */
  readonly prefetch?: number;
  /**
   * What to do about a file that cannot be decoded: `error` stops, `skip` skips it with one warning.
   *
   * @defaultValue 'error'
   */
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
  /** One for each training item: how often it is drawn, in proportion to the others. By default each is taken once an epoch. */
  readonly weights?: readonly number[];
  /** Checks items to predict, before `sources`. By default they must be images, or of the form of the training items. */
  expectItems?(items: readonly unknown[]): void;
  /** What the blocks read for each item. `labels` is undefined without `withLabels`. */
  sources(items: readonly unknown[], withLabels: boolean): { inputs: unknown[]; labels?: unknown[] };
}

/** The loaders of the training and the validation set, with what a learner and a display need to know about them. */
export class DataLoaders {
  /** Training batches: shuffled, with random transforms. */
  readonly train: DataLoader;
  /** Validation batches: in the order of the items, nothing random. */
  readonly valid: DataLoader;
  /** The block of the inputs. */
  readonly input: Block;
  /** The block of the targets, with what it learned, e.g. the vocabulary. */
  readonly target: TargetBlock;
  private readonly recipe: BatchRecipe;
  private readonly loading: Required<LoadingOptions>;
  private statistics?: ColourStatistics;
  private readonly isNormalizedByBlock: boolean;

  /**
   * @internal `DataBlock.dataloaders` makes them.
   * @throws FoveaError if a batch size is not a positive integer, or `prefetch` not an integer of at least 0.
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
    if (onBadImage !== 'error' && onBadImage !== 'skip')
      throw unknownChoice('onBadImage', onBadImage, ['error', 'skip']);
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

  /** One line that says what they are and what to call. */
  [inspect.custom](): string {
    const { train, valid, vocabulary } = this;
    const classes = vocabulary.length > 0 ? `, ${countText(vocabulary.length)} classes` : '';
    const items = `${countText(train.numItems)} training and ${countText(valid.numItems)} validation items`;
    return `DataLoaders of ${items}${classes}, in batches of ${train.batchSize}; dls.showBatch() shows one, dls.vocabulary names the classes.`;
  }

  /** Class names by index; empty for targets without classes. */
  get vocabulary(): readonly string[] {
    return this.target.vocabulary;
  }

  /** The statistics that colours are normalized with; undefined if they are not normalized. */
  get normalization(): ColourStatistics | undefined {
    return this.statistics;
  }

  /**
   * Normalizes all batches from now on. Does nothing if the data block has a `normalize()` of its own, as fastai's `_add_norm`.
   * Other statistics of an earlier call are replaced, with a warning.
   *
   * @param statistics Mean and standard deviation of red, green and blue, for colours in [0, 1].
   * @param options
   * @param options.model The name of the model that needs them, for the warning.
   * @throws FoveaError if the statistics are not usable.
   */
  normalize(statistics: ColourStatistics, { model = 'other statistics' }: { model?: string } = {}): void {
    checkStatistics(statistics);
    if (this.isNormalizedByBlock) return;
    if (this.statistics && !isDeepStrictEqual(this.statistics, statistics)) {
      console.warn(
        `Batches are now normalized for ${model}; a learner made earlier for other statistics needs its own loaders.`,
      );
    }
    this.statistics = statistics;
  }

  /**
   * Turns the inputs of a batch back into images.
   *
   * @param inputs float32 `[batch, height, width, 3]`, normalized if the loaders are. Not disposed.
   * @returns One image for each sample, not normalized, 0-255.
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
   * The first batch of a new training epoch.
   *
   * @param options
   * @param options.copies A batch of this many copies of the first training item instead, each augmented by itself.
   * @param options.atMost Reads only so many samples of the batch.
   * @returns The batch, owned by the caller: dispose it.
   * @throws FoveaError if no training image can be read, or a number of samples is not a positive integer.
   */
  async oneBatch({ copies, atMost }: { copies?: number; atMost?: number } = {}): Promise<Batch> {
    expectPositiveInteger(copies, 'copies of oneBatch');
    expectPositiveInteger(atMost, 'atMost of oneBatch');
    const loader = copies === undefined ? this.train.oneAtATime(atMost) : this.train.copiesOfFirst(copies);
    for await (const batch of loader.batches()) return batch;
    throw new FoveaError(
      'There is no batch to show: no training image could be read.',
      'Run verifyImages(files).',
    );
  }

  /**
   * Describes how validation reads and transforms inputs, as plain data: {@link recipeOfLoaders}.
   *
   * @internal
   */
  describe(): DataRecipe {
    const { statistics, parts } = this;
    return recipeOfLoaders({ ...parts, statistics });
  }

  /**
   * A loader of other items, read as validation's are: in their order, nothing random, none dropped.
   *
   * @param source As `getItems` returns them, e.g. file paths or the rows of a table: a list, or a `DataFrame`. Without labels also images in
   *   any other form that an image block reads, e.g. paths, bytes or pixels: `getX` is not called for those.
   * @param options
   * @param options.withLabels Whether to read targets; by default false: a batch's targets are empty, float32 `[batch, 0]`.
   * @returns The loader.
   * @throws FoveaError if `source` is no list, or naming the item for which `getX`, or with labels `getY`, fails.
   * @see fastai's `test_dl`.
   */
  testDl(source: Iterable<unknown>, { withLabels = false }: { withLabels?: boolean } = {}): DataLoader {
    const items = itemsOf(source);
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
    if (this.parts.expectItems) this.parts.expectItems(items);
    else checkItems(items, known);
    const knownKind = known === undefined ? 'path' : imageSourceKind(known);
    return items.map((item) => {
      const kind = imageSourceKind(item);
      // getX is for what getItems returns.
      return kind !== undefined && kind !== knownKind ? item : this.parts.sources([item], false).inputs[0];
    });
  }

  private loader(dataset: Dataset): DataLoader {
    const { batchSize, validBatchSize, shuffle, prefetch, onBadImage } = this.loading;
    const training = dataset.split === 'train';
    return new DataLoader(dataset, this.recipe, {
      batchSize: training ? batchSize : validBatchSize,
      shuffle: training && shuffle,
      weights: training ? this.parts.weights : undefined,
      dropLast: training,
      prefetch,
      onBadImage,
      itemTransforms: this.parts.itemTransforms,
    });
  }
}

function itemsOf(source: unknown): unknown[] {
  const isList = typeof source === 'object' && source !== null && Symbol.iterator in source;
  if (isList && !ArrayBuffer.isView(source)) return Array.from(source as Iterable<unknown>);
  throw new FoveaError(
    `Expected a list of items, or a table, in testDl, received ${inspect(source, { depth: 0 })}.`,
    'Give a list, also of one item: testDl([file]), or learn.predict(file). The images of a folder are testDl(await getImageFiles(folder)).',
  );
}

function expectWhole(name: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least) {
    throw new FoveaError(
      `Expected an integer of at least ${least} as ${name} of dataloaders, received ${value}.`,
    );
  }
}
