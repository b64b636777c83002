import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { FoveaError } from '../base/errors';
import { cutImage } from './cut-image';
import { decodeOnce } from './decoded-images';
import type { CropResize, ImageSize, Rectangle, RgbImage } from './image';
import { memoryBudget } from './memory-budget';
import { sharp } from './sharp';

/** An image file whose header was read; its pixels are read when asked for. */
export interface ImageFile extends ImageSize {
  /** The file's path. */
  readonly file: string;
  /** Identifies the file and its state: different after the file was changed. */
  readonly version: string;
  /**
   * Decodes the image off the main thread, then cuts and resizes it as PIL's BILINEAR does. An image of at most a megapixel is
   * decoded once: its pixels are kept in a temporary file.
   *
   * @param cut What to cut, in upright pixels, and the size to give it. By default the whole image in its own size.
   * @returns The pixels: upright, 3 channels of 8-bit sRGB; what is transparent becomes white.
   * @throws FoveaError naming the file if it is broken or truncated.
   */
  read(cut?: CropResize): Promise<RgbImage>;
}

/**
 * Reads an image's header.
 *
 * @param file Path of a JPEG, PNG, WebP, TIFF, GIF, AVIF or SVG file: colour or grey, any bit depth, with or without alpha.
 * @returns The image, with width and height as seen upright (EXIF orientation applied).
 * @throws FoveaError naming the file if it is missing, not an image, or has more than 179 million pixels.
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

/** Whether an image has more than a megapixel: the pixels of a whole batch of such images would fill the memory. */
export const isLarge = ({ width, height }: ImageSize) => width * height > 2 ** 20;

/**
 * Reads a whole image: {@link openImage} followed by `read()`.
 *
 * @param file Path of an image file of a format that {@link openImage} reads.
 * @returns The pixels: upright, 3 channels of 8-bit sRGB; what is transparent becomes white.
 * @throws FoveaError naming the file if it is missing, not an image, broken, truncated or too large.
 */
export async function readImage(file: string): Promise<RgbImage> {
  return (await openImage(file)).read();
}

/** The error for a file that is not a readable image, whatever the cause. */
export function decodeError(file: string, error: unknown): FoveaError {
  if (error instanceof FoveaError) return error;
  if (!existsSync(file)) {
    return new FoveaError(`The image ${file} was not found.`, 'Check the folder, or list it again.');
  }
  const reason = (error instanceof Error ? error.message : String(error)).trim().split('\n')[0];
  if (/pixel limit/i.test(reason)) {
    return new FoveaError(
      `${file} could not be decoded: it has more than ${maxPixels / 1e6} million pixels.`,
      'Make it smaller with an image editor; a small file that claims such a size is broken, or made to fill the memory.',
    );
  }
  return new FoveaError(
    `${file} could not be decoded: ${reason}.`,
    'Repair or remove the file; verifyImages(files) lists all that are broken.',
  );
}

// About PIL's limit against decompression bombs, twice 2^30 / 12: such a photo takes 540 MB in memory.
const maxPixels = 179e6;

// 'error' fails on truncated files too, but lets pass what decoders only warn of, e.g. stray bytes between JPEG segments.
const source = (file: string) => sharp(file, { failOn: 'error', limitInputPixels: maxPixels });

type Header = Omit<ImageFile, 'read'>;

const largeImages = memoryBudget(1e9);

async function readPixels({ file, version, ...size }: Header, cut?: CropResize): Promise<RgbImage> {
  const decode = (rectangle: Rectangle) => decodeRectangle(file, size, rectangle);
  const whole = { left: 0, top: 0, ...size };
  try {
    if (!isLarge(size)) {
      const image = await decodeOnce(version, () => decode(whole));
      return cut ? cutImage(image, cut) : image;
    }
    const rectangle = cut ? rectangleReadBy(cut, size) : whole;
    return await largeImages.run(rectangle.width * rectangle.height * 3, async () => {
      const image = await decode(rectangle);
      return cut
        ? cutImage(image, { ...cut, left: cut.left - rectangle.left, top: cut.top - rectangle.top })
        : image;
    });
  } catch (error) {
    throw decodeError(file, error);
  }
}

/** What a cut reads of an image. Where it reaches beyond an edge, the image is mirrored: then it reads that axis as a whole. */
function rectangleReadBy(cut: Rectangle, { width, height }: ImageSize): Rectangle {
  const isAcross = cut.left >= 0 && cut.left + cut.width <= width;
  const isDown = cut.top >= 0 && cut.top + cut.height <= height;
  return {
    ...(isAcross ? { left: cut.left, width: cut.width } : { left: 0, width }),
    ...(isDown ? { top: cut.top, height: cut.height } : { top: 0, height }),
  };
}

async function decodeRectangle(file: string, size: ImageSize, rectangle: Rectangle): Promise<RgbImage> {
  const upright = source(file).autoOrient();
  const isWhole = rectangle.width === size.width && rectangle.height === size.height;
  const { data, info } = await (isWhole ? upright : upright.extract(rectangle))
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, pixels: data };
}
