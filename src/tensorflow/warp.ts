import { largest } from '../base/extremes';
import { castTo, runKernelForOne } from './kernel';
import { nativeKernels } from './native-kernels';
import { tf } from './tf';

/** What `ImageProjectiveTransformV3` takes for pixels beyond the image. */
export type FillMode = 'REFLECT' | 'NEAREST' | 'CONSTANT';

const FILL_NUMBERS: Readonly<Record<FillMode, number>> = { REFLECT: 0, NEAREST: 1, CONSTANT: 2 };

/**
 * Moves the pixels of each image by its own projective map.
 *
 * @param images uint8 or float32 (int32 with `nearest`) `[batch, height, width, channels]`. Not disposed.
 * @param coefficients float32 `[batch, 8]`: output pixel (x, y) comes from ((a0 x + a1 y + a2) / k, (b0 x + b1 y + b2) / k),
 *   k = c0 x + c1 y + 1, in pixels. Not disposed.
 * @param outSize Height and width of the result.
 * @param options
 * @param options.nearest Takes the nearest pixel instead of a mean of four: for masks.
 * @param options.fill What is beyond the image.
 * @defaultValue `nearest` false, `fill` `REFLECT`
 * @returns float32 (int32 with `nearest`) `[batch, ...outSize, channels]`, owned by the caller.
 */
export function projectiveTransform(
  images: tf.Tensor4D,
  coefficients: tf.Tensor2D,
  outSize: readonly [number, number],
  { nearest = false, fill = 'REFLECT' as FillMode }: { nearest?: boolean; fill?: FillMode } = {},
): tf.Tensor4D {
  if (!nearest && images.shape[3] === 3 && nativeKernels()) {
    const kernel = isBytes(images) ? 'FoveaWarpBytes' : 'FoveaWarp';
    const [height, width] = outSize;
    const attributes = { height: { int: height }, width: { int: width }, fill: { int: FILL_NUMBERS[fill] } };
    return runKernelForOne(kernel, [images, coefficients], attributes);
  }
  return tf.tidy(() =>
    runKernelForOne<tf.Tensor4D>(
      'ImageProjectiveTransformV3',
      [
        nearest ? images : castTo(images, 'float32'),
        coefficients,
        tf.tensor1d([...outSize], 'int32'),
        tf.scalar(0),
      ],
      { interpolation: nearest ? 'NEAREST' : 'BILINEAR', fill_mode: fill },
    ),
  );
}

// tfjs has no name for bytes.
const isBytes = (images: tf.Tensor) => images.dtype !== 'float32';

/**
 * Shrinks images as PyTorch's `area` interpolation does: each pixel is the plain mean of all that it touches, from
 * floor(i r) to ceil((i + 1) r), r = old size / new size. Windows overlap, so the result is smoother than TensorFlow's
 * `ResizeArea`, which weights each pixel by the fraction covered.
 *
 * @param images uint8 or float32 `[batch, height, width, channels]`. Not disposed.
 * @param outSize Height and width of the result, at most the images'.
 * @returns float32 `[batch, ...outSize, channels]`, owned by the caller.
 * @see PyTorch's `adaptive_avg_pool2d`.
 */
export function adaptiveAveragePool(images: tf.Tensor4D, outSize: readonly [number, number]): tf.Tensor4D {
  return tf.tidy(() => {
    if (!nativeKernels()) return averageAlong(averageAlong(images, 1, outSize[0]), 2, outSize[1]);
    const kernel = isBytes(images) ? 'FoveaShrinkBytes' : 'FoveaShrink';
    return runKernelForOne(kernel, [images, tf.tensor1d([...outSize], 'int32')]);
  });
}

function averageAlong(images: tf.Tensor4D, axis: 1 | 2, outLength: number): tf.Tensor4D {
  const length = images.shape[axis];
  if (length === outLength) return castTo(images, 'float32');
  const windows = Array.from({ length: outLength }, (_, i) => {
    const start = Math.floor((i * length) / outLength);
    return { start, count: Math.ceil(((i + 1) * length) / outLength) - start };
  });
  const longest = largest(windows.map(({ count }) => count));
  const ones = Array.from({ length: 4 }, () => 1);
  const weighted = Array.from({ length: longest }, (_, k) => {
    const indices = windows.map(({ start, count }) => start + Math.min(k, count - 1));
    const weights = windows.map(({ count }) => (k < count ? 1 / count : 0));
    const shape = ones.map((one, i) => (i === axis ? outLength : one));
    const pixels = runKernelForOne(
      'GatherV2',
      [images, tf.tensor1d(indices, 'int32'), tf.scalar(axis, 'int32')],
      {
        batch_dims: { int: 0 },
      },
    );
    return tf.mul(castTo(pixels, 'float32'), tf.tensor(weights, shape));
  });
  return (weighted.length === 1 ? weighted[0] : tf.addN(weighted)) as tf.Tensor4D;
}
