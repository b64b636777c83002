import sharp from 'sharp';

/** A colour image in memory. */
export interface RgbImage {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue of each pixel, row by row: `height * width * 3` bytes. */
  readonly pixels: Uint8Array;
}

/**
 * Turns a drawing into pixels.
 *
 * @param svg A whole SVG document. Text is best left out of it: fonts differ from machine to machine.
 * @param size Width and height of the image in pixels; the drawing is stretched to it, on white.
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

/**
 * A drawing as a JPEG file's bytes.
 *
 * @param svg As for `rasterize`.
 * @param options.quality 1 (small) to 100 (faithful).
 */
export async function jpeg(
  svg: string,
  { quality, ...size }: { width: number; height: number; quality: number },
): Promise<Buffer> {
  const { width, height, pixels } = await rasterize(svg, size);
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality })
    .toBuffer();
}

/**
 * Pixels as a PNG file's bytes, without loss.
 *
 * @param pixels One byte for each channel of each pixel, row by row.
 * @param options.channels 3 for red, green and blue; 1 for one number a pixel, e.g. a mask of class indices.
 */
export function encodePng(
  pixels: Uint8Array,
  { width, height, channels }: { width: number; height: number; channels: 1 | 3 },
): Promise<Buffer> {
  return sharp(pixels, { raw: { width, height, channels } })
    .toColourspace(channels === 1 ? 'b-w' : 'srgb')
    .png()
    .toBuffer();
}

/** Every n-th of some images that could be drawn, from the first on. */
export function everyNth<T>(images: readonly T[], n: number): T[] {
  return images.filter((_, i) => i % n === 0);
}

/** Does jobs four at a time: while one image is drawn, others are encoded. */
export async function inFours<T>(jobs: readonly T[], work: (job: T) => Promise<void>): Promise<void> {
  const rest = jobs.values();
  const worker = async () => {
    for (const job of rest) await work(job);
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
}
