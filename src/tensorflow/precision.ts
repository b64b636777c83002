import { differentiable } from './differentiable';
import { castTo, DATA_TYPES } from './kernel';
import { narrowTypeOf } from './narrow-types';
import type { tf } from './tf';

/** The type in which a network's numbers are stored between its layers. */
export type Precision = 'float32' | 'bfloat16' | 'float16';

/**
 * The type in which TensorFlow stores a tensor of real numbers; tfjs calls all three `float32`.
 *
 * @param x A tensor, disposed or not.
 */
export function precisionOf(x: tf.Tensor): Precision {
  const type = narrowTypeOf(x);
  if (type === undefined) return 'float32';
  return type === DATA_TYPES.bfloat16 ? 'bfloat16' : 'float16';
}

const cast = differentiable({
  name: 'FoveaCast',
  forward: ({ x }, { to }) => [castTo(x, to as Precision)],
  gradient: (dy, _saved, { from }) => ({ x: () => castTo(dy, from as Precision) }),
});

/**
 * Converts a tensor of real numbers to a precision. Its gradient comes back in x's own precision.
 *
 * @param x Real numbers in any precision. Not disposed.
 * @param precision The precision of the result.
 * @returns x itself if it has that precision, else a new tensor, owned by the enclosing `tf.tidy`.
 */
export function inPrecision<T extends tf.Tensor>(x: T, precision: Precision): T {
  const from = precisionOf(x);
  return from === precision ? x : (cast({ x }, { from, to: precision })[0] as T);
}
