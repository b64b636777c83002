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
  return tf.tidy(() => tf.div(tf.sub(images, tf.tensor1d([...mean])), tf.tensor1d([...std])) as tf.Tensor4D);
}

/** The inverse of {@link normalizeImages}. */
export function denormalizeImages(images: tf.Tensor4D, { mean, std }: ColourStatistics): tf.Tensor4D {
  return tf.tidy(() => tf.add(tf.mul(images, tf.tensor1d([...std])), tf.tensor1d([...mean])) as tf.Tensor4D);
}
