import { drawBeta } from '../../base/beta';
import { FoveaError } from '../../base/errors';
import { newStream, type Random } from '../../base/random';
import type { Batch } from '../../data/block';
import { tf } from '../../tensorflow/tf';
import type { Loss } from '../losses/cross-entropy';
import type { Callback } from './callback';

/**
 * Trains on mixtures of two images and of their targets, each image of a batch with another one of it.
 *
 * An image keeps the share `max(s, 1 - s)`, s drawn from Beta(alpha, alpha) for each. Where targets are classes, their
 * losses are mixed by the same share; other targets are mixed themselves, as in fastai. Validation is not touched.
 *
 * @param options.alpha Above 0: the larger, the more even the mixtures; 0.4 as in fastai.
 * @throws FoveaError for an alpha that is not above 0.
 * @see Zhang et al. 2018, arXiv:1710.09412; fastai's `MixUp`.
 */
export function mixup({ alpha = 0.4 }: { alpha?: number } = {}): Callback {
  if (!(alpha > 0 && Number.isFinite(alpha))) {
    throw new FoveaError(`Expected an alpha above 0 for mixup, received ${alpha}.`, 'fastai takes 0.4.');
  }
  let random: Random;
  let mixed: Mixture | undefined;
  return {
    name: 'mixup',
    beforeFit: () => {
      random = newStream();
    },
    transformBatch: (batch) => {
      mixed = mix(batch, alpha, random);
      return mixed.batch;
    },
    transformLoss: (loss) => (mixed?.otherClasses ? mixedLoss(loss, mixed.otherClasses, mixed.shares) : loss),
    afterFit: () => {
      mixed = undefined;
    },
  };
}

interface Mixture {
  readonly batch: Batch;
  /** What each image keeps of itself, in [0.5, 1]. */
  readonly shares: readonly number[];
  /** Classes of the images mixed in; undefined where targets were mixed themselves. */
  readonly otherClasses?: tf.Tensor;
}

function mix({ inputs, targets, items }: Batch, alpha: number, random: Random): Mixture {
  const shares = items.map(() => {
    const share = drawBeta(random, alpha);
    return Math.max(share, 1 - share);
  });
  const order = random.permutation(items.length);
  const made = tf.tidy(() => {
    const indices = tf.tensor1d(order, 'int32');
    const others = tf.gather(targets, indices);
    const areClasses = targets.dtype === 'int32';
    return {
      inputs: lerp(tf.gather(inputs, indices), inputs, shares),
      targets: areClasses ? targets.clone() : lerp(others, targets, shares),
      ...(areClasses && { otherClasses: others }),
    };
  });
  return {
    batch: { inputs: made.inputs, targets: made.targets, items, dispose: () => tf.dispose(made) },
    shares,
    otherClasses: made.otherClasses,
  };
}

function mixedLoss(loss: Loss, otherClasses: tf.Tensor, shares: readonly number[]): Loss {
  const perItem: Loss['perItem'] = (outputs, targets) =>
    tf.tidy(() => lerp(loss.perItem(outputs, otherClasses), loss.perItem(outputs, targets), shares));
  return {
    ...loss,
    perItem,
    value: (outputs, targets) => tf.tidy(() => tf.mean(perItem(outputs, targets)) as tf.Scalar),
  };
}

// Of each item: `from` at share 0, `to` at share 1.
function lerp<T extends tf.Tensor>(from: tf.Tensor, to: T, shares: readonly number[]): T {
  return tf.tidy(() => {
    const weights = tf.tensor([...shares], [shares.length, ...to.shape.slice(1).fill(1)]);
    return tf.add(from, tf.mul(tf.sub(to, from), weights)) as T;
  });
}
