import { differentiable } from './differentiable';
import { runKernelForOne } from './kernel';
import { tf } from './tf';

// tfjs has DepthToSpace but no gradient for it.
const depthToSpace = differentiable({
  name: 'FoveaDepthToSpace',
  forward: ({ x }, { factor }) => [
    runKernelForOne('DepthToSpace', [x], { block_size: { int: factor as number }, data_format: 'NHWC' }),
  ],
  gradient: (dy, _saved, { factor }) => ({
    x: () =>
      runKernelForOne('SpaceToDepth', [dy], { block_size: { int: factor as number }, data_format: 'NHWC' }),
  }),
});

/**
 * Spreads groups of channels over space, each pixel becoming `factor` by `factor` pixels.
 *
 * @param x float32 `[batch, height, width, factor^2 * channels]`, channels in TensorFlow's order (position first); see
 *   {@link shuffledFilter} for weights in PyTorch's order (channel first). Not disposed.
 * @returns float32 `[batch, factor * height, factor * width, channels]`, owned by the enclosing `tf.tidy`.
 * @see Shi et al. 2016, arXiv:1609.05158.
 */
export function pixelShuffle(x: tf.Tensor4D, factor = 2): tf.Tensor4D {
  return depthToSpace({ x }, { factor })[0] as tf.Tensor4D;
}

/**
 * Reorders the last axis of a filter or bias from PyTorch's pixel shuffle to TensorFlow's; differentiable.
 * Cheaper than reordering the image.
 */
export function shuffledFilter<T extends tf.Tensor>(weights: T, factor = 2): T {
  const { shape } = weights;
  const leading = shape.slice(0, -1);
  const channels = shape[shape.length - 1] / factor ** 2;
  const split = tf.reshape(weights, [...leading, channels, factor ** 2]);
  const axes = [...leading.map((_, i) => i), leading.length + 1, leading.length];
  return tf.reshape(tf.transpose(split, axes), shape) as T;
}
