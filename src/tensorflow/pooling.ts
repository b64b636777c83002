import { differentiable, type KernelAttributes } from './differentiable';
import { type Attributes, runKernelForOne } from './kernel';
import { nativeKernelsFor } from './native-kernels';
import { withBorder } from './padding';
import { tf } from './tf';

const windowAttributes = ({ height, width, stride, padding }: KernelAttributes): Attributes => ({
  height: { int: height as number },
  width: { int: width as number },
  stride: { int: stride as number },
  padding: { int: padding as number },
});

const nativeMaxPool = differentiable({
  name: 'FoveaMaxPool',
  forward: ({ x }, attributes) => [runKernelForOne('FoveaMaxPool', [x], windowAttributes(attributes))],
  saveInputs: ['x'],
  gradient: (dy, [x], attributes) => ({
    x: () => runKernelForOne('FoveaMaxPoolGrad', [dy, x], windowAttributes(attributes)),
  }),
});

// tfjs makes the gradient of its own mean from an array of ones as large as x, in JavaScript.
const pixelMean = differentiable({
  name: 'FoveaPixelMean',
  forward: ({ x }) => [runKernelForOne('Mean', [x, tf.tensor1d([1, 2], 'int32')], { keep_dims: false })],
  gradient: (dy, _, { shape }) => {
    const [batch, height, width, channels] = shape as number[];
    return {
      x: () =>
        tf.tidy(() => {
          const each = tf.reshape(tf.div(dy, height * width), [batch, 1, 1, channels]);
          return runKernelForOne('BroadcastTo', [each, tf.tensor1d(shape as number[], 'int32')]);
        }),
    };
  },
});

/**
 * Maximum of each window, padded with minus infinity as in PyTorch. Of equal pixels only one gets the gradient.
 *
 * @param x float32 `[batch, height, width, channels]`. Not disposed.
 * @param size Height and width of the window, pixels.
 * @param options `stride`: pixels from one window to the next. `padding`: pixels on every side.
 * @defaultValue `stride` the size of the window, `padding` 0
 * @returns float32 `[batch, newHeight, newWidth, channels]`, owned by the enclosing `tf.tidy`.
 */
export function maxPool(x: tf.Tensor4D, size: number, { stride = size, padding = 0 } = {}): tf.Tensor4D {
  if (nativeKernelsFor(x)) {
    return nativeMaxPool({ x }, { height: size, width: size, stride, padding })[0] as tf.Tensor4D;
  }
  const input = withBorder(x, padding, Number.NEGATIVE_INFINITY);
  return tf.maxPool(input, size, stride, 'valid');
}

/** Mean of each window, without padding; parameters as {@link maxPool}'s. */
export function averagePool(x: tf.Tensor4D, size: number, { stride = size } = {}): tf.Tensor4D {
  return tf.avgPool(x, size, stride, 'valid');
}

/**
 * Maximum of each channel over the whole image.
 *
 * @param x float32 `[batch, height, width, channels]`. Not disposed.
 * @returns float32 `[batch, channels]`, owned by the enclosing `tf.tidy`.
 */
export function globalMaxPool(x: tf.Tensor4D): tf.Tensor2D {
  const [batch, height, width, channels] = x.shape;
  const y = nativeKernelsFor(x)
    ? nativeMaxPool({ x }, { height, width, stride: 1, padding: 0 })[0]
    : tf.maxPool(x, [height, width], 1, 'valid');
  return tf.reshape(y, [batch, channels]);
}

/**
 * Mean of each channel over the whole image.
 *
 * @param x float32 `[batch, height, width, channels]`. Not disposed.
 * @returns float32 `[batch, channels]`, owned by the enclosing `tf.tidy`.
 */
export function globalAveragePool(x: tf.Tensor4D): tf.Tensor2D {
  return pixelMean({ x }, { shape: x.shape })[0] as tf.Tensor2D;
}
