import { cutImage, type UncutImage } from './cut-image';
import type { CropResize, RgbImage } from './image';
import { type ImageFile, isLarge } from './image-file';

/**
 * Reads an image for a batch: decides where it is cut and resized.
 *
 * All ways give what PIL's BILINEAR gives, so the choice is one of speed and memory (milliseconds of processor time an image, on
 * two shared cores of an AVX-512 machine):
 *
 * - An image of at most a megapixel is decoded once (2 ms for 500 x 375), kept in a temporary file, and cut and resized when it is
 *   joined to its batch, all images of a batch in parallel: to 224 x 224 1 ms by our own kernel, 2.4 ms by TensorFlow's; to
 *   460 x 460 1 and 4 ms. Over an epoch of PASCAL, 1.4 ms in place of the 7.3 ms that decoding each time takes.
 * - A larger one would fill the memory if it waited for its batch: 64 photos of 12 megapixels are 2.3 GB. What is needed of it is
 *   decoded (56 ms for 3000 x 3000 pixels of 12 megapixels), at most a gigabyte at a time, and resized at once (30 ms, either
 *   kernel).
 *
 * libvips could shrink such a photo while it decodes, in 49 in place of 86 ms. But it rounds positions to 1/64 of a pixel and shrinks
 * by whole factors first: pixels of a photo then differ by up to 11 of 255 from PIL's, and by 46 where it enlarges.
 *
 * @param source The opened file, or an image in memory.
 * @param cuts What to cut, one after the other.
 * @returns The image, with the cut that is left to `cutAndJoin`.
 */
export async function readForBatch(
  source: ImageFile | RgbImage,
  cuts: readonly CropResize[],
): Promise<UncutImage> {
  if ('pixels' in source) return cutAllButLast(source, cuts);
  if (!isLarge(source)) return cutAllButLast(await source.read(), cuts);
  const [first, ...others] = cuts;
  return { image: others.reduce(cutImage, await source.read(first)) };
}

function cutAllButLast(image: RgbImage, cuts: readonly CropResize[]): UncutImage {
  return { image: cuts.slice(0, -1).reduce(cutImage, image), cut: cuts.at(-1) };
}
