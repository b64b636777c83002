import { tf } from './tf';

/**
 * Numbers of a tensor. `tf.tidy` looks through all that leaves it, element by element, for tensors to keep: large arrays
 * take seconds, and above 2^24 different numbers it fails. So the tensor leaves, and is read outside.
 *
 * @param make Makes or names the tensor; what it makes on the way is freed, what was there before is not.
 * @returns A copy of its own, in C order.
 */
export function readNumbers(make: () => tf.Tensor): Float32Array {
  const tensor = tf.tidy(() => make().clone());
  try {
    return new Float32Array(tensor.dataSync());
  } finally {
    tensor.dispose();
  }
}
