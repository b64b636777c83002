import { runKernelForOne } from '../../tensorflow/kernel';
import { tf } from '../../tensorflow/tf';
import type { Layer } from './layer';

/**
 * In training sets each number to zero with probability `p`, and scales the others by 1 / (1 - p).
 *
 * @param p In [0, 1).
 * @returns A layer of float32 `[batch, features]`.
 * @see Srivastava et al. 2014.
 */
export function dropout(p: number): Layer<tf.Tensor2D, tf.Tensor2D> {
  return (x, pass) => {
    if (!pass.training || p === 0) return x;
    const seed = tf.tensor1d([pass.random.bits() | 0, pass.random.bits() | 0], 'int32');
    const size = tf.tensor1d(x.shape, 'int32');
    const uniform = runKernelForOne('StatelessRandomUniform', [size, seed], { dtype: { type: 'float32' } });
    const kept = tf.cast(tf.greaterEqual(uniform, p), 'float32');
    return tf.mul<tf.Tensor2D>(x, tf.div(kept, 1 - p));
  };
}
