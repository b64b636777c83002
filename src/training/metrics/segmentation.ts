import * as v from 'valibot';
import { fields, number } from '../../base/schema';
import { tf } from '../../tensorflow/tf';
import { type ClassScore, classF1, classIou, macroClasses, meanScore } from './class-counts';
import { countedClasses } from './count-outputs';
import { oneClassEach } from './expect-targets';
import { averagedMetric, type ConfigurableMetric, configurable, expectOneClassEach, metric } from './metric';

/** Options of {@link foregroundAcc}. */
export interface ForegroundAccOptions extends v.InferOutput<typeof foregroundAccOptions> {}

const foregroundAccOptions = fields({
  /** The class that does not count. For CamVid it is that of `Void`. @defaultValue 0 */
  bkgIdx: v.optional(number),
});

/**
 * Fraction of a mask's pixels that are right, those of the background left out.
 *
 * Outputs: logits, float32 `[batch, height, width, classes]`; targets: class indices, int32 `[batch, height, width]`.
 * A number in [0, 1], higher is better. Batches of nothing but background are left out, where fastai's becomes NaN.
 *
 * @see fastai's `foreground_acc`.
 */
export const foregroundAcc = configurable(
  'foregroundAcc',
  foregroundAccOptions,
  ({ bkgIdx = 0 }: ForegroundAccOptions) =>
    averagedMetric(
      'foreground_acc',
      (outputs, targets) => {
        expectOneClassEach('foregroundAcc', outputs, targets);
        const wanted = targets.cast('int32').reshape([-1]);
        const isForeground = tf.notEqual(wanted, tf.scalar(bkgIdx, 'int32'));
        const isRight = tf.logicalAnd(isForeground, tf.equal(tf.argMax(outputs, -1).reshape([-1]), wanted));
        const numForeground = tf.sum(isForeground.cast('int32')).dataSync()[0];
        return numForeground ? tf.sum(isRight.cast('int32')).dataSync()[0] / numForeground : undefined;
      },
      { better: 'higher', expectTargets: oneClassEach('foregroundAcc') },
    ),
);

/** Options of {@link diceMulti} and {@link jaccardMulti}. */
export interface OverlapOptions extends v.InferOutput<typeof overlapOptions> {}

const overlapOptions = fields({
  /**
   * A class that does not count: its pixels are left out, whatever was predicted there, and it is not in the mean. None by
   * default.
   */
  ignoreIndex: v.optional(number),
});

/**
 * Mean over the classes of the Dice coefficient, 2 |A and B| / (|A| + |B|), of predicted and true pixels.
 *
 * Outputs: logits, float32 `[batch, height, width, classes]`; targets: class indices, int32 `[batch, height, width]`.
 * A number in [0, 1], higher is better, over the whole validation set; classes neither predicted nor there are left out.
 *
 * @see fastai's `DiceMulti`.
 */
export const diceMulti = overlap('diceMulti', 'dice_multi', classF1);

/**
 * Mean over the classes of the Jaccard coefficient (intersection over union), |A and B| / |A or B|, of predicted and
 * true pixels; also called mean IoU.
 *
 * Outputs: logits, float32 `[batch, height, width, classes]`; targets: class indices, int32 `[batch, height, width]`.
 * A number in [0, 1], higher is better, over the whole validation set; classes neither predicted nor there are left out.
 *
 * @see fastai's `JaccardCoeffMulti`.
 */
export const jaccardMulti = overlap('jaccardMulti', 'jaccard_coeff_multi', classIou);

function overlap(where: string, name: string, score: ClassScore): ConfigurableMetric<OverlapOptions> {
  return configurable(where, overlapOptions, ({ ignoreIndex }: OverlapOptions) => {
    const start = () => {
      const { add, counts } = countedClasses(where, { ignoreIndex });
      const value = () => {
        const counted = (counts() ?? []).filter((_, index) => index !== ignoreIndex);
        return meanScore(macroClasses(counted, 'classPerPixel'), score);
      };
      return { add, value };
    };
    return metric(name, start, { better: 'higher', expectTargets: oneClassEach(where) });
  });
}
