import * as v from 'valibot';
import { choice, fields, flag, number } from '../../base/schema';
import { tf } from '../../tensorflow/tf';
import {
  type ClassCounts,
  type ClassScore,
  classF1,
  classPrecision,
  classRecall,
  macroClasses,
  meanScore,
  microCounts,
} from './class-counts';
import { countedClasses, countedLabels } from './count-outputs';
import { anyLabels, oneClassEach } from './expect-targets';
import { configurable, metric } from './metric';

/** Options of {@link precision}, {@link recall} and {@link f1Score}. */
export interface ClassScoreOptions extends v.InferOutput<typeof classScoreOptions> {}

const classScoreOptions = fields({
  /**
   * `macro`: mean over the classes that occur, in predictions or targets; `micro`: over all decisions together;
   * `binary`: class 1 alone, fastai's default, which works for two classes only.
   * @defaultValue `macro`
   */
  average: v.optional(choice(['macro', 'micro', 'binary'])),
});

/** Options of {@link precisionMulti}, {@link recallMulti} and {@link f1ScoreMulti}. */
export interface LabelScoreOptions extends v.InferOutput<typeof labelScoreOptions> {}

const labelScoreOptions = fields({
  /** `macro`: mean over all labels; `micro`: over all decisions together. @defaultValue `macro` */
  average: v.optional(choice(['macro', 'micro'])),
  /** Probability from which on a label is taken as present. @defaultValue 0.5 */
  threshold: v.optional(number),
  /** Whether outputs are logits, to be put through a sigmoid first. @defaultValue true */
  sigmoid: v.optional(flag),
});

/**
 * Precision: of the images predicted as a class, the fraction that are of it.
 *
 * Outputs: logits, float32 `[batch, classes]` (or a mask's, classes last); targets: class indices, int32. A number
 * in [0, 1], higher is better, computed over the whole validation set.
 *
 * @see scikit-learn's `precision_score`, fastai's `Precision`.
 */
export const precision = classScore('precision', 'precision_score', classPrecision);

/**
 * Recall: of the images of a class, the fraction that were predicted as it.
 *
 * Outputs: logits, float32 `[batch, classes]` (or a mask's, classes last); targets: class indices, int32. A number
 * in [0, 1], higher is better, computed over the whole validation set.
 *
 * @see scikit-learn's `recall_score`, fastai's `Recall`.
 */
export const recall = classScore('recall', 'recall_score', classRecall);

/**
 * F1: the harmonic mean of precision and recall.
 *
 * Outputs: logits, float32 `[batch, classes]` (or a mask's, classes last); targets: class indices, int32. A number
 * in [0, 1], higher is better, computed over the whole validation set.
 *
 * @see scikit-learn's `f1_score`, fastai's `F1Score`.
 */
export const f1Score = classScore('f1Score', 'f1_score', classF1);

/**
 * {@link precision} for any number of labels per image.
 *
 * Outputs: logits, float32 `[batch, labels]`; targets: 0 or 1, of the same shape. A number in [0, 1], higher is better.
 *
 * @see fastai's `PrecisionMulti`.
 */
export const precisionMulti = labelScore('precisionMulti', 'precision_score', classPrecision);

/**
 * {@link recall} for any number of labels per image.
 *
 * Outputs: logits, float32 `[batch, labels]`; targets: 0 or 1, of the same shape. A number in [0, 1], higher is better.
 *
 * @see fastai's `RecallMulti`.
 */
export const recallMulti = labelScore('recallMulti', 'recall_score', classRecall);

/**
 * {@link f1Score} for any number of labels per image.
 *
 * Outputs: logits, float32 `[batch, labels]`; targets: 0 or 1, of the same shape. A number in [0, 1], higher is better.
 *
 * @see fastai's `F1ScoreMulti`.
 */
export const f1ScoreMulti = labelScore('f1ScoreMulti', 'f1_score', classF1);

function classScore(where: string, name: string, score: ClassScore) {
  return configurable(where, classScoreOptions, ({ average = 'macro' }: ClassScoreOptions) => {
    const averaged = (counts: readonly ClassCounts[]) => {
      if (average === 'binary') return score(counts[1] ?? microCounts([]));
      if (average === 'micro') return score(microCounts(counts));
      return meanScore(macroClasses(counts, 'classPerImage'), score);
    };
    const start = () => {
      const { add, counts } = countedClasses(where);
      return { add, value: () => averagedOrNaN(counts(), averaged) };
    };
    return metric(name, start, { better: 'higher', expectTargets: oneClassEach(where) });
  });
}

function labelScore(where: string, name: string, score: ClassScore) {
  return configurable(
    where,
    labelScoreOptions,
    ({ average = 'macro', threshold = 0.5, sigmoid = true }: LabelScoreOptions) => {
      const averaged = (counts: readonly ClassCounts[]) =>
        average === 'micro' ? score(microCounts(counts)) : meanScore(macroClasses(counts, 'labels'), score);
      const isPresent = (outputs: tf.Tensor) =>
        tf.greaterEqual(sigmoid ? tf.sigmoid(outputs) : outputs, threshold);
      const start = () => {
        const { add, counts } = countedLabels(where, isPresent);
        return { add, value: () => averagedOrNaN(counts(), averaged) };
      };
      return metric(name, start, { better: 'higher', expectTargets: anyLabels(where) });
    },
  );
}

function averagedOrNaN(
  counts: readonly ClassCounts[] | undefined,
  averaged: (counts: readonly ClassCounts[]) => number,
): number {
  return counts ? averaged(counts) : Number.NaN;
}
