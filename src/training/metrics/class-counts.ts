import type { ClassCounting } from '../../data/block';

// One owner of what is counted by class, and of how counts become precision, recall, F1 and overlap: for metrics,
// interpretations and their charts.

/** How one class fared: among all decisions, those for it and those that should have been. */
export interface ClassCounts {
  /** Predicted, and right. */
  readonly truePositives: number;
  /** Predicted, but wrong. */
  readonly falsePositives: number;
  /** Not predicted, but right. */
  readonly falseNegatives: number;
}

/** Counts of predictions for targets of one class per image or pixel. */
export interface ClassConfusion {
  /**
   * Counts some more.
   *
   * @param actual Class indices, of images or of pixels.
   * @param predicted Class indices in the same order, each in [0, numClasses).
   */
  add(actual: ArrayLike<number>, predicted: ArrayLike<number>): void;
  /** `numClasses` rows of actual and `numClasses` columns of predicted classes; targets that are not a class are left out. */
  matrix(): number[][];
  /**
   * Each class against all others. As in fastai and scikit-learn, a target that is not a class (e.g. 255) counts against the
   * prediction made for it, unless it is ignored.
   *
   * @param options
   * @param options.ignoreIndex A target that does not count, whatever was predicted for it.
   */
  counts(options?: { readonly ignoreIndex?: number }): ClassCounts[];
}

/**
 * Starts counting what was predicted for what.
 *
 * @param options
 * @param options.ignoreIndex A target that is never counted.
 */
export function classConfusion(
  numClasses: number,
  { ignoreIndex: neverCounted }: { readonly ignoreIndex?: number } = {},
): ClassConfusion {
  // The last row holds targets that are not a class.
  const rows = Array.from({ length: numClasses + 1 }, () => new Float64Array(numClasses));
  return {
    add(actual, predicted) {
      for (let i = 0; i < actual.length; i++) {
        const target = actual[i];
        if (target !== neverCounted) (rows[target] ?? rows[numClasses])[predicted[i]]++;
      }
    },
    matrix: () => rows.slice(0, numClasses).map((row) => [...row]),
    counts({ ignoreIndex } = {}) {
      const counted = rows.filter((_, i) => i !== ignoreIndex);
      return Array.from({ length: numClasses }, (_, i) => {
        const row = i === ignoreIndex ? [] : rows[i];
        const truePositives = row[i] ?? 0;
        const predicted = sum(counted, (one) => one[i]);
        return {
          truePositives,
          falsePositives: predicted - truePositives,
          falseNegatives: sum(row, (count) => count) - truePositives,
        };
      });
    },
  };
}

/** Counts of predictions for targets of any number of labels per image. */
export interface LabelCounts {
  /**
   * Counts some more.
   *
   * @param actual Not 0 where the image has the label; image by image, `numLabels` numbers each.
   * @param predicted The same for what was predicted.
   */
  add(actual: ArrayLike<number>, predicted: ArrayLike<number>): void;
  /** Each label by itself. */
  counts(): ClassCounts[];
}

/** Starts counting labels. */
export function labelCounts(numLabels: number): LabelCounts {
  const counts = Array.from({ length: numLabels }, () => ({
    truePositives: 0,
    falsePositives: 0,
    falseNegatives: 0,
  }));
  return {
    add(actual, predicted) {
      for (let i = 0; i < actual.length; i++) {
        const count = counts[i % numLabels];
        if (predicted[i] && actual[i]) count.truePositives++;
        else if (predicted[i]) count.falsePositives++;
        else if (actual[i]) count.falseNegatives++;
      }
    },
    counts: () => counts.map((count) => ({ ...count })),
  };
}

/** A score of one class, or of all together, in [0, 1]. Where there is nothing to divide by it is 0. */
export type ClassScore = (counts: ClassCounts) => number;

/** Of the predictions of a class, the fraction that are right. */
export const classPrecision: ClassScore = ({ truePositives, falsePositives }) =>
  ratio(truePositives, truePositives + falsePositives);

/** Of the cases of a class, the fraction that was predicted as it. */
export const classRecall: ClassScore = (counts) => ratio(counts.truePositives, supportOf(counts));

/** The harmonic mean of precision and recall; of a mask's pixels, the Dice coefficient. */
export const classF1: ClassScore = ({ truePositives, falsePositives, falseNegatives }) =>
  ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives);

/** Intersection over union, the Jaccard coefficient. */
export const classIou: ClassScore = (counts) =>
  ratio(counts.truePositives, counts.falsePositives + supportOf(counts));

/** How many cases are of the class. */
export function supportOf({ truePositives, falseNegatives }: ClassCounts): number {
  return truePositives + falseNegatives;
}

/** Whether a class was predicted, or is there. */
export function occurs(counts: ClassCounts): boolean {
  return counts.falsePositives + supportOf(counts) > 0;
}

/**
 * The classes that a macro average goes over: of one class per image or pixel those that occur, in predictions or targets;
 * of labels all.
 *
 * @see scikit-learn's `precision_recall_fscore_support` without `labels`, with `zero_division=0`, which is what fastai's
 * `Precision`, `Recall`, `F1Score` and their multi-label variants call.
 */
export function macroClasses<Counts extends ClassCounts>(
  counts: readonly Counts[],
  counting: ClassCounting,
): readonly Counts[] {
  return counting === 'labels' ? counts : counts.filter(occurs);
}

/** The mean of a score over classes; NaN of none. */
export function meanScore(counts: readonly ClassCounts[], score: ClassScore): number {
  return sum(counts, score) / counts.length;
}

/** All classes' decisions together: of one class per image or pixel every score of them is the accuracy. */
export function microCounts(counts: readonly ClassCounts[]): ClassCounts {
  return {
    truePositives: sum(counts, (one) => one.truePositives),
    falsePositives: sum(counts, (one) => one.falsePositives),
    falseNegatives: sum(counts, (one) => one.falseNegatives),
  };
}

function ratio(numerator: number, denominator: number): number {
  return denominator === 0 ? 0 : numerator / denominator;
}

function sum<T>(values: Iterable<T>, measure: (value: T) => number): number {
  let total = 0;
  for (const value of values) total += measure(value);
  return total;
}
