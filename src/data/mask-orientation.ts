import { described } from '../base/described';
import { FoveaError } from '../base/errors';
import { bytesOf, type EncodedSource } from '../images/encoded-image';
import type { ImageSize, LabelImage } from '../images/image';
import { byValue, cutMask, type MaskFile, type MaskReading, openMask } from '../images/mask-file';
import { hasPixels, pixelBytes } from '../images/pixels';
import { turnedSize, turnMask } from '../images/turn-mask';
import type { SampleSize } from './block';

/** How masks lie on photos that have an EXIF orientation: as seen, or as stored. */
export type MaskOrientation = 'upright' | 'stored';

/**
 * Opens a mask, turned as its image is.
 *
 * @param source A mask file, or a mask in memory.
 * @param reading What its values mean.
 * @param orientation How it lies on its image; undefined if sizes must tell.
 * @param image Its image's size and EXIF orientation; undefined if they are not known.
 * @throws FoveaError naming the mask if it cannot be told how it lies on its image.
 */
export async function openTurned(
  source: EncodedSource | LabelImage,
  reading: MaskReading,
  orientation?: MaskOrientation,
  image?: SampleSize,
): Promise<MaskFile> {
  const { orientation: turned = 1 } = image ?? {};
  const mask = await openAs(source, reading);
  if (orientation === 'upright' || !image || mask.orientation === turned) return mask;
  if (orientation === 'stored') return openAs(source, { ...reading, orientation: turned });
  const [own, other] = [mask.orientation, turned].map((one) => (one === 1 ? 'none' : String(one)));
  const fits = isSize(mask, image);
  const stored = turnedSize(turnedSize(mask, mask.orientation), turned);
  // A quarter turn of what is not square: only one of both ways fits.
  if (fits && !isSize(stored, image)) return mask;
  throw new FoveaError(
    `The mask ${mask.file} has ${own === 'none' ? 'no EXIF orientation' : `EXIF orientation ${own}`}, but its image has ${other}: ${fits ? 'they may not lie on each other' : 'they do not lie on each other'}.`,
    'If masks cover the pixels as stored: maskBlock(codes, { maskOrientation: "stored" }). If they are drawn on photos as seen: { maskOrientation: "upright" }.',
  );
}

const isSize = (a: ImageSize, b: ImageSize) => a.width === b.width && a.height === b.height;

async function openAs(source: EncodedSource | LabelImage, reading: MaskReading): Promise<MaskFile> {
  if (hasPixels(source) && 'pixels' in source) return maskInMemory(source as LabelImage, reading);
  if (typeof source === 'string' || source instanceof URL || bytesOf(source)) {
    return openMask(source as EncodedSource, reading);
  }
  throw new FoveaError(
    `Expected a mask: a path, a file: URL, the bytes of a file, or { width, height, pixels } with a class index in each byte, received ${described(source)}.`,
    'Check what getY returns.',
  );
}

function maskInMemory(source: LabelImage, { values, colours, orientation = 1 }: MaskReading): MaskFile {
  const bytes = pixelBytes(source, source.pixels, 'Class indices become bytes by Uint8Array.from(pixels).');
  const { width, height } = source;
  const file = `of ${width} x ${height} pixels in memory`;
  if (colours) {
    throw new FoveaError(
      'The values of maskBlock are colours, but a mask in memory has class indices.',
      'Return class indices from getY, or the path of the file.',
    );
  }
  if (bytes.length !== width * height) {
    throw new FoveaError(
      `Expected ${width * height} class indices in a mask of ${width} x ${height} pixels, received ${bytes.length}.`,
    );
  }
  const mask = turnMask(byValue(file, { width, height, pixels: bytes }, values), orientation);
  return {
    file,
    width: mask.width,
    height: mask.height,
    orientation,
    read: async (cut) => (cut ? cutMask(mask, cut) : mask),
  };
}
