import { FoveaError } from '../../base/errors';
import type { TargetBlock } from '../../data/block';
import type { DataLoader } from '../../data/data-loader';
import { tf } from '../../tensorflow/tf';
import { expectLoader } from '../expect-batches';
import { collectPredictions, type Predictions, type Predictor } from './get-preds';

/** Options of `Learner.tta`, with fastai's names and defaults. */
export interface TtaOptions {
  /** What to predict. By default the validation set. */
  readonly loader?: DataLoader;
  /** How often each image is augmented. @defaultValue 4 */
  readonly n?: number;
  /** Weight of the prediction for the image as it is, in [0, 1]. @defaultValue 0.25 */
  readonly beta?: number;
}

/**
 * Test-time augmentation: `(1 - beta)` of the mean prediction for `n` images changed as in training, and `beta` of the
 * prediction for the image as it is.
 *
 * @returns As {@link collectPredictions}; tensors owned by the caller.
 * @throws FoveaError for options out of range, or targets that move with the image.
 * @see fastai's `Learner.tta`.
 */
export async function augmentedPredictions(
  { model, loss, dls }: Predictor & { readonly dls: { readonly target: TargetBlock } },
  loader: DataLoader,
  { n = 4, beta = 0.25 }: Omit<TtaOptions, 'loader'> = {},
): Promise<Predictions> {
  if (!Number.isInteger(n) || n < 1) {
    throw new FoveaError(`Expected a positive integer as n of tta, received ${n}.`);
  }
  if (!(beta >= 0 && beta <= 1))
    throw new FoveaError(`Expected a number in [0, 1] as beta of tta, received ${beta}.`);
  expectLoader(loader);
  if (dls.target.isSpatial) {
    throw new FoveaError(
      `Augmentation moves the ${dls.target.name} with the image, so tta cannot average the predictions of several images.`,
      'Use getPreds.',
    );
  }
  const plain = await collectPredictions({ model, loss }, loader.inOrder());
  let sum: tf.Tensor | undefined;
  try {
    for (let i = 0; i < n; i++) {
      const pass = await collectPredictions({ model, loss }, loader.augmented());
      const before: tf.Tensor | undefined = sum;
      sum = before ? tf.add(before, pass.predictions) : pass.predictions.clone();
      before?.dispose();
      pass.dispose();
    }
    const joined = tf.tidy(() => {
      const mean = tf.div(sum as tf.Tensor, n);
      const predictions = tf.add(mean, tf.mul(tf.sub(plain.predictions, mean), beta));
      return { predictions, decoded: loss.decodes(predictions), targets: plain.targets.clone() };
    });
    return { ...joined, items: plain.items, dispose: () => tf.dispose(joined) };
  } finally {
    sum?.dispose();
    plain.dispose();
  }
}
