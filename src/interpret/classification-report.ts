import type { ClassCounts } from './class-counts';

/** Quality of the predictions of one class, or a mean over classes. All in [0, 1]. */
export interface Scores {
  /** Share of what was predicted as the class that is of it; 0 if nothing was. */
  readonly precision: number;
  /** Share of the class that was found; 0 if it does not occur. */
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
  /** Plain mean over all classes, those that do not occur included, as in fastai's report; the metric `f1Score` leaves them out. */
  readonly macro: Scores;
  /** Mean weighted by support. */
  readonly weighted: Scores;
}

/**
 * Precision, recall and F1 of each class and their means.
 *
 * @param counts Of every class.
 * @see scikit-learn's `classification_report` with all labels given and `zero_division=0`.
 */
export function reportOf(counts: readonly ClassCounts[]): ClassificationReport {
  const classes = counts.map((count) => ({ name: count.name, ...scoresOf(count) }));
  const sum = (value: (count: ClassCounts) => number) =>
    counts.reduce((total, count) => total + value(count), 0);
  return {
    classes,
    micro: scoresOf({
      truePositives: sum((c) => c.truePositives),
      falsePositives: sum((c) => c.falsePositives),
      falseNegatives: sum((c) => c.falseNegatives),
    }),
    macro: mean(classes, () => 1),
    weighted: mean(classes, ({ support }) => support),
  };
}

function scoresOf({ truePositives, falsePositives, falseNegatives }: Omit<ClassCounts, 'name'>): Scores {
  const support = truePositives + falseNegatives;
  return {
    precision: ratio(truePositives, truePositives + falsePositives),
    recall: ratio(truePositives, support),
    f1: ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives),
    support,
  };
}

function mean(scores: readonly Scores[], weight: (scores: Scores) => number): Scores {
  const total = scores.reduce((sum, score) => sum + weight(score), 0);
  const of = (key: keyof Scores) =>
    ratio(
      scores.reduce((sum, score) => sum + weight(score) * score[key], 0),
      total,
    );
  const support = scores.reduce((sum, score) => sum + score.support, 0);
  return { precision: of('precision'), recall: of('recall'), f1: of('f1'), support };
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
