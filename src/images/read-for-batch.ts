import { cutImage, type UncutImage } from './cut-image';
import type { CropResize, RgbImage } from './image';
import { type ImageFile, isLarge } from './image-file';

/**
 * Reads an image for a batch: decides where it is cut and resized.
 *
 * Both ways give what PIL's BILINEAR gives, so the choice is one of speed and memory. Times are of processor time per image, on two
 * shared cores with AVX-512.
 *
 * - An image of at most a megapixel is decoded once (2 ms for 500 x 375), kept in a temporary file, and cut and resized when it is
 *   joined to its batch, all images of a batch in parallel: to 224 x 224 in 1 ms by our own kernel or 2.4 ms by TensorFlow's,
 *   to 460 x 460 in 1 ms or 4 ms. An image of PASCAL takes 1.4 ms per epoch in all, where decoding each time takes 7.3 ms.
 * - A larger one would fill the memory if it waited for its batch: 64 photos of 12 megapixels are 2.3 GB. What is needed of it is
 *   decoded (56 ms for 3000 x 3000 pixels of 12 megapixels), at most a gigabyte at a time, and resized at once (30 ms, either
 *   kernel).
 *
 * libvips could reduce such a photo while it decodes, in 49 ms instead of 86 ms. But it rounds positions to fractions of a pixel and
 * averages whole blocks first, so that pixels of photos differ from PIL's by up to 11 of 255, and by 46 where it enlarges.
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
