import { addBias } from '../../tensorflow/bias';
import { tf } from '../../tensorflow/tf';
import type { Initial } from '../parameter';
import type { Layer, Scope } from './layer';

/**
 * A linear layer, `x W^T + b`, with `weight` of shape `[outFeatures, inFeatures]` (and `bias`) in the scope.
 *
 * @param at Where its parameters are declared.
 * @param inFeatures Length of the input's last axis.
 * @param outFeatures Length of the output's last axis.
 * @param options
 * @param options.bias Whether there is a bias; by default true.
 * @param options.initial How the weights are drawn; by default Kaiming normal.
 * @returns A layer from float32 `[batch, inFeatures]` to `[batch, outFeatures]`.
 */
export function linear(
  at: Scope,
  inFeatures: number,
  outFeatures: number,
  { bias = true, initial = { deviation: Math.sqrt(2 / inFeatures) } as Initial } = {},
): Layer<tf.Tensor2D, tf.Tensor2D> {
  const weight = at.declare('weight', 'linear', [outFeatures, inFeatures], initial);
  const shift = bias ? at.declare('bias', 'bias', [outFeatures], { constant: 0 }) : undefined;
  return (x, pass) => {
    const y = tf.matMul(x, pass.value(weight) as tf.Tensor2D) as tf.Tensor2D;
    return shift ? addBias(y, pass.value(shift)) : y;
  };
}
