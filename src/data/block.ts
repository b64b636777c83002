import type { Recipe } from '../base/recipe';
import type { CropResize, LabelImage } from '../images/image';
import type { tf } from '../tensorflow/tf';
import type { Warp } from '../transforms/geometry';

/** The losses a target block may ask for; `training/losses` holds them. */
export type LossName = 'crossEntropy' | 'binaryCrossEntropy' | 'meanSquaredError';

/**
 * How a target's classes are counted: one class for each image, one for each pixel, or any number of labels for each image.
 * `training/metrics/class-counts` counts them.
 */
export type ClassCounting = 'classPerImage' | 'classPerPixel' | 'labels';

/** What a display draws over or beside an image. The block describes its labels in this form, so that no display depends on blocks. */
export interface Annotation {
  /** Text above the image. */
  readonly caption?: string;
  /** The labels one by one, where an image may have any number of them, so that a display can compare them with others. */
  readonly labels?: readonly string[];
  /** Numbers that a prediction comes near to rather than hits, so that a display calls none right or wrong. The caption tells them. */
  readonly numbers?: readonly number[];
  /** Class indices to lay over the image in colours, with the colours and names of the classes. */
  readonly mask?: {
    readonly labels: LabelImage;
    readonly colours: readonly string[];
    readonly names: readonly string[];
  };
  /** Dots to draw, in [-1, 1], (-1, -1) = top left. */
  readonly points?: readonly { readonly x: number; readonly y: number }[];
}

/** The size of a sample in pixels, as seen upright. */
export interface SampleSize {
  readonly width: number;
  readonly height: number;
  /** EXIF orientation of an image's file, 2 to 8 if its pixels are stored mirrored or turned. @defaultValue 1 */
  readonly orientation?: number;
}

/** A value of one sample on its way into a batch, which item transforms may still cut and resize. */
export interface Sample {
  /** Width and height in pixels for what has pixels or positions; undefined for what no transform moves. */
  readonly size?: SampleSize;
  /** The same sample with one more cut to be made. Reads nothing. */
  cropResize(cut: CropResize): Sample;
  /** Reads, cuts and resizes: pixels, a class index, coordinates. */
  load(): Promise<SampleValue>;
}

/** What one sample contributes to a batch. */
export interface SampleValue {
  /** Shape of its numbers in the batch, without the batch's axis. */
  readonly shape: readonly number[];
  /** Its numbers, in the form that the block's `collate` takes them. */
  readonly values: Uint8Array | Float32Array | Int32Array;
}

/** One input or target of a data block: how its values are read, joined to batches and moved by transforms. */
export interface Block<Source = unknown> {
  /** Its name in summaries and errors, e.g. `image`. */
  readonly name: string;
  /** How to make it again. Without a recipe a learner that uses it cannot be exported. */
  readonly recipe?: Recipe;
  /** Whether a source that is a text is the path of a file that is read. @defaultValue false */
  readonly readsFiles?: boolean;
  /**
   * Learns what depends on the whole training set, e.g. the vocabulary.
   *
   * @param sources The sources of all training items.
   * @returns The block to use from then on.
   */
  fit(sources: readonly Source[]): Block<Source>;
  /** Throws a FoveaError if no training set could make a source right, e.g. a label that is empty. */
  checkForm?(source: unknown): unknown;
  /** Throws a FoveaError if a source is found to be wrong without reading a file, e.g. a label that is not in the vocabulary. */
  check?(source: Source): unknown;
  /**
   * Opens one sample. Reads headers, not pixels.
   *
   * @param source What the data block's `getX` or `getY` returned.
   * @param imageSize Size of the sample's image in pixels, for targets that are given in pixels.
   */
  open(source: Source, imageSize?: SampleSize): Promise<Sample>;
  /**
   * Joins samples to a batch, before batch transforms.
   *
   * @returns Images uint8 or float32 in [0, 255], masks and classes int32, others float32. Owned by the caller.
   */
  collate(values: readonly SampleValue[]): tf.Tensor;
  /**
   * Moves a batch by a warp.
   *
   * @param batch What `collate` returned. Not disposed.
   * @returns The moved batch, owned by the caller; blocks without geometry return the batch itself.
   */
  warp(batch: tf.Tensor, warp: Warp): tf.Tensor;
}

/** A block of targets: it also names the loss and the number of outputs, and turns tensors back into labels. */
export interface TargetBlock<Source = unknown, Label = unknown> extends Block<Source> {
  fit(sources: readonly Source[]): TargetBlock<Source, Label>;
  /** The default loss. */
  readonly loss: LossName;
  /** Number of outputs that a model needs: classes, channels of a mask, coordinates. */
  readonly numOutputs: number;
  /** Class names by index; empty for targets without classes. */
  readonly vocabulary: readonly string[];
  /** The classes of the vocabulary that none of some sources has; undefined where files would have to be read for it. */
  absent?(sources: readonly Source[]): readonly string[];
  /** How predictions are counted by class; undefined for targets without classes. */
  readonly counting?: ClassCounting;
  /** Whether the targets have positions in the image and move with it. */
  readonly isSpatial?: boolean;
  /** Class index that the loss and the interpretation ignore; undefined if none. */
  readonly ignoreIndex?: number;
  /** One label for each sample of a batch of targets, or of decoded predictions of the same form. */
  decode(targets: tf.Tensor): Label[];
  /** What to draw for a label. */
  annotate(label: Label): Annotation;
}

/** One batch of a data loader. */
export interface Batch {
  /** float32 `[batch, height, width, 3]`, normalized if the loaders are. */
  readonly inputs: tf.Tensor4D;
  /** As the target block joins them, e.g. int32 `[batch]` for classes. */
  readonly targets: tf.Tensor;
  /** The items (what `getItems` returned, e.g. file paths), in the batch's order. */
  readonly items: readonly unknown[];
  /** Frees inputs and targets. The consumer of a batch must call it. */
  dispose(): void;
}

/** One sample of a batch, and what it says of the memory of whole batches. */
export interface BatchSample {
  /** Of one sample. The caller disposes it. */
  readonly batch: Batch;
  /** Bytes that are read and wait for their turn during a training step, for each sample of a batch. */
  readonly bytesRead: number;
  /** Most bytes that tensors hold while a batch is made, for each of its samples. */
  readonly bytesMade: number;
}

/** Anything that yields batches epoch by epoch, such as a data loader. */
export interface BatchSource {
  readonly numItems: number;
  readonly numBatches: number;
  /** Number of samples in a full batch, where it is known. */
  readonly batchSize?: number;
  /**
   * The same items for prediction: each once, in their order, read as validation reads them. By default the source itself is taken.
   */
  inOrder?(): BatchSource;
  /**
   * One sample, as it would be in a batch, read without changing what later batches are. Undefined if it cannot be read.
   */
  sample?(): Promise<BatchSample | undefined>;
  /** So many of the items, evenly spread over all, in their order. Where it is missing, the first batches are taken. */
  some?(count: number): BatchSource;
  /**
   * All that its batches depend on beside the random numbers, as plain data: equal contents give equal batches. The keys are the words
   * of messages, e.g. `images`. Without it fits cannot be cached.
   *
   * @throws FoveaError naming what cannot be described: what is custom, or may have changed without notice.
   */
  content?(): Readonly<Record<string, unknown>>;
  /** The batches of one epoch; the consumer disposes each. */
  batches(): AsyncIterable<Batch>;
}
