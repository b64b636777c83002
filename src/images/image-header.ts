import type { Sharp, SharpOptions } from 'sharp';
import { FoveaError } from '../base/errors';
import { bmpDecoder } from './bmp';
import { type EncodedImage, readAt, readWhole } from './encoded-image';
import type { ImageSize } from './image';
import { specialFormat, unreadFormat } from './image-format';
import { netpbmDecoder } from './netpbm';
import { coloursOf, type RawDecoder, type RawImage } from './raw-image';
import { sharp } from './sharp';
import { isTiff, readTiffBands, type TiffBands } from './tiff-bands';

/** What an image's header says: width and height as seen upright, with EXIF orientation applied. */
export interface ImageHeader extends ImageSize {
  readonly encoded: EncodedImage;
  /** EXIF orientation of the stored pixels: 1 if they are upright, 2 to 8 if they are mirrored or turned. */
  readonly orientation: number;
  /** libvips' colour space of what is stored, e.g. `b-w`; undefined for formats that we decode. */
  readonly space?: string;
  /** Our own decoder, for formats that sharp does not read. */
  readonly raw?: RawDecoder;
  /** What a TIFF says of its bands. */
  readonly bands?: TiffBands;
}

// About PIL's limit against decompression bombs, twice 2^30 / 12: such a photo takes 540 MB in memory.
const MAX_PIXELS = 179e6;

/**
 * Reads an image's header.
 *
 * @throws FoveaError naming the image if its format is not read, it is broken, or it has more than 179 million pixels.
 */
export async function readHeader(encoded: EncodedImage): Promise<ImageHeader> {
  try {
    const format = specialFormat(encoded.head);
    if (typeof format === 'object') throw unreadFormat(encoded.name, format);
    if (format !== undefined) {
      const raw = (format === 'BMP' ? bmpDecoder : netpbmDecoder)(encoded.head);
      if (raw.width * raw.height > MAX_PIXELS) throw new Error('pixel limit');
      return { encoded, width: raw.width, height: raw.height, orientation: 1, raw };
    }
    const bands = isTiff(encoded.head)
      ? await readTiffBands(encoded.name, (start, length) => readAt(encoded, start, length))
      : undefined;
    const { autoOrient, orientation = 1, space } = await sharpOf(encoded).metadata();
    const { width, height } = autoOrient;
    return { encoded, width, height, orientation, space, bands };
  } catch (error) {
    throw decodeError(encoded, error);
  }
}

/**
 * The pixels of an image as colours, for sharp to turn upright and cut: what is transparent is white.
 *
 * @throws Error saying what is broken.
 */
export async function pixelsOf({ encoded, raw, bands, ...size }: ImageHeader): Promise<Sharp> {
  const onWhite = { background: '#ffffff' };
  if (raw) {
    const { channels, bytes } = coloursOf(await decodeRaw(encoded, raw));
    return sharp(bytes, { raw: { width: size.width, height: size.height, channels } }).flatten(onWhite);
  }
  const source = sharpOf(encoded);
  if (!bands || bands.count === bands.numColours) return source.flatten(onWhite);
  if (bands.alpha === undefined) return source.removeAlpha();
  if (bands.count === bands.numColours + 1) return source.flatten(onWhite);
  return (await coloursWithAlpha(encoded, bands.alpha)).flatten(onWhite);
}

/** Colours, upright, of an image that has other bands between its colours and its transparency. */
async function coloursWithAlpha(encoded: EncodedImage, alphaBand: number): Promise<Sharp> {
  const bytes = (image: Sharp) => image.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
  const [colours, alpha] = await Promise.all([
    bytes(sharpOf(encoded).autoOrient().removeAlpha().toColourspace('srgb')),
    bytes(
      sharpOf(encoded)
        .autoOrient()
        .extractChannel(alphaBand as 3),
    ),
  ]);
  const { width, height } = colours.info;
  const joined = Buffer.alloc(width * height * 4);
  for (let i = 0; i < width * height; i++) {
    for (let channel = 0; channel < 3; channel++) joined[4 * i + channel] = colours.data[3 * i + channel];
    joined[4 * i + 3] = alpha.data[i];
  }
  return sharp(joined, { raw: { width, height, channels: 4 } });
}

/** Decodes a file of a format that sharp does not read. */
export async function decodeRaw(encoded: EncodedImage, raw: RawDecoder): Promise<RawImage> {
  return raw.decode(await readWhole(encoded));
}

/**
 * sharp's reader of a file or bytes. 'error' fails on truncated files too, but lets pass what decoders only warn of, e.g. stray bytes
 * between JPEG segments.
 */
export function sharpOf({ input }: Pick<EncodedImage, 'input'>, options: SharpOptions = {}): Sharp {
  return sharp(input, { failOn: 'error', limitInputPixels: MAX_PIXELS, limitInputChannels: 0, ...options });
}

/** What to do about bytes that are not those of a file. */
export const PIXELS_CURE =
  'Give the bytes of a JPEG, PNG or other image file. Pixels need their size: { width, height, pixels }, grey, RGB or RGBA, 0 to 255.';

/** The error for an image that cannot be decoded, whatever the cause. */
export function decodeError({ name, input }: EncodedImage, error: unknown): FoveaError {
  if (error instanceof FoveaError) return error;
  const reason = (error instanceof Error ? error.message : String(error)).trim().split('\n')[0];
  if (/input file is missing/i.test(reason)) {
    return new FoveaError(`The image ${name} was not found.`, 'Check the folder, or list it again.');
  }
  if (/pixel limit/i.test(reason)) {
    return new FoveaError(
      `${name} could not be decoded: it has more than ${MAX_PIXELS / 1e6} million pixels.`,
      'Make it smaller with an image editor; a small file that claims such a size is broken, or made to fill the memory.',
    );
  }
  const isUnknown = /unsupported image format/i.test(reason);
  return new FoveaError(
    `${name} could not be decoded: ${isUnknown && typeof input !== 'string' ? 'its bytes are of no image format' : reason}.`,
    typeof input === 'string'
      ? 'Repair or remove the file; verifyImages(files) lists all that are broken.'
      : isUnknown
        ? PIXELS_CURE
        : 'Read or download it again.',
  );
}
