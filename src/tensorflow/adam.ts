import { runKernel } from './kernel';
import { tf } from './tf';
import type { Variable } from './variable';

/** Hyper-parameters of one Adam step, the same for a group of weights. */
export interface AdamStep {
  /** Learning rate of this step. */
  readonly rate: number;
  /** Weight of the old average of gradients, in [0, 1): fastai's `mom`. */
  readonly momentum: number;
  /** Weight of the old average of squared gradients, in [0, 1): fastai's `sqr_mom`. */
  readonly squaredMomentum: number;
  readonly epsilon: number;
  /** Steps since the moments were zero, this one included: from 1. */
  readonly step: number;
}

/** A weight with its gradient and moments. */
export interface AdamTarget {
  readonly weight: Variable;
  readonly average: Variable;
  readonly squaredAverage: Variable;
  /** float32, of the weight's shape. Not disposed. */
  readonly gradient: tf.Tensor;
}

/**
 * One step of Adam, in place, by one fused kernel for each weight.
 *
 * The kernel folds both bias corrections into the rate, so its epsilon is scaled to mean what fastai's means:
 * `p -= rate / (1 - momentum^step) * average / (sqrt(squaredAverage / (1 - squaredMomentum^step)) + epsilon)`.
 *
 * @see Kingma and Ba 2015, arXiv:1412.6980; fastai's `adam_step`.
 */
export function adamStep(targets: readonly AdamTarget[], options: AdamStep): void {
  const { rate, momentum, squaredMomentum, epsilon, step } = options;
  const momentumPower = momentum ** step;
  const squaredPower = squaredMomentum ** step;
  tf.tidy(() => {
    const scalars = [
      momentumPower,
      squaredPower,
      rate,
      momentum,
      squaredMomentum,
      epsilon * Math.sqrt(1 - squaredPower),
    ].map((value) => tf.scalar(value));
    for (const { weight, average, squaredAverage, gradient } of targets) {
      const inputs = [weight.handle, average.handle, squaredAverage.handle, ...scalars, gradient];
      runKernel('ResourceApplyAdam', inputs, { use_locking: false, use_nesterov: false }, 0);
    }
  });
}

/** Multiplies weights in place by `factor`: decoupled weight decay (Loshchilov and Hutter 2019, arXiv:1711.05101). */
export function scaleInPlace(weights: readonly Variable[], factor: number): void {
  for (const weight of weights) {
    tf.tidy(() => weight.assign(tf.mul(weight.read(), factor)));
  }
}
