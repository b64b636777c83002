import { addBias } from '../../tensorflow/bias';
import { tf } from '../../tensorflow/tf';
import type { Initial } from '../parameter';
import type { Layer, Scope } from './layer';

/**
 * A linear layer, `x W^T + b`, with `weight` of shape `[outFeatures, inFeatures]` (and `bias`) in the scope.
 *
 * @param options `bias`: whether there is one. `initial`: how the weights are drawn, by default Kaiming normal.
 * @defaultValue `bias` true
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
