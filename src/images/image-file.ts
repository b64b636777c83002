import { printedAs } from '../base/printed-as';
import { cutImage } from './cut-image';
import { decodeOnce } from './decoded-images';
import { type EncodedSource, openEncoded } from './encoded-image';
import type { CropResize, ImageSize, Rectangle, RgbImage } from './image';
import { decodeError, type ImageHeader, pixelsOf, readHeader } from './image-header';
import { memoryBudget } from './memory-budget';

/** An image file whose header was read; its pixels are read when asked for. */
export interface ImageFile extends ImageSize {
  /** The file's path, or what errors call it. */
  readonly file: string;
  /** EXIF orientation of the stored pixels: 1 if they are upright, 2 to 8 if they are mirrored or turned. */
  readonly orientation: number;
  /** Identifies the file and its state: different after the file was changed. Undefined for bytes in memory. */
  readonly version?: string;
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
 * @param source Path or `file:` URL of a JPEG, PNG, WebP, TIFF, GIF, AVIF, SVG, BMP or Netpbm (PBM, PGM, PPM) file, or the bytes of
 *   one: colour or grey, any bit depth, with or without alpha; of an animation the first image. What is in it decides, not its name.
 * @param options
 * @param options.name What errors call it; by default its path.
 * @returns The image, with width and height as seen upright (EXIF orientation applied).
 * @throws FoveaError naming the file if it is missing, not an image, has bands that are neither colours nor transparency alone, or more
 *   than 179 million pixels.
 */
export async function openImage(source: EncodedSource, { name }: { name?: string } = {}): Promise<ImageFile> {
  return imageFile(await readHeader(await openEncoded(source, name)));
}

/** An image whose header was read. */
export function imageFile(header: ImageHeader): ImageFile {
  const { encoded, width, height, orientation } = header;
  const { name: file, version } = encoded;
  return { file, width, height, orientation, version, read: (cut) => readPixels(header, cut) };
}

/** Whether an image has more than a megapixel: the pixels of a whole batch of such images would fill the memory. */
export const isLarge = ({ width, height }: ImageSize) => width * height > 2 ** 20;

/**
 * Reads a whole image: {@link openImage} followed by `read()`.
 *
 * @param source Path, `file:` URL or bytes of an image file of a format that {@link openImage} reads.
 * @returns The pixels: upright, 3 channels of 8-bit sRGB; what is transparent becomes white.
 * @throws FoveaError naming the file if it is missing, not an image, broken, truncated or too large.
 */
export async function readImage(source: EncodedSource): Promise<RgbImage> {
  const image = await (await openImage(source)).read();
  return printedAs(image, ({ width, height }) => {
    return `Image of ${width} x ${height} pixels; await showImage(image) shows it, image.pixels are its bytes.`;
  });
}

const largeImages = memoryBudget(1e9);

async function readPixels(header: ImageHeader, cut?: CropResize): Promise<RgbImage> {
  const { encoded, width, height } = header;
  const size = { width, height };
  const decode = (rectangle: Rectangle) => decodeRectangle(header, rectangle);
  const whole = { left: 0, top: 0, ...size };
  try {
    if (!isLarge(size)) {
      const { version } = encoded;
      const image = await (version ? decodeOnce(version, () => decode(whole)) : decode(whole));
      return cut ? cutImage(image, cut) : image;
    }
    const rectangle = cut ? rectangleReadBy(cut, size) : whole;
    // Our own decoders decode the whole image.
    const decoded = header.raw ? whole : rectangle;
    return await largeImages.run(decoded.width * decoded.height * 3, async () => {
      const image = await decode(rectangle);
      return cut
        ? cutImage(image, { ...cut, left: cut.left - rectangle.left, top: cut.top - rectangle.top })
        : image;
    });
  } catch (error) {
    throw decodeError(encoded, error);
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

async function decodeRectangle(header: ImageHeader, rectangle: Rectangle): Promise<RgbImage> {
  const upright = (await pixelsOf(header)).autoOrient();
  const isWhole = rectangle.width === header.width && rectangle.height === header.height;
  const { data, info } = await (isWhole ? upright : upright.extract(rectangle))
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  if (channels !== 3 || width !== rectangle.width || height !== rectangle.height) {
    throw new Error(
      `it gives ${channels} values for each of ${width} x ${height} pixels, where 3 are expected for ${rectangle.width} x ${rectangle.height}`,
    );
  }
  return { width, height, pixels: data };
}
