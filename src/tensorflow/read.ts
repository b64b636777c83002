import { tf } from './tf';

/**
 * Reads a tensor's numbers. `tf.tidy` searches all that is returned from it, element by element, for tensors to keep: with
 * large arrays that takes seconds, and above 2^24 different numbers it fails. So the tensor is returned, and read outside.
 *
 * @param make Makes or returns the tensor; intermediate tensors are disposed, those that existed before are not.
 * @returns A copy, in C order.
 */
export function readNumbers(make: () => tf.Tensor): Float32Array {
  const tensor = tf.tidy(() => make().clone());
  try {
    return new Float32Array(tensor.dataSync());
  } finally {
    tensor.dispose();
  }
}
