import sharp from 'sharp';
import type { RgbImage } from './image';

/**
 * Packs an image as a JPEG file's bytes.
 *
 * @param image The image; not changed.
 * @param options.quality 1 (small) to 100 (faithful); 85 keeps photos free of visible blocks.
 * @param options.maxWidth A wider image is shrunk to this many pixels, height in proportion; not shrunk unless told.
 * @returns The file's bytes.
 */
export function encodeJpeg(
  image: RgbImage,
  { quality = 85, maxWidth }: { quality?: number; maxWidth?: number } = {},
): Promise<Buffer> {
  const { width, height, pixels } = image;
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .resize({ width: maxWidth, withoutEnlargement: true })
    .jpeg({ quality })
    .toBuffer();
}
