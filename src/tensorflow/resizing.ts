import { runKernelForOne } from './kernel';
import { nativeKernels } from './native-kernels';
import { tf } from './tf';

/** A part of an image in whole pixels and the size to give it, as `CropResize` has them. */
export interface Resizing {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly outWidth: number;
  readonly outHeight: number;
  /** Where in the resized part the rectangle begins that is kept of it. */
  readonly keep?: { readonly left: number; readonly top: number };
}

/**
 * Cuts and resizes images as PIL's BILINEAR does, and joins them to a batch. Each pixel is a mean of those around its position,
 * weighted by a triangle that is as wide as the reduction. What a cut has beyond its image is mirrored, the edge pixel repeated.
 *
 * Our own kernel gives PIL's bytes exactly. TensorFlow's, which serve where it is missing, do not round and so stay within 1 of
 * them: `ScaleAndTranslate`, and for pure enlargement, where it means the same, the faster `ResizeBilinear`.
 *
 * @param images uint8 `[height, width, 3]`, each with its own height and width. Not disposed.
 * @param resizings One for each image.
 * @param size Height and width of the rectangle that is kept of each.
 * @returns `[batch, ...size, 3]` in [0, 255]: uint8 by our own kernel, float32 by TensorFlow's. Owned by the caller.
 */
export function resizeAndJoin(
  images: readonly tf.Tensor3D[],
  resizings: readonly Resizing[],
  [height, width]: readonly [number, number],
): tf.Tensor4D {
  return tf.tidy(() => {
    if (nativeKernels()) {
      const numbers = resizings.map((to) => [
        ...[to.top, to.left, to.height, to.width, to.outHeight, to.outWidth],
        ...[to.keep?.top ?? 0, to.keep?.left ?? 0],
      ]);
      const attributes = { N: { int: images.length }, height: { int: height }, width: { int: width } };
      const inputs = [...images, tf.tensor2d(numbers, undefined, 'int32')];
      return runKernelForOne<tf.Tensor4D>('FoveaResize', inputs, attributes);
    }
    const parts = images.map((image, i) => {
      const { top, left } = resizings[i].keep ?? { top: 0, left: 0 };
      const resized = resize(cutOut(image, resizings[i]), resizings[i]);
      return tf.slice(resized, [0, top, left, 0], [1, height, width, image.shape[2]]);
    });
    return tf.concat(parts, 0);
  });
}

function cutOut(image: tf.Tensor3D, { left, top, width, height }: Resizing): tf.Tensor4D {
  const cutAxis = (x: tf.Tensor4D, axis: 1 | 2, start: number, length: number) => {
    const size = x.shape[axis];
    if (start === 0 && length === size) return x;
    const positions = Array.from({ length }, (_, i) => mirrored(start + i, size));
    const inputs = [x, tf.tensor1d(positions, 'int32'), tf.scalar(axis, 'int32')];
    return runKernelForOne<tf.Tensor4D>('GatherV2', inputs, { batch_dims: { int: 0 } });
  };
  const rows = cutAxis(image.expandDims<tf.Tensor4D>(0), 1, top, height);
  return cutAxis(rows, 2, left, width);
}

function resize(image: tf.Tensor4D, { width, height, outWidth, outHeight }: Resizing): tf.Tensor4D {
  const size = tf.tensor1d([outHeight, outWidth], 'int32');
  if (outWidth >= width && outHeight >= height) {
    const attributes = { align_corners: false, half_pixel_centers: true };
    return runKernelForOne<tf.Tensor4D>('ResizeBilinear', [image, size], attributes);
  }
  const scale = tf.tensor1d([outHeight / height, outWidth / width]);
  const inputs = [image, size, scale, tf.zeros([2])];
  return runKernelForOne<tf.Tensor4D>('ScaleAndTranslate', inputs, {
    kernel_type: 'triangle',
    antialias: true,
  });
}

/**
 * Mirrors a position beyond an axis into it, the edge pixel repeated.
 *
 * @param position In pixels, before the first one or behind the last one; a position within stays as it is.
 * @param length Of the axis, in pixels.
 */
export function mirrored(position: number, length: number): number {
  const period = 2 * length;
  const within = ((position % period) + period) % period;
  return within < length ? within : period - 1 - within;
}
