import { unknownChoice } from '../../base/errors';
import { tf } from '../../tensorflow/tf';
import { type ClassCounts, countingClasses, countingLabels } from './class-counts';
import { configurable, metric } from './metric';

/** How figures of several classes become one. */
export type Average = 'macro' | 'micro' | 'binary';

/** Options of {@link precision}, {@link recall} and {@link f1Score}. */
export interface ClassScoreOptions {
  /**
   * `macro`: mean over the classes that occur, in predictions or targets; `micro`: over all decisions together;
   * `binary`: class 1 alone. Macro by default; fastai's `binary` works for two classes only.
   */
  readonly average?: Average;
}

/** Options of {@link precisionMulti}, {@link recallMulti} and {@link f1ScoreMulti}. */
export interface LabelScoreOptions {
  /** `macro`, as in fastai: mean over all labels; `micro`: over all decisions together. */
  readonly average?: 'macro' | 'micro';
  /** Probability from which on a label is taken as present; 0.5 as in fastai. */
  readonly threshold?: number;
  /** Whether outputs are raw scores, to be put through a sigmoid first; true as in fastai. */
  readonly sigmoid?: boolean;
}

type Score = (hits: number, predicted: number, actual: number) => number;

// Nothing predicted, or nothing there, counts as 0, as scikit-learn does.
const precisionOf: Score = (hits, predicted) => (predicted ? hits / predicted : 0);
const recallOf: Score = (hits, _predicted, actual) => (actual ? hits / actual : 0);
const f1Of: Score = (hits, predicted, actual) => (predicted + actual ? (2 * hits) / (predicted + actual) : 0);

/**
 * Precision: of the images said to be of a class, the fraction that are.
 *
 * Outputs: raw scores, float32 `[batch, classes]` (or a mask's, classes last); targets: class indices, int32. A number
 * in [0, 1], computed over the whole validation set, as scikit-learn's `precision_score`.
 */
export const precision = classScore('precision', 'precision_score', precisionOf);

/**
 * Recall: of the images of a class, the fraction that were found.
 *
 * Outputs: raw scores, float32 `[batch, classes]` (or a mask's, classes last); targets: class indices, int32. A number
 * in [0, 1], computed over the whole validation set, as scikit-learn's `recall_score`.
 */
export const recall = classScore('recall', 'recall_score', recallOf);

/**
 * F1: the harmonic mean of precision and recall.
 *
 * Outputs: raw scores, float32 `[batch, classes]` (or a mask's, classes last); targets: class indices, int32. A number
 * in [0, 1], computed over the whole validation set, as scikit-learn's `f1_score`.
 */
export const f1Score = classScore('f1Score', 'f1_score', f1Of);

/**
 * {@link precision} for any number of labels per image.
 *
 * Outputs: raw scores, float32 `[batch, labels]`; targets: 0 or 1, of the same shape. A number in [0, 1].
 */
export const precisionMulti = labelScore('precisionMulti', 'precision_score', precisionOf);

/**
 * {@link recall} for any number of labels per image.
 *
 * Outputs: raw scores, float32 `[batch, labels]`; targets: 0 or 1, of the same shape. A number in [0, 1].
 */
export const recallMulti = labelScore('recallMulti', 'recall_score', recallOf);

/**
 * {@link f1Score} for any number of labels per image.
 *
 * Outputs: raw scores, float32 `[batch, labels]`; targets: 0 or 1, of the same shape. A number in [0, 1].
 */
export const f1ScoreMulti = labelScore('f1ScoreMulti', 'f1_score', f1Of);

function classScore(where: string, name: string, score: Score) {
  return configurable(({ average = 'macro' }: ClassScoreOptions) => {
    checkAverage(where, average, ['macro', 'micro', 'binary']);
    return metric(name, () => {
      const { add, counts } = countingClasses(where);
      return { add, value: () => averaged(counts(), score, average, occurs) };
    });
  });
}

function labelScore(where: string, name: string, score: Score) {
  return configurable(({ average = 'macro', threshold = 0.5, sigmoid = true }: LabelScoreOptions) => {
    checkAverage(where, average, ['macro', 'micro']);
    return metric(name, () => {
      const { add, counts } = countingLabels(where, (outputs) =>
        tf.greaterEqual(sigmoid ? tf.sigmoid(outputs) : outputs, threshold),
      );
      return { add, value: () => averaged(counts(), score, average, () => true) };
    });
  });
}

function checkAverage(where: string, average: Average, choices: readonly Average[]): void {
  if (!choices.includes(average)) throw unknownChoice(`average of ${where}`, average, choices);
}

function occurs({ predicted, actual }: ClassCounts, index: number): boolean {
  return predicted[index] + actual[index] > 0;
}

function averaged(
  counts: ClassCounts | undefined,
  score: Score,
  average: Average,
  isCounted: (counts: ClassCounts, index: number) => boolean,
): number {
  if (!counts) return Number.NaN;
  const { hits, predicted, actual } = counts;
  if (average === 'binary') return score(hits[1], predicted[1], actual[1]);
  if (average === 'micro') return score(sum(hits), sum(predicted), sum(actual));
  const classes = [...hits.keys()].filter((index) => isCounted(counts, index));
  return sum(classes.map((index) => score(hits[index], predicted[index], actual[index]))) / classes.length;
}

function sum(values: Float64Array | readonly number[]): number {
  return Array.from(values).reduce((total, value) => total + value, 0);
}
