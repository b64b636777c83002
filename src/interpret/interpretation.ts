import { FoveaError } from '../base/errors';
import type { Annotation, BatchSource, TargetBlock } from '../data/block';
import type { tf } from '../tensorflow/tf';
import { type ClassCounts, countPairs, countsOfConfusion, countsOfLabels } from './class-counts';
import { type ClassificationReport, reportOf } from './classification-report';
import { type LabelPrecision, precisionsOf } from './label-precision';

/** The part of a learner that its interpretation needs. */
export interface InterpretedLearner<Data extends InterpretedData = InterpretedData> {
  readonly dls: Data;
  /** Predictions for all items of a loader; `dispose` frees the tensors. */
  getPreds(options: { loader?: BatchSource; withLoss?: boolean }): Promise<{
    readonly predictions: tf.Tensor;
    readonly decoded: tf.Tensor;
    readonly targets: tf.Tensor;
    readonly losses?: Float32Array;
    readonly items: readonly unknown[];
    dispose(): void;
  }>;
}

/** The part of data loaders that interpretation needs. */
export interface InterpretedData {
  readonly valid: BatchSource;
  readonly target: TargetBlock;
}

/** One item with what the model made of it. */
export interface InterpretedItem {
  /** What `getItems` returned, e.g. a file path. */
  readonly item: unknown;
  readonly loss: number;
  /** The right label as words or a drawing. */
  readonly actual: Annotation;
  readonly predicted: Annotation;
  /** Highest probability, where the model chooses one class for the item; else undefined. */
  readonly probability?: number;
}

/** How often one class was taken for another. */
export interface Confusion {
  readonly actual: string;
  readonly predicted: string;
  readonly count: number;
}

/**
 * What a model gets right and wrong on a data set, in plain numbers: no tensor is kept, later training changes nothing here.
 *
 * @see fastai's `ClassificationInterpretation`.
 */
export class Interpretation<Data extends InterpretedData = InterpretedData> {
  private constructor(
    /** Where the items come from. */
    readonly dls: Data,
    /** All items, in the loader's order. */
    readonly items: readonly InterpretedItem[],
    /** Names by class index; empty if the targets have no classes. */
    readonly vocabulary: readonly string[],
    private readonly confusion: readonly (readonly number[])[] | undefined,
    private readonly counts: readonly ClassCounts[] | undefined,
    private readonly precisions: readonly LabelPrecision[] | undefined,
  ) {}

  /**
   * Predicts all items of a loader once.
   *
   * @param learn A learner.
   * @param options.loader The validation set unless told.
   */
  static async fromLearner<Data extends InterpretedData>(
    learn: InterpretedLearner<Data>,
    { loader = learn.dls.valid }: { loader?: BatchSource } = {},
  ): Promise<Interpretation<Data>> {
    const result = await learn.getPreds({ loader, withLoss: true });
    try {
      const { target } = learn.dls;
      const { predictions, decoded, targets, losses = new Float32Array(), items } = result;
      const probabilities = targets.dtype === 'int32' && predictions.rank === 2 ? highest(predictions) : [];
      const actual = target.decode(targets);
      const predicted = target.decode(decoded);
      const interpreted = items.map((item, i) => ({
        item,
        loss: losses[i],
        actual: target.annotate(actual[i]),
        predicted: target.annotate(predicted[i]),
        probability: probabilities[i],
      }));
      const { vocabulary } = target;
      const { confusion, counts } = count(targets, decoded, vocabulary);
      const precisions = counts && !confusion ? precisionsOf(targets, predictions, vocabulary) : undefined;
      return new Interpretation(learn.dls, interpreted, vocabulary, confusion, counts, precisions);
    } finally {
      result.dispose();
    }
  }

  /**
   * The items the model does worst on.
   *
   * @param k How many; all unless told.
   * @returns Highest loss first.
   */
  topLosses(k = this.items.length): InterpretedItem[] {
    return [...this.items].sort((a, b) => b.loss - a.loss).slice(0, k);
  }

  /**
   * How often each class was predicted for each class: counts of images, or of pixels where every pixel has a class.
   *
   * @returns Rows actual, columns predicted, both in the vocabulary's order.
   * @throws FoveaError if the targets are not one class each.
   */
  confusionMatrix(): number[][] {
    if (!this.confusion) {
      throw new FoveaError(
        `confusionMatrix needs targets of one class each, received ${this.counts ? 'any number of labels for each item' : 'targets without classes'}.`,
        this.counts ? 'Use classificationReport(): it looks at each label by itself.' : 'Use topLosses().',
      );
    }
    return this.confusion.map((row) => [...row]);
  }

  /**
   * The classes taken for one another, most often first; ties in the vocabulary's order.
   *
   * @param options.minValue Pairs with fewer cases are left out.
   * @throws FoveaError if the targets are not one class each.
   */
  mostConfused({ minValue = 1 }: { minValue?: number } = {}): Confusion[] {
    const pairs = this.confusionMatrix().flatMap((row, i) =>
      row.map((count, j) => ({
        actual: this.vocabulary[i],
        predicted: this.vocabulary[j],
        count,
        isRight: i === j,
      })),
    );
    return pairs
      .filter(({ count, isRight }) => !isRight && count >= minValue)
      .sort((a, b) => b.count - a.count)
      .map(({ actual, predicted, count }) => ({ actual, predicted, count }));
  }

  /**
   * Precision, recall and F1 of each class and their means.
   *
   * @throws FoveaError if the targets have no classes.
   */
  classificationReport(): ClassificationReport {
    return reportOf(this.classCounts());
  }

  /**
   * How much of each class was recognized, worst first; classes that do not occur are left out.
   *
   * @returns `accuracy`: share of the class's cases (images, labels, pixels) that were predicted as it, in [0, 1].
   *   `overlap`: cases in common of all that are or were predicted as the class (intersection over union), in [0, 1].
   * @throws FoveaError if the targets have no classes.
   */
  perClassAccuracy(): { name: string; accuracy: number; overlap: number; support: number }[] {
    return this.classCounts()
      .map(({ name, truePositives, falsePositives, falseNegatives }) => {
        const support = truePositives + falseNegatives;
        return {
          name,
          accuracy: truePositives / support,
          overlap: truePositives / (support + falsePositives),
          support,
        };
      })
      .filter(({ support }) => support > 0)
      .sort((a, b) => a.accuracy - b.accuracy);
  }

  /**
   * How well each label's items are ranked before the others, whatever the threshold; worst first. Labels that do not occur are
   * left out.
   *
   * @returns `averagePrecision` in [0, 1], of which chance reaches `share`: the part of the items that have the label;
   *   `support`: how many.
   * @throws FoveaError if an item cannot have any number of labels.
   * @see {@link averagePrecisionOf}; the mean over labels is the metric `averagePrecision`, fastai's `APScoreMulti`.
   */
  perClassAveragePrecision(): LabelPrecision[] {
    if (!this.precisions) {
      throw new FoveaError(
        `perClassAveragePrecision needs targets of any number of labels, received ${this.counts ? 'one class each' : 'targets without classes'}.`,
        this.counts ? 'Use perClassAccuracy().' : 'Use topLosses().',
      );
    }
    return [...this.precisions].sort((a, b) => a.averagePrecision - b.averagePrecision);
  }

  private classCounts(): readonly ClassCounts[] {
    if (!this.counts) {
      throw new FoveaError(
        'Expected targets with classes, received targets without a vocabulary.',
        'Use topLosses().',
      );
    }
    return this.counts;
  }
}

/**
 * Integers are class indices, one for each image or pixel; other numbers of targets with a vocabulary are 0 or 1 for each label.
 */
function count(targets: tf.Tensor, decoded: tf.Tensor, vocabulary: readonly string[]) {
  if (vocabulary.length === 0) return {};
  if (targets.dtype !== 'int32')
    return { counts: countsOfLabels(targets.dataSync(), decoded.dataSync(), vocabulary) };
  const confusion = countPairs(targets.dataSync(), decoded.dataSync(), vocabulary.length);
  return { confusion, counts: countsOfConfusion(confusion, vocabulary) };
}

function highest(predictions: tf.Tensor): number[] {
  const [items, classes] = predictions.shape;
  const values = predictions.dataSync();
  return Array.from({ length: items }, (_, i) =>
    Math.max(...values.subarray(i * classes, (i + 1) * classes)),
  );
}
