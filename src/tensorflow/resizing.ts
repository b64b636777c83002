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
  /** Where in the resized part begins what is kept of it. */
  readonly keep?: { readonly left: number; readonly top: number };
}

/** Can {@link resizeAndJoin} cut and shrink? Without kernels of our own it enlarges whole images only. */
export const canCutAndShrink = nativeKernels;

/**
 * Cuts and resizes images and joins them to a batch as PIL's BILINEAR does: each pixel a mean of those around its place, weighed by
 * a triangle that is as wide as the reduction. Kernels of our own give PIL's very bytes. What a cut has beyond its image is mirrored.
 *
 * @param images uint8 `[height, width, channels]`, each with its own height and width. Not disposed.
 * @param resizings One for each image; without kernels of our own of the whole image, to a size no smaller.
 * @param size Height and width of the part that is kept of each.
 * @returns `[batch, ...size, channels]` in 0-255: uint8, without kernels of our own float32. Owned by the caller.
 */
export function resizeAndJoin(
  images: readonly tf.Tensor3D[],
  resizings: readonly Resizing[],
  [height, width]: readonly [number, number],
): tf.Tensor4D {
  return tf.tidy(() => {
    if (nativeKernels()) {
      const places = resizings.map((to) => [
        ...[to.top, to.left, to.height, to.width, to.outHeight, to.outWidth],
        ...[to.keep?.top ?? 0, to.keep?.left ?? 0],
      ]);
      const attributes = { N: { int: images.length }, height: { int: height }, width: { int: width } };
      const inputs = [...images, tf.tensor2d(places, undefined, 'int32')];
      return runKernelForOne<tf.Tensor4D>('FoveaResize', inputs, attributes);
    }
    const parts = images.map((image, i) => {
      const { top, left } = resizings[i].keep ?? { top: 0, left: 0 };
      return tf.slice(enlarge(image, resizings[i]), [0, top, left, 0], [1, height, width, image.shape[2]]);
    });
    return tf.concat(parts, 0);
  });
}

function enlarge(image: tf.Tensor3D, { outHeight, outWidth }: Resizing) {
  const inputs = [image.expandDims<tf.Tensor4D>(0), tf.tensor1d([outHeight, outWidth], 'int32')];
  const attributes = { align_corners: false, half_pixel_centers: true };
  return runKernelForOne<tf.Tensor4D>('ResizeBilinear', inputs, attributes);
}
