import { differentiable } from './differentiable';
import { runKernelForOne } from './kernel';
import { inPrecision, precisionOf } from './precision';
import type { tf } from './tf';

// tf.add would keep both inputs for its gradient, though it needs only their shapes.
const biasAdd = differentiable({
  name: 'FoveaBiasAdd',
  forward: ({ x, bias }) => [runKernelForOne('BiasAdd', [x, bias], { data_format: 'NHWC' })],
  gradient: (dy) => ({
    x: () => dy,
    bias: () => runKernelForOne('BiasAddGrad', [dy], { data_format: 'NHWC' }),
  }),
});

/**
 * Adds a number to each channel, with gradients.
 *
 * @param x Real numbers in any precision, `[batch, ..., channels]`. Not disposed.
 * @param bias float32 `[channels]`. Not disposed.
 * @returns Of x's shape and precision, owned by the enclosing `tf.tidy`.
 */
export function addBias<T extends tf.Tensor>(x: T, bias: tf.Tensor): T {
  return biasAdd({ x, bias: inPrecision(bias, precisionOf(x)) })[0] as T;
}
