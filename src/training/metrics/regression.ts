import { tf } from '../../tensorflow/tf';
import { averagedMetric, expectSameSize, metric } from './metric';

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

function meanSquare(where: string, outputs: tf.Tensor, targets: tf.Tensor): tf.Tensor {
  return tf.mean(tf.square(difference(where, outputs, targets)));
}

function difference(where: string, outputs: tf.Tensor, targets: tf.Tensor): tf.Tensor {
  expectSameSize(where, outputs, targets);
  return tf.sub(outputs, targets.cast('float32').reshape(outputs.shape));
}
