import { tf } from '../../tensorflow/tf';
import { type ClassCounts, countingClasses } from './class-counts';
import { averagedMetric, type ConfigurableMetric, configurable, expectClassPerPlace, metric } from './metric';

/** Options of {@link foregroundAcc}. */
export interface ForegroundAccOptions {
  /** The class that does not count; 0 as in fastai. For CamVid it is that of `Void`. */
  readonly bkgIdx?: number;
}

/**
 * Fraction of a mask's pixels that are right, those of the background left out.
 *
 * Outputs: raw scores, float32 `[batch, height, width, classes]`; targets: class indices, int32 `[batch, height, width]`.
 * A number in [0, 1]. Batches of nothing but background are left out, where fastai's becomes NaN.
 */
export const foregroundAcc = configurable(({ bkgIdx = 0 }: ForegroundAccOptions) =>
  averagedMetric('foreground_acc', (outputs, targets) => {
    expectClassPerPlace('foregroundAcc', outputs, targets);
    const wanted = targets.cast('int32').reshape([-1]);
    const isForeground = tf.notEqual(wanted, tf.scalar(bkgIdx, 'int32'));
    const isRight = tf.logicalAnd(isForeground, tf.equal(tf.argMax(outputs, -1).reshape([-1]), wanted));
    const numForeground = tf.sum(isForeground.cast('int32')).dataSync()[0];
    return numForeground ? tf.sum(isRight.cast('int32')).dataSync()[0] / numForeground : undefined;
  }),
);

/** Options of {@link diceMulti} and {@link jaccardMulti}. */
export interface OverlapOptions {
  /** A class that does not count: its pixels are left out, whatever was predicted there, and it is not in the mean. */
  readonly ignoreIndex?: number;
}

/**
 * Mean over the classes of the Dice coefficient, 2 |A and B| / (|A| + |B|), of predicted and true pixels.
 *
 * Outputs: raw scores, float32 `[batch, height, width, classes]`; targets: class indices, int32 `[batch, height, width]`.
 * A number in [0, 1], over the whole validation set; classes neither predicted nor there are left out. fastai's `DiceMulti`.
 */
export const diceMulti = overlap('diceMulti', 'dice_multi', (hits, total) => (2 * hits) / total);

/**
 * Mean over the classes of the Jaccard coefficient (intersection over union), |A and B| / |A or B|, of predicted and
 * true pixels; also called mean IoU.
 *
 * Outputs: raw scores, float32 `[batch, height, width, classes]`; targets: class indices, int32 `[batch, height, width]`.
 * A number in [0, 1], over the whole validation set; classes neither predicted nor there are left out. fastai's
 * `JaccardCoeffMulti`.
 */
export const jaccardMulti = overlap(
  'jaccardMulti',
  'jaccard_coeff_multi',
  (hits, total) => hits / (total - hits),
);

function overlap(
  where: string,
  name: string,
  score: (hits: number, total: number) => number,
): ConfigurableMetric<OverlapOptions> {
  return configurable(({ ignoreIndex }: OverlapOptions) =>
    metric(name, () => {
      const { add, counts } = countingClasses(where, { ignoreIndex });
      return { add, value: () => meanOverPresent(counts(), score, ignoreIndex) };
    }),
  );
}

function meanOverPresent(
  counts: ClassCounts | undefined,
  score: (hits: number, total: number) => number,
  ignoreIndex: number | undefined,
): number {
  const scores: number[] = [];
  counts?.hits.forEach((hits, index) => {
    const total = counts.predicted[index] + counts.actual[index];
    if (total > 0 && index !== ignoreIndex) scores.push(score(hits, total));
  });
  return scores.reduce((sum, value) => sum + value, 0) / scores.length;
}
