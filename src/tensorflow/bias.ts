import { ACTIVATION_BOUNDS, type Activation, activate } from './activation';
import { differentiable } from './differentiable';
import { runKernel, runKernelForOne } from './kernel';
import { nativeKernelsFor } from './native-kernels';
import { boundAttributes } from './normalization';
import { inPrecision, precisionOf } from './precision';
import type { tf } from './tf';

/** Sums over all but the last axis. TensorFlow's last digits depend on the number of threads, ours do not. */
function channelSums(x: tf.Tensor): tf.Tensor {
  if (!nativeKernelsFor(x)) return runKernelForOne('BiasAddGrad', [x], { data_format: 'NHWC' });
  return inPrecision(runKernelForOne('FoveaChannelSums', [x]), precisionOf(x));
}

// tf.add would keep both inputs for its gradient, though it needs only their shapes.
const biasAdd = differentiable({
  name: 'FoveaBiasAdd',
  forward: ({ x, bias }) => [runKernelForOne('BiasAdd', [x, bias], { data_format: 'NHWC' })],
  gradient: (dy) => ({
    x: () => dy,
    bias: () => channelSums(dy),
  }),
});

const biasActivation = differentiable({
  name: 'FoveaBiasActivation',
  forward: ({ x, bias }, attributes) => runKernel('FoveaBias', [x, bias], boundAttributes(attributes)),
  saveOutputs: [true],
  gradient: (dy, [y], attributes) => {
    const [dx, dBias] = runKernel('FoveaBiasGrad', [dy, y], boundAttributes(attributes), 2);
    return { x: () => dx, bias: () => dBias };
  },
});

/**
 * Adds a number to each channel, then applies an activation; with gradients.
 *
 * @param x Real numbers in any precision, `[batch, ..., channels]`. Not disposed.
 * @param bias float32 `[channels]`. Not disposed.
 * @param activation Applied to the sum.
 * @defaultValue `activation` `none`
 * @returns Of x's shape and precision, owned by the enclosing `tf.tidy`.
 */
export function addBias<T extends tf.Tensor>(x: T, bias: tf.Tensor, activation: Activation = 'none'): T {
  if (activation !== 'none' && nativeKernelsFor(x)) {
    return biasActivation({ x, bias }, { ...ACTIVATION_BOUNDS[activation] })[0] as T;
  }
  return activate(biasAdd({ x, bias: inPrecision(bias, precisionOf(x)) })[0] as T, activation);
}
