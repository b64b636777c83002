import { convolve, filterGradient, inputGradient } from './dense-convolution';
import { differentiable } from './differentiable';
import type { ConvolutionOptions } from './padding';
import type { tf } from './tf';

const dense = differentiable({
  name: 'FoveaConv2D',
  forward: ({ x, filter }, options) => [convolve(x, filter, options)],
  saveInputs: ['x', 'filter'],
  gradient: (dy, [x, filter], attributes) => {
    const options: ConvolutionOptions = attributes;
    return {
      x: () => inputGradient(x.shape, filter, dy, options),
      filter: () => filterGradient(x, filter.shape, dy, options),
    };
  },
});

/**
 * Two-dimensional convolution (cross-correlation), with gradients. It works in the precision of x.
 *
 * @param x Real numbers `[batch, height, width, in]`. Not disposed.
 * @param filter float32 `[filterHeight, filterWidth, in, out]`. Not disposed.
 * @param options Stride 1 and padding 0 by default, as in PyTorch.
 * @returns Of x's precision, `[batch, newHeight, newWidth, out]`, owned by the enclosing `tf.tidy`.
 * @throws FoveaError if there is no image, the padding is not a whole number of pixels, or the filter is larger than a padded
 *   image.
 */
export function conv2d(x: tf.Tensor4D, filter: tf.Tensor4D, options: ConvolutionOptions = {}): tf.Tensor4D {
  const { stride = 1, padding = 0 } = options;
  return dense({ x, filter }, { stride, padding })[0] as tf.Tensor4D;
}
