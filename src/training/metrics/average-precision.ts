import { tf } from '../../tensorflow/tf';
import { configurable, expectSameSize, metric } from './metric';

/** Options of {@link averagePrecision}. */
export interface AveragePrecisionOptions {
  /** Whether outputs are raw scores, to be put through a sigmoid first; true as in fastai. */
  readonly sigmoid?: boolean;
}

/**
 * Mean over the labels of the average precision: how well a label's images are ranked before the others, whatever the
 * threshold. fastai's `APScoreMulti`.
 *
 * Outputs: raw scores, float32 `[batch, labels]`; targets: 0 or 1, of the same shape. A number in [0, 1], computed over
 * the whole validation set, as scikit-learn's `average_precision_score`: the sum of precision times gain in recall over
 * all thresholds, not interpolated. A label that no image has counts as 0.
 */
export const averagePrecision = configurable(({ sigmoid = true }: AveragePrecisionOptions) =>
  metric('average_precision_score', () => {
    const ranked: Ranked[][] = [];
    return {
      add: (outputs, targets) => {
        expectSameSize('averagePrecision', outputs, targets);
        const numLabels = outputs.shape[outputs.rank - 1];
        const scores = tf.tidy(() => (sigmoid ? tf.sigmoid(outputs) : outputs.clone()));
        const values = scores.dataSync();
        scores.dispose();
        const there = targets.dataSync();
        for (let i = 0; i < values.length; i++) {
          ranked[i % numLabels] ??= [];
          ranked[i % numLabels].push({ score: values[i], isThere: there[i] > 0 });
        }
      },
      value: () => ranked.reduce((total, label) => total + averagePrecisionOf(label), 0) / ranked.length,
    };
  }),
);

/** One image as a label ranks it. */
export interface Ranked {
  /** The higher, the likelier; only the order counts. */
  readonly score: number;
  /** Whether the image has the label. */
  readonly isThere: boolean;
}

/**
 * Average precision of one label, in [0, 1]; 0 if no image has it.
 *
 * @param images In any order.
 * @see scikit-learn's `average_precision_score`.
 */
export function averagePrecisionOf(images: readonly Ranked[]): number {
  const sorted = [...images].sort((a, b) => b.score - a.score);
  const numThere = sorted.filter(({ isThere }) => isThere).length;
  if (numThere === 0) return 0;
  let hits = 0;
  let hitsBefore = 0;
  let total = 0;
  for (const [i, { score, isThere }] of sorted.entries()) {
    if (isThere) hits++;
    // Images of one score cannot be told apart by any threshold: they count together.
    if (sorted[i + 1]?.score === score) continue;
    total += ((hits - hitsBefore) / numThere) * (hits / (i + 1));
    hitsBefore = hits;
  }
  return total;
}
