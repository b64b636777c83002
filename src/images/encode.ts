import sharp from 'sharp';
import type { RgbImage } from './image';
import { rgbImageOf } from './pixels';

/**
 * Encodes an image as JPEG.
 *
 * @param image The image; not changed.
 * @param options
 * @param options.quality From 1 (small file) to 100 (faithful); by default 85: photos show no visible blocks.
 * @param options.maxWidth A wider image is reduced to this width in pixels, height in proportion. By default none is reduced.
 * @returns The file's bytes.
 * @throws FoveaError if the pixels are not `height * width * 3` bytes.
 */
export async function encodeJpeg(
  image: RgbImage,
  { quality = 85, maxWidth }: { quality?: number; maxWidth?: number } = {},
): Promise<Buffer> {
  const { width, height, pixels } = await rgbImageOf(image);
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .resize({ width: maxWidth, withoutEnlargement: true })
    .jpeg({ quality })
    .toBuffer();
}

/**
 * Encodes a JPEG file again, smaller.
 *
 * @param file The file's bytes; not changed.
 * @param options
 * @param options.quality From 1 (small file) to 100 (faithful).
 * @param options.maxWidth A wider image is reduced to this width in pixels, height in proportion.
 * @returns The new file's bytes.
 */
export function shrinkJpeg(
  file: Uint8Array,
  { quality, maxWidth }: { quality: number; maxWidth: number },
): Promise<Buffer> {
  return sharp(file).resize({ width: maxWidth, withoutEnlargement: true }).jpeg({ quality }).toBuffer();
}

/**
 * Draws an SVG as PNG, with at most 256 colours, at twice its size, so that it is sharp on a page at 200 %.
 *
 * @param svg A chart: one without photos.
 * @returns The file's bytes, and the size to show it at, in CSS pixels: the drawing's.
 */
export async function drawingToPng(svg: string): Promise<{ bytes: Buffer; width: number; height: number }> {
  // 72 pixels an inch are a drawing's own size.
  const { data: bytes, info } = await sharp(Buffer.from(svg), { density: 144 })
    .png({ palette: true, effort: 10 })
    .toBuffer({ resolveWithObject: true });
  return { bytes, width: info.width / 2, height: info.height / 2 };
}
