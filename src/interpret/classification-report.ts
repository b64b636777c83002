import type { ClassCounting } from '../data/block';
import {
  type ClassCounts,
  classF1,
  classPrecision,
  classRecall,
  macroClasses,
  meanScore,
  microCounts,
  supportOf,
} from '../training/metrics/class-counts';
import type { NamedCounts } from './evidence';

/** Quality of the predictions of one class, or a mean over classes. All in [0, 1]. */
export interface Scores {
  /** Fraction of what was predicted as the class that is of it; 0 if nothing was. */
  readonly precision: number;
  /** Fraction of the class that was predicted as it; 0 if it does not occur. */
  readonly recall: number;
  /** Harmonic mean of the two. */
  readonly f1: number;
  /** How often the class occurs. */
  readonly support: number;
}

/** What scikit-learn's `classification_report` prints, as numbers. */
export interface ClassificationReport {
  readonly classes: readonly ({ readonly name: string } & Scores)[];
  /** From the counts of all classes together; where each item has one class, all three equal the accuracy. */
  readonly micro: Scores;
  /**
   * Plain mean, as the metrics `precision`, `recall` and `f1Score` have it: over the classes that occur, in predictions or
   * targets; over all labels where an item may have several.
   */
  readonly macro: Scores;
  /** Mean weighted by support. */
  readonly weighted: Scores;
}

/**
 * Precision, recall and F1 of each class and their means.
 *
 * @param counts Of every class.
 * @param counting How the target block says they are counted.
 * @see scikit-learn's `classification_report` with `zero_division=0`; its means without `labels`, where fastai's
 * `print_classification_report` gives all labels, so that those that do not occur count as 0.
 */
export function reportOf(counts: readonly NamedCounts[], counting: ClassCounting): ClassificationReport {
  const support = counts.reduce((sum, count) => sum + supportOf(count), 0);
  const macro = macroClasses(counts, counting);
  const weighted = (score: (count: ClassCounts) => number) =>
    support === 0 ? 0 : counts.reduce((sum, count) => sum + supportOf(count) * score(count), 0) / support;
  const means = (mean: (score: (count: ClassCounts) => number) => number): Scores => ({
    ...{ precision: mean(classPrecision), recall: mean(classRecall), f1: mean(classF1), support },
  });
  return {
    classes: counts.map((count) => ({ name: count.name, ...scoresOf(count) })),
    micro: scoresOf(microCounts(counts)),
    macro: means((score) => meanScore(macro, score)),
    weighted: means(weighted),
  };
}

function scoresOf(counts: ClassCounts): Scores {
  return {
    precision: classPrecision(counts),
    recall: classRecall(counts),
    f1: classF1(counts),
    support: supportOf(counts),
  };
}
