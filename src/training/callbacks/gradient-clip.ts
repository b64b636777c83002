import { FoveaError } from '../../base/errors';
import { tf } from '../../tensorflow/tf';
import type { Callback } from './callback';

/**
 * Scales all gradients down together where their joint length exceeds `maxNorm`.
 *
 * @see Pascanu et al. 2013, arXiv:1211.5063; fastai's `GradientClip`, PyTorch's `clip_grad_norm_`.
 */
export function gradientClip(maxNorm = 1): Callback {
  return {
    name: 'gradientClip',
    // After accumulation: the sum is what must not be too long.
    order: 1,
    transformGradients: (gradients) => {
      const factor = tf.tidy(() => {
        const squares = [...gradients.values()].map((g) => tf.sum(tf.square(g)));
        return Math.min(1, maxNorm / (Math.sqrt(tf.addN(squares).dataSync()[0]) + 1e-6));
      });
      return factor < 1 ? mapGradients(gradients, (g) => tf.mul(g, factor)) : gradients;
    },
  };
}

/**
 * Adds up the gradients of several batches before each step, so that small batches train as one large one.
 *
 * @param numItems Items to gather before a step; 32 as in fastai.
 * @see fastai's `GradientAccumulation`: losses weigh by the batch's part of `numItems`.
 */
export function gradientAccumulation(numItems = 32): Callback {
  if (!(numItems > 0)) throw new FoveaError(`Expected a number of items above 0, received ${numItems}.`);
  let batchSize = 0;
  let sums: Map<string, tf.Tensor> | undefined;
  let gathered = 0;
  const clear = () => {
    if (sums) tf.dispose([...sums.values()]);
    sums = undefined;
    gathered = 0;
  };
  return {
    name: 'gradientAccumulation',
    beforeFit: clear,
    transformBatch: (batch) => {
      batchSize = batch.items.length;
      return batch;
    },
    transformGradients: (gradients) => {
      const earlier = sums;
      const added = mapGradients(gradients, (g, name) => {
        const part = tf.mul(g, batchSize / numItems);
        const sum = earlier?.get(name);
        return sum ? tf.add(part, sum) : part;
      });
      gathered += batchSize;
      if (gathered >= numItems) {
        clear();
        return added;
      }
      for (const sum of added.values()) tf.keep(sum);
      if (earlier) tf.dispose([...earlier.values()]);
      sums = added;
      return undefined;
    },
    afterFit: clear,
  };
}

function mapGradients(
  gradients: ReadonlyMap<string, tf.Tensor>,
  f: (gradient: tf.Tensor, name: string) => tf.Tensor,
): Map<string, tf.Tensor> {
  return new Map([...gradients].map(([name, g]) => [name, tf.tidy(() => f(g, name))]));
}
