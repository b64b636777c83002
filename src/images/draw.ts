import sharp from 'sharp';
import type { RgbImage } from './image';

/**
 * Rasterizes a drawing.
 *
 * @param svg A complete SVG document, without text: fonts differ from machine to machine.
 * @param size Width and height of the image in pixels; the drawing is stretched to it, on a white background.
 * @returns The image.
 */
export async function rasterize(svg: string, size: { width: number; height: number }): Promise<RgbImage> {
  const { width, height } = size;
  const { data } = await sharp(Buffer.from(svg))
    .resize(width, height, { fit: 'fill' })
    .flatten({ background: '#ffffff' })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width, height, pixels: data };
}
