import sharp from 'sharp';
import type { RgbImage } from './image';

/**
 * Packs an image as a JPEG file's bytes.
 *
 * @param image The image; not changed.
 * @param options.quality 1 (small) to 100 (faithful); 85 keeps photos free of visible blocks.
 * @returns The file's bytes.
 */
export function encodeJpeg(image: RgbImage, { quality = 85 }: { quality?: number } = {}): Promise<Buffer> {
  const { width, height, pixels } = image;
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality })
    .toBuffer();
}
