import { runKernel } from './kernel';
import { nativeKernels } from './native-kernels';
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
  /** The weight is multiplied by it first: 1 minus learning rate times weight decay. */
  readonly decayFactor: number;
}

/**
 * One step of Adam with decoupled weight decay: `p *= decayFactor`, then
 * `p -= rate / (1 - momentum^step) * average / (sqrt(squaredAverage / (1 - squaredMomentum^step)) + epsilon)`.
 *
 * @see Kingma and Ba 2015, arXiv:1412.6980; Loshchilov and Hutter 2019, arXiv:1711.05101; fastai's `adam_step`.
 */
export function adamStep(targets: readonly AdamTarget[], step: AdamStep): void {
  if (targets.length === 0) return;
  if (nativeKernels()) nativeStep(targets, step);
  else stockStep(targets, step);
}

function nativeStep(targets: readonly AdamTarget[], options: AdamStep): void {
  const { rate, momentum, squaredMomentum, epsilon, step } = options;
  const hyper = [
    ...[momentum, 1 - momentum, squaredMomentum, 1 - squaredMomentum],
    ...[rate / (1 - momentum ** step), 1 / Math.sqrt(1 - squaredMomentum ** step), epsilon],
  ];
  tf.tidy(() => {
    const inputs = [
      ...targets.map(({ weight }) => weight.handle),
      ...targets.map(({ average }) => average.handle),
      ...targets.map(({ squaredAverage }) => squaredAverage.handle),
      ...targets.map(({ gradient }) => gradient),
      tf.tensor1d(targets.map(({ decayFactor }) => decayFactor)),
      tf.tensor1d(hyper),
    ];
    runKernel('FoveaAdam', inputs, { N: { int: targets.length } }, 0);
  });
}

// TensorFlow's kernel folds both bias corrections into the rate, so its epsilon is scaled to mean what fastai's means.
function stockStep(targets: readonly AdamTarget[], options: AdamStep): void {
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
    for (const { weight, average, squaredAverage, gradient, decayFactor } of targets) {
      if (decayFactor !== 1) tf.tidy(() => weight.assign(tf.mul(weight.read(), decayFactor)));
      const inputs = [weight.handle, average.handle, squaredAverage.handle, ...scalars, gradient];
      runKernel('ResourceApplyAdam', inputs, { use_locking: false, use_nesterov: false }, 0);
    }
  });
}
