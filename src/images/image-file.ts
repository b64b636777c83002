import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Sharp } from 'sharp';
import { FoveaError } from '../base/errors';
import { decodeOnce } from './decoded-images';
import type { CropResize, ImageSize, Rectangle, RgbImage } from './image';
import { sharp } from './sharp';

/** An image file whose header was read; its pixels are read when asked for. */
export interface ImageFile extends ImageSize {
  readonly file: string;
  /** Names the file and its state: another one after the file was changed. */
  readonly version: string;
  /**
   * Decodes, cuts and resizes off the main thread. An image of at most a megapixel is decoded once: its pixels are kept in a
   * temporary file, {@link decodeOnce}.
   *
   * @param cut What to cut, in upright pixels; the whole image in its own size unless told.
   * @returns The pixels: upright, 3 channels of 8-bit sRGB; what is transparent becomes white.
   * @throws FoveaError naming the file if it is broken or cut short.
   */
  read(cut?: CropResize): Promise<RgbImage>;
}

/**
 * Reads an image's header.
 *
 * @param file Path of a JPEG, PNG, WebP, TIFF, GIF, AVIF or SVG file: colour or grey, any depth, with or without alpha.
 * @returns The image, with width and height as seen upright (EXIF orientation applied).
 * @throws FoveaError naming the file if it is missing, no image, or too large.
 */
export async function openImage(file: string): Promise<ImageFile> {
  try {
    const [{ autoOrient }, { mtimeMs, size }] = await Promise.all([source(file).metadata(), stat(file)]);
    const { width, height } = autoOrient;
    const version = `${file} ${mtimeMs} ${size}`;
    return { file, width, height, version, read: (cut) => readPixels({ file, width, height, version }, cut) };
  } catch (error) {
    throw decodeError(file, error);
  }
}

/** Has an image so many pixels that it had better be cut and shrunk while it is decoded? */
export const isLarge = ({ width, height }: ImageSize) => width * height > 2 ** 20;

/** Reads a whole image; {@link openImage} says of which kinds. */
export async function readImage(file: string): Promise<RgbImage> {
  return (await openImage(file)).read();
}

/**
 * Cuts and resizes an image in memory.
 *
 * @param image The image; not changed.
 * @param cut What to cut, and the size to give it.
 */
export async function cutImage(image: RgbImage, cut: CropResize): Promise<RgbImage> {
  const { width, height, pixels } = image;
  return pixelsOf(cutAndResize(sharp(pixels, { raw: { width, height, channels: 3 } }), image, cut));
}

/** The error for a file that is no readable image, whatever the cause. */
export function decodeError(file: string, error: unknown): FoveaError {
  if (error instanceof FoveaError) return error;
  if (!existsSync(file)) {
    return new FoveaError(`The image ${file} was not found.`, 'Check the folder, or list it again.');
  }
  const reason = (error instanceof Error ? error.message : String(error)).trim().split('\n')[0];
  if (/pixel limit/i.test(reason)) {
    return new FoveaError(
      `${file} could not be decoded: it has more than ${maxPixels / 1e6} million pixels.`,
      'Make it smaller with an image editor; a small file that claims such a size is broken, or meant to fill the memory.',
    );
  }
  return new FoveaError(
    `${file} could not be decoded: ${reason}.`,
    'Mend or remove the file; verifyImages(files) finds all that are broken.',
  );
}

// About PIL's limit against decompression bombs, twice 2^30 / 12: such a photo takes 540 MB in memory.
const maxPixels = 179e6;

// 'error' fails on truncated files too, but lets pass what decoders only warn of, e.g. stray bytes between JPEG segments.
const source = (file: string) => sharp(file, { failOn: 'error', limitInputPixels: maxPixels });

type Header = Omit<ImageFile, 'read'>;

async function readPixels({ file, version, ...size }: Header, cut?: CropResize): Promise<RgbImage> {
  const upright = () => source(file).autoOrient();
  try {
    if (isLarge(size)) return await pixelsOf(cut ? cutAndResize(upright(), size, cut) : upright());
    const whole = await decodeOnce(version, () => pixelsOf(upright()));
    return cut ? await cutImage(whole, cut) : whole;
  } catch (error) {
    throw decodeError(file, error);
  }
}

async function pixelsOf(pipeline: Sharp): Promise<RgbImage> {
  const { data, info } = await pipeline
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, pixels: data };
}

function cutAndResize(pipeline: Sharp, image: ImageSize, cut: CropResize): Sharp {
  const { inside, target, margins } = planMargins(image, cut);
  let result = pipeline;
  if (inside.width !== image.width || inside.height !== image.height) result = result.extract(inside);
  if (inside.width !== target.width || inside.height !== target.height) {
    // 'linear' is PIL's BILINEAR, fastai's default: a triangle filter that widens when it shrinks.
    result = result.resize(target.width, target.height, { kernel: 'linear', fit: 'fill' });
  }
  const { left, top, right, bottom } = margins;
  if (left || top || right || bottom) result = result.extend({ ...margins, extendWith: 'mirror' });
  return cut.keep ? result.extract(cut.keep) : result;
}

interface Margins {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

// sharp pads after it resizes, so what lies outside the image is counted in pixels of the result.
function planMargins(image: ImageSize, cut: CropResize) {
  const x = planAxis(image.width, cut.left, cut.width, cut.outWidth);
  const y = planAxis(image.height, cut.top, cut.height, cut.outHeight);
  const inside: Rectangle = { left: x.start, top: y.start, width: x.length, height: y.length };
  const target: ImageSize = { width: x.target, height: y.target };
  const margins: Margins = { left: x.before, top: y.before, right: x.after, bottom: y.after };
  return { inside, target, margins };
}

function planAxis(size: number, start: number, length: number, out: number) {
  const first = Math.max(start, 0);
  const last = Math.min(start + length, size);
  if (last <= first || out < 1) {
    throw new FoveaError(
      `A cut of ${length} pixels from ${start} to be made ${out} pixels shares nothing with an image of ${size}.`,
    );
  }
  const before = Math.min(Math.round(((first - start) * out) / length), out - 1);
  const after = Math.min(Math.round(((start + length - last) * out) / length), out - 1 - before);
  return { start: first, length: last - first, target: out - before - after, before, after };
}
