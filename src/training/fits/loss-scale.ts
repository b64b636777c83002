import { tf } from '../../tensorflow/tf';

/** PyTorch's `GradScaler`: its constants. */
const FIRST_FACTOR = 2 ** 16;
const GROWTH = 2;
const BACKOFF = 0.5;
const GROWTH_INTERVAL = 2000;

/** The factor a loss is multiplied by before it is differentiated, so that small gradients are not zero in float16. */
export interface LossScale {
  readonly factor: number;
  /**
   * Divides gradients of the scaled loss by the factor; the results are owned by the enclosing `tf.tidy`. Halves the factor
   * where one is infinite or NaN; doubles it after 2000 steps without.
   *
   * @returns undefined where the step has to be skipped.
   */
  unscale(gradients: ReadonlyMap<string, tf.Tensor>): Map<string, tf.Tensor> | undefined;
}

/**
 * A loss scale that starts at 65536 and adapts.
 *
 * @see Micikevicius et al. 2018, arXiv:1710.03740; PyTorch's `GradScaler`, which fastai's `MixedPrecision` uses.
 */
export function lossScale(): LossScale {
  let factor = FIRST_FACTOR;
  let stepsSinceChange = 0;
  const change = (by: number) => {
    factor *= by;
    stepsSinceChange = 0;
  };
  return {
    get factor() {
      return factor;
    },
    unscale(gradients) {
      const unscaled = new Map([...gradients].map(([name, g]) => [name, tf.div(g, factor) as tf.Tensor]));
      const sums = [...unscaled.values()].map((g) => tf.sum(g) as tf.Tensor);
      if (!Number.isFinite(tf.addN(sums).dataSync()[0])) {
        change(BACKOFF);
        return undefined;
      }
      if (++stepsSinceChange === GROWTH_INTERVAL) change(GROWTH);
      return unscaled;
    },
  };
}
