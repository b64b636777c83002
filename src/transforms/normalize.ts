import { FoveaError } from '../base/errors';
import { tf } from '../tensorflow/tf';
import type { BatchTransform, ColourStatistics } from './batch-transform';

/** Mean and deviation of ImageNet's training photos, which torchvision's pretrained models expect. */
export const imagenetStats: ColourStatistics = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };

/**
 * Shifts and scales colours, so that they have mean 0 and deviation 1 over the data the statistics come from.
 *
 * @param statistics Mean and deviation of red, green, blue, in [0, 1].
 * @throws FoveaError unless there are three of each and no deviation is 0.
 */
export function normalize(statistics: ColourStatistics = imagenetStats): BatchTransform {
  checkStatistics(statistics);
  return { name: 'normalize', statistics };
}

/** Throws unless the statistics are usable. */
export function checkStatistics({ mean, std }: ColourStatistics): void {
  if (mean.length !== 3 || std.length !== 3 || ![...mean, ...std].every(Number.isFinite) || std.includes(0)) {
    throw new FoveaError(
      `Expected 3 means and 3 deviations other than 0 for normalize, received ${JSON.stringify({ mean, std })}.`,
      "Colours are in [0, 1]: imagenetStats has ImageNet's.",
    );
  }
}

/** float32 `[batch, height, width, 3]` in [0, 1] to normalized. Not disposed; the result is the caller's. */
export function normalizeImages(images: tf.Tensor4D, { mean, std }: ColourStatistics): tf.Tensor4D {
  return byColour(
    images,
    std.map((deviation) => 1 / deviation),
    mean.map((value, i) => -value / std[i]),
  );
}

/** The inverse of {@link normalizeImages}. */
export function denormalizeImages(images: tf.Tensor4D, { mean, std }: ColourStatistics): tf.Tensor4D {
  return byColour(images, std, mean);
}

// On whole rows: TensorFlow broadcasts three numbers at a fifth of the speed of a row's.
function byColour(images: tf.Tensor4D, factors: readonly number[], shifts: readonly number[]): tf.Tensor4D {
  const [count, height, width] = images.shape;
  return tf.tidy(() => {
    const rows = tf.reshape(images, [count * height, width * 3]);
    const row = (colours: readonly number[]) => tf.tile(tf.tensor1d([...colours]), [width]);
    return tf.reshape(tf.add(tf.mul(rows, row(factors)), row(shifts)), [count, height, width, 3]);
  });
}
