import type { Sharp } from 'sharp';
import { FoveaError } from '../base/errors';
import { mirrored } from '../tensorflow/resizing';
import { decodeOnce } from './decoded-images';
import type { CropResize, ImageSize, LabelImage } from './image';
import { sizeAfter } from './image';
import { decodeError, openImage } from './image-file';
import { sharp } from './sharp';

/** A mask file whose header was read; its pixels are read when asked for. */
export interface MaskFile extends ImageSize {
  /** The file's path. */
  readonly file: string;
  /**
   * Reads, cuts and resizes the mask as PIL's NEAREST does: each value is one of the file's, none is averaged.
   *
   * @param cut What to cut, in upright pixels, and the size to give it. By default the whole mask in its own size.
   * @returns The class index of each pixel.
   * @throws FoveaError naming the file if it is broken or truncated, or holds colours or values above 255.
   */
  read(cut?: CropResize): Promise<LabelImage>;
}

/**
 * Reads the header of a mask.
 *
 * @param file Path of a lossless grey image, e.g. PNG, whose values are class indices, 0-255. Grey saved with a palette
 *   or as RGB is read as well.
 * @returns The mask, with width and height as seen upright (EXIF orientation applied).
 * @throws FoveaError naming the file if it is missing or not an image.
 */
export async function openMask(file: string): Promise<MaskFile> {
  const { width, height, version } = await openImage(file);
  const read = async (cut?: CropResize) => {
    const mask = await decodeOnce(`mask ${version}`, () => readMask(file));
    return cut ? cutMask(mask, cut) : mask;
  };
  return { file, width, height, read };
}

/**
 * Cuts and resizes a mask in memory, each pixel taken from the nearest one as PIL's NEAREST does.
 *
 * @param mask The mask; not changed.
 * @param cut What to cut, and the size to give it. What lies outside is mirrored.
 */
export function cutMask(mask: LabelImage, cut: CropResize): LabelImage {
  const { width, height } = sizeAfter(cut);
  const columns = sources(mask.width, cut.left, cut.width, cut.outWidth, cut.keep?.left ?? 0, width);
  const rows = sources(mask.height, cut.top, cut.height, cut.outHeight, cut.keep?.top ?? 0, height);
  const pixels = new Uint8Array(width * height);
  for (let y = 0, to = 0; y < height; y++) {
    const row = rows[y] * mask.width;
    for (let x = 0; x < width; x++) pixels[to++] = mask.pixels[row + columns[x]];
  }
  return { width, height, pixels };
}

function sources(size: number, start: number, length: number, out: number, from: number, count: number) {
  return Int32Array.from({ length: count }, (_, i) =>
    mirrored(start + Math.floor(((from + i + 0.5) * length) / out), size),
  );
}

async function readMask(file: string): Promise<LabelImage> {
  try {
    const source = sharp(file, { failOn: 'error' });
    const { space } = await source.metadata();
    if (space === 'grey16') return await readDeep(file, source);
    if (space === 'b-w') return await readGrey(source);
    return await readColours(file, source);
  } catch (error) {
    throw decodeError(file, error);
  }
}

async function readGrey(source: Sharp): Promise<LabelImage> {
  const upright = source.autoOrient().removeAlpha().toColourspace('b-w');
  const { data, info } = await upright.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, pixels: data };
}

// Converted to 8 bits as a photo is, 300 would become 1.
async function readDeep(file: string, source: Sharp): Promise<LabelImage> {
  const upright = source.autoOrient().removeAlpha().toColourspace('grey16');
  const { data, info } = await upright.raw({ depth: 'ushort' }).toBuffer({ resolveWithObject: true });
  const values = Uint16Array.from({ length: info.width * info.height }, (_, i) => data.readUInt16LE(2 * i));
  const wrong = values.find((value) => value > 255);
  if (wrong === undefined) return { width: info.width, height: info.height, pixels: Uint8Array.from(values) };
  throw new FoveaError(
    `The mask ${file} has the value ${wrong}, but class indices are 0 to 255.`,
    'Save masks as grey images of 8 bits, each value the index of its class.',
  );
}

// Grey saved with a palette or as RGB is still exact; the lightness of real colours would be taken for classes.
async function readColours(file: string, source: Sharp): Promise<LabelImage> {
  const upright = source.autoOrient().removeAlpha().toColourspace('srgb');
  const { data, info } = await upright.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
  const pixels = new Uint8Array(info.width * info.height);
  for (let i = 0; i < pixels.length; i++) {
    const [red, green, blue] = [data[3 * i], data[3 * i + 1], data[3 * i + 2]];
    if (red !== green || red !== blue) {
      throw new FoveaError(
        `The mask ${file} holds colours, e.g. red ${red}, green ${green}, blue ${blue}, not class indices.`,
        'Save masks as lossless grey images, e.g. PNG, each value the index of its class.',
      );
    }
    pixels[i] = red;
  }
  return { width: info.width, height: info.height, pixels };
}
