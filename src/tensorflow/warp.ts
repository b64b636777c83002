import { runKernelForOne } from './kernel';
import { tf } from './tf';

/** What `ImageProjectiveTransformV3` puts where it looks beyond the image. */
export type FillMode = 'REFLECT' | 'NEAREST' | 'CONSTANT';

/**
 * Moves the pixels of each image by its own projective map.
 *
 * @param images float32 (or int32 with `nearest`) `[batch, height, width, channels]`. Not disposed.
 * @param coefficients float32 `[batch, 8]`: output pixel (x, y) comes from ((a0 x + a1 y + a2) / k, (b0 x + b1 y + b2) / k),
 *   k = c0 x + c1 y + 1, in pixels. Not disposed.
 * @param outSize Height and width of the result.
 * @param options.nearest Takes the nearest pixel in place of a mean of four: for masks.
 * @returns Same dtype, `[batch, ...outSize, channels]`, owned by the caller.
 */
export function projectiveTransform(
  images: tf.Tensor4D,
  coefficients: tf.Tensor2D,
  outSize: readonly [number, number],
  { nearest = false, fill = 'REFLECT' as FillMode }: { nearest?: boolean; fill?: FillMode } = {},
): tf.Tensor4D {
  return tf.tidy(() =>
    runKernelForOne<tf.Tensor4D>(
      'ImageProjectiveTransformV3',
      [images, coefficients, tf.tensor1d([...outSize], 'int32'), tf.scalar(0)],
      { interpolation: nearest ? 'NEAREST' : 'BILINEAR', fill_mode: fill },
    ),
  );
}

/**
 * Shrinks images, each pixel the mean of those it covers.
 *
 * @param images uint8 or float32 `[batch, height, width, channels]`. Not disposed.
 * @param outSize Height and width of the result.
 * @returns float32 `[batch, ...outSize, channels]`, owned by the caller.
 */
export function resizeArea(images: tf.Tensor4D, outSize: readonly [number, number]): tf.Tensor4D {
  return tf.tidy(() =>
    runKernelForOne<tf.Tensor4D>('ResizeArea', [images, tf.tensor1d([...outSize], 'int32')], {
      align_corners: false,
    }),
  );
}

/**
 * Enlarges images, each pixel a mean of the four around its place: what PIL's BILINEAR and libvips do when they enlarge.
 *
 * @param images uint8 or float32 `[batch, height, width, channels]`. Not disposed.
 * @param outSize Height and width of the result.
 * @returns float32 `[batch, ...outSize, channels]`, in the range of the input, owned by the caller.
 */
export function resizeBilinear(images: tf.Tensor4D, outSize: readonly [number, number]): tf.Tensor4D {
  return tf.tidy(() =>
    runKernelForOne<tf.Tensor4D>('ResizeBilinear', [images, tf.tensor1d([...outSize], 'int32')], {
      align_corners: false,
      half_pixel_centers: true,
    }),
  );
}
