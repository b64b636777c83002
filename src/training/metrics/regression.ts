import { FoveaError } from '../../base/errors';
import { tf } from '../../tensorflow/tf';
import { imageSize, type SizeOption } from '../../transforms/item-transform';
import { averagedMetric, configurable, expectSameSize, metric } from './metric';

/** Options of {@link pointError}. */
export interface PointErrorOptions {
  /** The images in whose pixels to tell it: one side of a square, or `[height, width]`; half widths and heights unless told. */
  readonly size?: SizeOption;
}

/**
 * Mean squared error.
 *
 * Outputs: float32 `[batch, ...]`; targets: float32, as many numbers, e.g. points `[batch, points, 2]` in [-1, 1]. In
 * squared units of the targets.
 */
export const mse = averagedMetric('mse', (outputs, targets) => meanSquare('mse', outputs, targets));

/**
 * Root of the mean squared error over the whole validation set (not the mean of the batches' roots).
 *
 * Outputs: float32 `[batch, ...]`; targets: float32, as many numbers. In units of the targets.
 */
export const rmse = metric('rmse', () => {
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
});

/**
 * Mean absolute error.
 *
 * Outputs: float32 `[batch, ...]`; targets: float32, as many numbers. In units of the targets.
 */
export const mae = averagedMetric('mae', (outputs, targets) =>
  tf.mean(tf.abs(difference('mae', outputs, targets))),
);

/**
 * Mean distance of predicted from true points.
 *
 * Outputs: float32 `[batch, 2 points]`; targets: points in [-1, 1], float32 `[batch, points, 2]`. In pixels of an image of
 * `size`, whatever the size of the batches: `pointError({ size: [480, 640] })`.
 */
export const pointError = configurable(({ size }: PointErrorOptions) => {
  const { width, height } = size === undefined ? { width: 2, height: 2 } : imageSize(size, 'pointError');
  return averagedMetric(size === undefined ? 'point_error' : 'pixel_error', (outputs, targets) => {
    expectPoints(targets);
    const halves = tf.tensor1d([width / 2, height / 2]);
    const apart = tf.mul(difference('pointError', outputs, targets).reshape([-1, 2]), halves);
    return tf.mean(tf.norm(apart, 'euclidean', 1));
  });
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
