import type { Recipe } from '../base/recipe';
import type { CropResize, LabelImage } from '../images/image';
import type { tf } from '../tensorflow/tf';
import type { Warp } from '../transforms/geometry';

/** The losses a target block may ask for; `training/losses` holds them. */
export type LossName = 'crossEntropy' | 'binaryCrossEntropy' | 'meanSquaredError';

/** What a display draws over or beside an image. A block says it of its labels; the display knows no kinds. */
export interface Annotation {
  /** Words above the image. */
  readonly caption?: string;
  /** The labels one by one, where there may be any number: a display compares them with others. */
  readonly labels?: readonly string[];
  /** Class indices to lay over the image in colours, with the colours and names of the classes. */
  readonly mask?: {
    readonly labels: LabelImage;
    readonly colours: readonly string[];
    readonly names: readonly string[];
  };
  /** Dots to draw, in [-1, 1], (-1, -1) = top left. */
  readonly points?: readonly { readonly x: number; readonly y: number }[];
}

/** A value of one sample on its way into a batch, which item transforms may still cut and resize. */
export interface Sample {
  /** Width and height in pixels for what has pixels or positions; undefined for what no transform moves. */
  readonly size?: { readonly width: number; readonly height: number };
  /** The same sample with a cut to be made; nothing is read yet. */
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

/** One input or target of a data block: how its values are read, put in batches and moved by transforms. */
export interface Block<Source = unknown> {
  /** The word for it in summaries and errors, e.g. `image`. */
  readonly name: string;
  /** How to make it again; undefined for blocks made by hand, which cannot be exported. */
  readonly recipe?: Recipe;
  /**
   * Learns what only the whole training set tells, e.g. the vocabulary.
   * @param sources Of the training items.
   * @returns The block to use from now on.
   */
  fit(sources: readonly Source[]): Block<Source>;
  /** Throws a FoveaError if a source can be seen to be no good without reading a file, e.g. a label nobody learns. */
  check?(source: Source): void;
  /**
   * Starts one sample.
   * @param imageSize Size of the sample's image, for what is given in its pixels.
   */
  open(source: Source, imageSize?: { width: number; height: number }): Promise<Sample>;
  /**
   * Tensor of a batch before batch transforms, owned by the caller: images uint8 or float32 in [0, 255], masks and classes
   * int32, others float32.
   */
  collate(values: readonly SampleValue[]): tf.Tensor;
  /** The batch moved by a warp; returned as is by blocks without geometry. Does not dispose its argument. */
  warp(batch: tf.Tensor, warp: Warp): tf.Tensor;
}

/** A block that can be learned: it names the loss and the number of outputs, and turns tensors back into labels. */
export interface TargetBlock<Source = unknown, Label = unknown> extends Block<Source> {
  fit(sources: readonly Source[]): TargetBlock<Source, Label>;
  readonly loss: LossName;
  /** Outputs a model needs: classes, labels, channels of a mask, coordinates. */
  readonly numOutputs: number;
  /** Names by class index; empty where there are none. */
  readonly vocabulary: readonly string[];
  /** True for targets that lie somewhere in the image and move with it. */
  readonly isSpatial?: boolean;
  /** Class index that the loss and the interpretation leave out; undefined if all count. */
  readonly ignoreIndex?: number;
  /** One label for each sample of a batch of targets, or of decoded predictions of the same form. */
  decode(targets: tf.Tensor): Label[];
  /** What to draw for a label. */
  annotate(label: Label): Annotation;
}

/** What comes out of a data loader: one step of training. */
export interface Batch {
  /** float32 `[batch, height, width, 3]`, normalized if the loaders are. */
  readonly inputs: tf.Tensor4D;
  /** As the target block makes them, e.g. int32 `[batch]` for classes. */
  readonly targets: tf.Tensor;
  /** The items (what `getItems` returned, e.g. file paths), in the batch's order. */
  readonly items: readonly unknown[];
  /** Frees inputs and targets. Whoever takes a batch disposes it. */
  dispose(): void;
}

/** Something that gives batches epoch by epoch: a data loader, or a stand-in of the same shape. */
export interface BatchSource {
  readonly numItems: number;
  readonly numBatches: number;
  /** The batches of one epoch; the consumer disposes each. */
  batches(): AsyncIterable<Batch>;
}
