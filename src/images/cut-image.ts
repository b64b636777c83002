import { FoveaError } from '../base/errors';
import { bytesTensor, castTo } from '../tensorflow/kernel';
import { resizeAndJoin } from '../tensorflow/resizing';
import { tf } from '../tensorflow/tf';
import { type CropResize, type ImageSize, type RgbImage, sizeAfter } from './image';

/** An image that was read and has yet to be cut, if it has a cut. */
export interface UncutImage {
  readonly image: RgbImage;
  readonly cut?: CropResize;
}

/**
 * Cuts and resizes an image in memory, as {@link cutAndJoin} does.
 *
 * @param image The image; not changed.
 * @param cut What to cut, and the size to give it.
 * @throws FoveaError if the cut or its result has no pixels.
 */
export function cutImage(image: RgbImage, cut: CropResize): RgbImage {
  const pixels = tf.tidy(() => {
    const batch = cutAndJoin([{ image, cut }]);
    // Bytes are not read from TensorFlow as such.
    const rounded = batch.dtype === 'float32' ? tf.round(batch) : batch;
    return Uint8Array.from(castTo(rounded, 'int32').dataSync());
  });
  return { ...sizeAfter(cut), pixels };
}

/**
 * Cuts and resizes images as PIL's BILINEAR does, and joins them to a batch: {@link resizeAndJoin}.
 *
 * @param images At least one, all of one size after their cuts. Not changed.
 * @returns `[batch, height, width, 3]` in [0, 255]: uint8; float32 where an image is cut without kernels of our own. Owned by the
 *   caller.
 * @throws FoveaError if sizes differ, or a cut or its result has no pixels.
 */
export function cutAndJoin(images: readonly UncutImage[]): tf.Tensor4D {
  const { width, height } = expectOneSize(images.map(({ image, cut }) => (cut ? sizeAfter(cut) : image)));
  for (const { cut } of images) if (cut) expectPixels(cut);
  if (images.every(({ cut }) => !cut)) {
    const bytes = Buffer.concat(images.map(({ image }) => image.pixels));
    return bytesTensor(bytes, [images.length, height, width, 3]) as tf.Tensor4D;
  }
  return tf.tidy(() => {
    const tensors = images.map(({ image }) => bytesTensor(image.pixels, [image.height, image.width, 3]));
    const cuts = images.map(({ image, cut }) => cut ?? wholeOf(image));
    return resizeAndJoin(tensors as tf.Tensor3D[], cuts, [height, width]);
  });
}

/**
 * The one size of all images of a batch.
 *
 * @throws FoveaError naming two sizes that differ.
 */
export function expectOneSize(sizes: readonly ImageSize[]): ImageSize {
  const [first] = sizes;
  const { width, height } = first;
  const other = sizes.find((size) => size.height !== height || size.width !== width);
  if (!other) return first;
  throw new FoveaError(
    `The images of one batch must have one size; here are ${width} x ${height} and ${other.width} x ${other.height} pixels.`,
    'Add an item transform, e.g. itemTransforms: [resize(460)].',
  );
}

function expectPixels({ left, top, width, height, outWidth, outHeight }: CropResize): void {
  if (width >= 1 && height >= 1 && outWidth >= 1 && outHeight >= 1) return;
  throw new FoveaError(
    `Expected a cut of at least one pixel, to become at least one pixel; received ${width} x ${height} at (${left}, ${top}), to become ${outWidth} x ${outHeight}.`,
  );
}

const wholeOf = ({ width, height }: ImageSize): CropResize => ({
  ...{ left: 0, top: 0, width, height },
  ...{ outWidth: width, outHeight: height },
});
