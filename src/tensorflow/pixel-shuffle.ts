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
 * Turns groups of channels into pixels: each pixel becomes `factor` by `factor` pixels.
 *
 * @param x float32 `[batch, height, width, factor^2 * channels]`, channels in TensorFlow's order (position first); see
 *   {@link shuffledFilter} for weights in PyTorch's order (channel first). Not disposed.
 * @param factor Height and width grow by it.
 * @defaultValue `factor` 2
 * @returns float32 `[batch, factor * height, factor * width, channels]`, owned by the enclosing `tf.tidy`.
 * @see Shi et al. 2016, arXiv:1609.05158.
 */
export function pixelShuffle(x: tf.Tensor4D, factor = 2): tf.Tensor4D {
  return depthToSpace({ x }, { factor })[0] as tf.Tensor4D;
}

/**
 * Reorders the last axis of a filter or bias from the order of PyTorch's pixel shuffle to TensorFlow's, with gradients. That is
 * cheaper than reordering the image that the convolution makes.
 *
 * @param weights float32 `[..., factor^2 * channels]`. Not disposed.
 * @param factor As {@link pixelShuffle}'s.
 * @defaultValue `factor` 2
 * @returns Of the same shape, owned by the enclosing `tf.tidy`.
 */
export function shuffledFilter<T extends tf.Tensor>(weights: T, factor = 2): T {
  const { shape } = weights;
  const leading = shape.slice(0, -1);
  const channels = shape[shape.length - 1] / factor ** 2;
  const split = tf.reshape(weights, [...leading, channels, factor ** 2]);
  const axes = [...leading.map((_, i) => i), leading.length + 1, leading.length];
  return tf.reshape(tf.transpose(split, axes), shape) as T;
}
