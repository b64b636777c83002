import { FoveaError } from '../../base/errors';
import { made } from '../../base/recipe';
import { tf } from '../../tensorflow/tf';
import type { Callback } from './callback';

/**
 * Adds up the gradients of several batches before each step, so that small batches train as one large one.
 *
 * @param numItems Items whose gradients are added up before a step; by default 32.
 * @returns A callback that serves any number of fits, one after the other.
 * @throws FoveaError for a number of items that is not above 0.
 * @see fastai's `GradientAccumulation`: losses weigh by the batch's fraction of `numItems`.
 */
export function gradientAccumulation(numItems = 32): Callback {
  if (!(numItems > 0)) throw new FoveaError(`Expected a number of items above 0, received ${numItems}.`);
  let batchSize = 0;
  let sums: Map<string, tf.Tensor> | undefined;
  let numAdded = 0;
  const clear = () => {
    if (sums) tf.dispose([...sums.values()]);
    sums = undefined;
    numAdded = 0;
  };
  return made({
    name: 'gradientAccumulation',
    recipe: { kind: 'gradientAccumulation', options: { numItems } },
    beforeFit: clear,
    transformBatch: (batch) => {
      batchSize = batch.items.length;
      return batch;
    },
    transformGradients: (gradients) => {
      const earlier = sums;
      const weighted = (g: tf.Tensor) => tf.mul(g, batchSize / numItems);
      const added = new Map(
        [...gradients].map(([name, g]) => {
          const sum = earlier?.get(name);
          return [name, tf.tidy(() => (sum ? tf.add(weighted(g), sum) : weighted(g)))];
        }),
      );
      numAdded += batchSize;
      if (numAdded >= numItems) {
        clear();
        return added;
      }
      for (const sum of added.values()) tf.keep(sum);
      if (earlier) tf.dispose([...earlier.values()]);
      sums = added;
      return undefined;
    },
    afterFit: clear,
  });
}
