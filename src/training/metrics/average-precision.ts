import * as v from 'valibot';
import { fields, flag } from '../../base/schema';
import { tf } from '../../tensorflow/tf';
import { anyLabels } from './expect-targets';
import { configurable, expectSameSize, metric } from './metric';

/** Options of {@link averagePrecision}. */
export interface AveragePrecisionOptions extends v.InferOutput<typeof averagePrecisionOptions> {}

const averagePrecisionOptions = fields({
  /** Whether outputs are logits, to be put through a sigmoid first. @defaultValue true */
  sigmoid: v.optional(flag),
});

/**
 * Mean over the labels of the average precision: how well a label's images are ranked before the others, whatever the
 * threshold.
 *
 * Outputs: logits, float32 `[batch, labels]`; targets: 0 or 1, of the same shape. A number in [0, 1], higher is better,
 * computed over the whole validation set: the sum of precision times gain in recall over all thresholds, not interpolated.
 * A label that no image has counts as 0.
 *
 * @see fastai's `APScoreMulti`, scikit-learn's `average_precision_score`.
 */
export const averagePrecision = configurable(
  'averagePrecision',
  averagePrecisionOptions,
  ({ sigmoid = true }: AveragePrecisionOptions) =>
    metric(
      'average_precision_score',
      () => {
        const ranked: Ranked[][] = [];
        return {
          add: (outputs, targets) => {
            expectSameSize('averagePrecision', outputs, targets);
            const numLabels = outputs.shape[outputs.rank - 1];
            const scores = tf.tidy(() => (sigmoid ? tf.sigmoid(outputs) : outputs.clone()));
            const values = scores.dataSync();
            scores.dispose();
            const actual = targets.dataSync();
            for (let i = 0; i < values.length; i++) {
              ranked[i % numLabels] ??= [];
              ranked[i % numLabels].push({ score: values[i], hasLabel: actual[i] > 0 });
            }
          },
          value: () => ranked.reduce((total, label) => total + averagePrecisionOf(label), 0) / ranked.length,
        };
      },
      { better: 'higher', expectTargets: anyLabels('averagePrecision') },
    ),
);

/** One image as a label ranks it. */
export interface Ranked {
  /** The higher, the more likely; only the order counts. */
  readonly score: number;
  /** Whether the image has the label. */
  readonly hasLabel: boolean;
}

/**
 * Average precision of one label, in [0, 1]; 0 if no image has it.
 *
 * @param images In any order.
 * @see scikit-learn's `average_precision_score`.
 */
export function averagePrecisionOf(images: readonly Ranked[]): number {
  const sorted = [...images].sort((a, b) => b.score - a.score);
  const numWithLabel = sorted.filter(({ hasLabel }) => hasLabel).length;
  if (numWithLabel === 0) return 0;
  let hits = 0;
  let hitsBefore = 0;
  let total = 0;
  for (const [i, { score, hasLabel }] of sorted.entries()) {
    if (hasLabel) hits++;
    // No threshold separates images of one score: they count together.
    if (sorted[i + 1]?.score === score) continue;
    total += ((hits - hitsBefore) / numWithLabel) * (hits / (i + 1));
    hitsBefore = hits;
  }
  return total;
}
