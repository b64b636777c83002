import { inspect } from 'node:util';
import { FoveaError } from '../base/errors';
import { expectPositiveInteger } from '../base/expect-number';
import { countText } from '../base/number-text';
import type { BatchSource, TargetBlock } from '../data/block';
import { classRecall, supportOf } from '../training/metrics/class-counts';
import type { Predictor } from '../training/prediction/get-preds';
import { type ClassOverlap, overlapsOf } from './class-overlap';
import { type ClassificationReport, reportOf } from './classification-report';
import { type ClassEvidence, collectEvidence, type Evidence, type InterpretedItem } from './evidence';
import type { LabelPrecision } from './label-precision';

/** What an interpretation needs of a learner. */
export interface InterpretedLearner<Data extends InterpretedData = InterpretedData> extends Predictor {
  readonly dls: Data;
}

/** What an interpretation needs of data loaders. */
export interface InterpretedData {
  /** What is predicted by default. */
  readonly valid: BatchSource;
  /** Decodes and counts predictions. */
  readonly target: TargetBlock;
}

/** How often one class was taken for another. */
export interface Confusion {
  /** Name of the true class. */
  readonly actual: string;
  /** Name of the predicted class. */
  readonly predicted: string;
  /** How many images or pixels. */
  readonly count: number;
}

/**
 * What a model gets right and wrong on a data set, in plain numbers: no tensor is kept, later training changes nothing here.
 *
 * @see fastai's `ClassificationInterpretation`.
 */
export class Interpretation<Data extends InterpretedData = InterpretedData> {
  /** All items, in the loader's order. */
  readonly items: readonly InterpretedItem[];
  /** Names by class index; empty if the targets have no classes. */
  readonly vocabulary: readonly string[];

  private constructor(
    /** Where the items come from. */
    readonly dls: Data,
    private readonly evidence: Evidence,
  ) {
    this.items = evidence.items;
    this.vocabulary = dls.target.vocabulary;
  }

  /**
   * Predicts all items of a loader once, in their order, as validation sees them: also of the training set. Of masks the decisions are
   * kept, not the probabilities.
   *
   * @param learn A learner.
   * @param options What to predict.
   * @param options.loader By default the validation set.
   * @throws FoveaError if the loader gives no items or none with labels, or when interrupted.
   */
  static async fromLearner<Data extends InterpretedData>(
    learn: InterpretedLearner<Data>,
    { loader = learn.dls.valid }: { loader?: BatchSource } = {},
  ): Promise<Interpretation<Data>> {
    return new Interpretation(learn.dls, await collectEvidence(learn, loader, learn.dls.target));
  }

  /** One line that says what it is and what to call. */
  [inspect.custom](): string {
    const { items, vocabulary } = this;
    const classes = vocabulary.length > 0 ? `, ${countText(vocabulary.length)} classes` : '';
    return `Interpretation of ${countText(items.length)} items${classes}; await interp.plotTopLosses() shows the worst, interp.topLosses(9) lists them.`;
  }

  /**
   * The items the model does worst on.
   *
   * @param k How many, a positive integer. By default all.
   * @returns Highest loss first.
   * @throws FoveaError if `k` is not a positive integer.
   */
  topLosses(k?: number): InterpretedItem[] {
    expectPositiveInteger(k, 'k of topLosses');
    return [...this.items].sort((a, b) => b.loss - a.loss).slice(0, k);
  }

  /**
   * How often each class was predicted for each class: counts of images, or of pixels where every pixel has a class.
   *
   * @returns Rows actual, columns predicted, both in the vocabulary's order.
   * @throws FoveaError if the targets are not one class each.
   */
  confusionMatrix(): number[][] {
    const { matrix } = this.classes();
    if (matrix) return matrix();
    throw new FoveaError(
      'confusionMatrix needs targets of one class each, received any number of labels for each item.',
      'Use classificationReport(): it looks at each label by itself.',
    );
  }

  /**
   * The classes taken for one another, most often first; ties in the vocabulary's order.
   *
   * @param options What to list.
   * @param options.minValue Pairs with fewer cases are left out; a positive integer, by default 1.
   * @throws FoveaError if the targets are not one class each, or `minValue` is not a positive integer.
   */
  mostConfused({ minValue = 1 }: { minValue?: number } = {}): Confusion[] {
    expectPositiveInteger(minValue, 'minValue of mostConfused');
    const pairs = this.confusionMatrix().flatMap((row, i) =>
      row.flatMap((count, j) =>
        i !== j && count >= minValue
          ? [{ actual: this.vocabulary[i], predicted: this.vocabulary[j], count }]
          : [],
      ),
    );
    return pairs.sort((a, b) => b.count - a.count);
  }

  /**
   * Precision, recall and F1 of each class and their means.
   *
   * @throws FoveaError if the targets have no classes.
   */
  classificationReport(): ClassificationReport {
    const { counts, counting } = this.classes();
    return reportOf(counts(), counting);
  }

  /**
   * How much of each class was recognized, worst first; classes that do not occur are left out.
   *
   * @returns `accuracy`: fraction of the class's cases (images, labels, pixels) that were predicted as it, in [0, 1]: its recall.
   * @throws FoveaError if the targets have no classes.
   */
  perClassAccuracy(): { name: string; accuracy: number; support: number }[] {
    return this.classes()
      .counts()
      .filter((count) => supportOf(count) > 0)
      .map((count) => ({ name: count.name, accuracy: classRecall(count), support: supportOf(count) }))
      .sort((a, b) => a.accuracy - b.accuracy);
  }

  /**
   * Intersection over union of each class, best first; classes neither there nor predicted are left out. The mean over
   * them is the metric `jaccardMulti`.
   *
   * @param options What to leave out.
   * @param options.ignoreIndex A class that does not count: its pixels are left out, and it is not in the list. By default
   *   what the target block ignores, which is left out always.
   * @throws FoveaError if the targets have no classes.
   */
  perClassIoU({ ignoreIndex = this.dls.target.ignoreIndex }: { ignoreIndex?: number } = {}): ClassOverlap[] {
    const counts = this.classes().counts({ ignoreIndex });
    return overlapsOf(counts.filter((_, index) => index !== ignoreIndex));
  }

  /**
   * How well each label's items are ranked before the others, whatever the threshold; worst first. Labels that do not occur are
   * left out.
   *
   * @returns `averagePrecision` in [0, 1], where a random ranking reaches `fraction`: that of the items which have the label;
   *   `support`: how many.
   * @throws FoveaError if an item cannot have any number of labels.
   * @see scikit-learn's `average_precision_score`; the mean over labels is the metric {@link averagePrecision}.
   */
  perClassAveragePrecision(): LabelPrecision[] {
    const { precisions } = this.classes();
    if (!precisions) {
      throw new FoveaError(
        'perClassAveragePrecision needs targets of any number of labels, received one class each.',
        'Use perClassAccuracy().',
      );
    }
    return [...precisions].sort((a, b) => a.averagePrecision - b.averagePrecision);
  }

  private classes(): ClassEvidence {
    const { classes } = this.evidence;
    if (classes) return classes;
    if (this.vocabulary.length > 0) {
      throw new FoveaError(
        `The ${this.dls.target.name} block has classes, but does not say how they are counted.`,
        "Give the block a counting: 'classPerImage', 'classPerPixel' or 'labels'.",
      );
    }
    throw new FoveaError(
      'Expected targets with classes, received targets without a vocabulary.',
      'Use topLosses().',
    );
  }
}
