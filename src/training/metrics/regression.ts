import * as v from 'valibot';
import { FoveaError } from '../../base/errors';
import { fields, number, pair } from '../../base/schema';
import { tf } from '../../tensorflow/tf';
import { imageSize } from '../../transforms/item-transform';
import { numbersEach, pointsEach } from './expect-targets';
import { averagedMetric, configurable, expectSameSize, metric } from './metric';

/** Options of {@link pointError}. */
export interface PointErrorOptions extends v.InferOutput<typeof pointErrorOptions> {}

const pointErrorOptions = fields({
  /**
   * Of the images in whose pixels to measure: one side of a square, or `[height, width]`. By default distances are in
   * units of half an image's width and height.
   */
  size: v.optional(v.union([number, pair], 'a size in pixels')),
});

/**
 * Mean squared error.
 *
 * Outputs: float32 `[batch, ...]`; targets: float32, as many numbers, e.g. points `[batch, points, 2]` in [-1, 1]. In
 * squared units of the targets; lower is better.
 *
 * @see fastai's `mse`.
 */
export const mse = averagedMetric('mse', (outputs, targets) => meanSquare('mse', outputs, targets), {
  better: 'lower',
  expectTargets: numbersEach('mse'),
});

/**
 * Root of the mean squared error over the whole validation set (not the mean of the batches' roots).
 *
 * Outputs: float32 `[batch, ...]`; targets: float32, as many numbers. In units of the targets; lower is better.
 *
 * @see fastai's `rmse`.
 */
export const rmse = metric(
  'rmse',
  () => {
    let total = 0;
    let count = 0;
    return {
      add: (outputs, targets) => {
        const square = tf.tidy(() => meanSquare('rmse', outputs, targets).dataSync()[0]);
        total += square * outputs.size;
        count += outputs.size;
      },
      value: () => Math.sqrt(total / count),
    };
  },
  { better: 'lower', expectTargets: numbersEach('rmse') },
);

/**
 * Mean absolute error.
 *
 * Outputs: float32 `[batch, ...]`; targets: float32, as many numbers. In units of the targets; lower is better.
 *
 * @see fastai's `mae`.
 */
export const mae = averagedMetric(
  'mae',
  (outputs, targets) => tf.mean(tf.abs(difference('mae', outputs, targets))),
  { better: 'lower', expectTargets: numbersEach('mae') },
);

/**
 * Mean distance between predicted and true points.
 *
 * Outputs: float32 `[batch, 2 points]`; targets: points in [-1, 1], float32 `[batch, points, 2]`. In pixels of an image of
 * `size`, whatever the size of the batches: `pointError({ size: [480, 640] })`. Lower is better.
 */
export const pointError = configurable('pointError', pointErrorOptions, ({ size }: PointErrorOptions) => {
  const { width, height } = size === undefined ? { width: 2, height: 2 } : imageSize(size, 'pointError');
  return averagedMetric(
    size === undefined ? 'point_error' : 'pixel_error',
    (outputs, targets) => {
      expectPoints(targets);
      const halves = tf.tensor1d([width / 2, height / 2]);
      const apart = tf.mul(difference('pointError', outputs, targets).reshape([-1, 2]), halves);
      return tf.mean(tf.norm(apart, 'euclidean', 1));
    },
    { better: 'lower', expectTargets: pointsEach('pointError') },
  );
});

function expectPoints(targets: tf.Tensor): void {
  if (targets.rank > 1 && targets.shape[targets.rank - 1] === 2) return;
  throw new FoveaError(
    `Expected points of shape [batch, points, 2] as targets in pointError, received [${targets.shape.join(', ')}].`,
    'Use it with pointBlock; for other numbers there are mse, rmse and mae.',
  );
}

function meanSquare(where: string, outputs: tf.Tensor, targets: tf.Tensor): tf.Tensor {
  return tf.mean(tf.square(difference(where, outputs, targets)));
}

function difference(where: string, outputs: tf.Tensor, targets: tf.Tensor): tf.Tensor {
  expectSameSize(where, outputs, targets);
  return tf.sub(outputs, targets.cast('float32').reshape(outputs.shape));
}
