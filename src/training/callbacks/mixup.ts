import { drawBeta } from '../../base/beta';
import { FoveaError } from '../../base/errors';
import { newStream, type Random } from '../../base/random';
import { made } from '../../base/recipe';
import type { Batch } from '../../data/block';
import { tf } from '../../tensorflow/tf';
import { type Loss, mixItems } from '../losses/loss';
import type { Callback } from './callback';

/**
 * Trains on mixtures of two images and of their targets, each image of a batch with another one of the same batch.
 *
 * An image keeps the fraction `max(s, 1 - s)` of itself, s drawn from Beta(alpha, alpha) for each. Targets are mixed by the
 * same fractions where the loss says how; where they are classes, the losses of both are mixed. Validation is not touched.
 *
 * @param options How to mix.
 * @param options.alpha Above 0: the larger, the more even the mixtures; by default 0.4.
 * @returns A callback that serves any number of fits, one after the other.
 * @throws FoveaError for an alpha that is not above 0.
 * @see Zhang et al. 2018, arXiv:1710.09412; fastai's `MixUp`.
 */
export function mixup({ alpha = 0.4 }: { alpha?: number } = {}): Callback {
  if (!(alpha > 0 && Number.isFinite(alpha))) {
    throw new FoveaError(`Expected an alpha above 0 for mixup, received ${alpha}.`, 'fastai takes 0.4.');
  }
  let random: Random;
  let mixed: Mixture | undefined;
  return made({
    name: 'mixup',
    recipe: { kind: 'mixup', options: { alpha } },
    beforeFit: () => {
      random = newStream();
    },
    transformBatch: (batch, { loss }) => {
      mixed = mix(batch, loss, alpha, random);
      return mixed.batch;
    },
    transformLoss: (loss) => (mixed?.others ? mixedLoss(loss, mixed.others, mixed.fractions) : loss),
    afterFit: () => {
      mixed = undefined;
    },
  });
}

interface Mixture {
  readonly batch: Batch;
  /** What each image keeps of itself, in [0.5, 1]. */
  readonly fractions: readonly number[];
  /** Targets of the images mixed in; undefined where targets were mixed themselves. */
  readonly others?: tf.Tensor;
}

function mix(
  { inputs, targets, items }: Batch,
  { mixTargets }: Loss,
  alpha: number,
  random: Random,
): Mixture {
  const fractions = items.map(() => {
    const fraction = drawBeta(random, alpha);
    return Math.max(fraction, 1 - fraction);
  });
  const order = random.permutation(items.length);
  const made = tf.tidy(() => {
    const indices = tf.tensor1d(order, 'int32');
    const others = tf.gather(targets, indices);
    return {
      inputs: mixItems(tf.gather(inputs, indices), inputs, fractions),
      targets: mixTargets ? mixTargets(others, targets, fractions) : targets.clone(),
      others: mixTargets ? undefined : others,
    };
  });
  return {
    batch: { inputs: made.inputs, targets: made.targets, items, dispose: () => tf.dispose(made) },
    fractions,
    others: made.others,
  };
}

function mixedLoss(loss: Loss, others: tf.Tensor, fractions: readonly number[]): Loss {
  const perItem: Loss['perItem'] = (outputs, targets) =>
    tf.tidy(() => mixItems(loss.perItem(outputs, others), loss.perItem(outputs, targets), fractions));
  return {
    ...loss,
    perItem,
    value: (outputs, targets) => tf.tidy(() => tf.mean(perItem(outputs, targets)) as tf.Scalar),
  };
}
