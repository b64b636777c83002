import type { Sharp } from 'sharp';
import { FoveaError } from '../base/errors';
import { mirrored } from '../tensorflow/resizing';
import { decodeOnce } from './decoded-images';
import { type EncodedImage, type EncodedSource, openEncoded, readWhole } from './encoded-image';
import type { CropResize, ImageSize, LabelImage } from './image';
import { sizeAfter } from './image';
import { decodeError, decodeRaw, type ImageHeader, readHeader, sharpOf } from './image-header';
import { isPalettePng, paletteIn, takePalette } from './png-palette';
import { coloursOf } from './raw-image';
import { turnedSize, turnMask } from './turn-mask';

/** A mask file whose header was read; its pixels are read when asked for. */
export interface MaskFile extends ImageSize {
  /** The file's path, or what errors call it. */
  readonly file: string;
  /** EXIF orientation that is applied: 1 if the mask is taken as stored. */
  readonly orientation: number;
  /** Red, green and blue of each index, where the file's values are indices of a palette of colours. */
  readonly palette?: Uint8Array;
  /**
   * Reads, cuts and resizes the mask as PIL's NEAREST does: each value is one of the file's, none is averaged.
   *
   * @param cut What to cut, in upright pixels, and the size to give it. By default the whole mask in its own size.
   * @returns The class index of each pixel.
   * @throws FoveaError naming the file if it is broken or truncated, or holds colours or values above 255.
   */
  read(cut?: CropResize): Promise<LabelImage>;
}

/** How class indices follow from what a mask file holds. */
export interface MaskReading {
  /** Class indices of some values; other values are class indices themselves. */
  readonly values?: ReadonlyMap<number, number>;
  /** Class indices of colours, `65536 * red + 256 * green + blue`. The file may hold no other colours. */
  readonly colours?: ReadonlyMap<number, number>;
  /** EXIF orientation to apply in place of the file's own, 1 to 8. */
  readonly orientation?: number;
}

/**
 * Reads the header of a mask.
 *
 * @param source Path, `file:` URL or bytes of a lossless image, e.g. PNG, whose values are class indices, 0-255: grey, or a PNG or BMP
 *   with a palette of colours, whose indices are taken, as in PASCAL VOC. Grey saved with a palette or as RGB is read by its grey.
 * @param reading What its values or colours mean, if they are not class indices.
 * @returns The mask, with width and height as seen upright (EXIF orientation applied).
 * @throws FoveaError naming the file if it is missing, not an image, or of a format that changes values, e.g. JPEG.
 */
export async function openMask(source: EncodedSource, reading: MaskReading = {}): Promise<MaskFile> {
  const header = await readHeader(await openEncoded(source));
  const { encoded, orientation: own } = header;
  const lossy = lossyFormat(header);
  if (lossy) throw lossyMask(encoded.name, lossy);
  const { orientation = own } = reading;
  const { width, height } = turnedSize(turnedSize(header, own), orientation);
  const { name: file, version } = encoded;
  const state = JSON.stringify([[...(reading.values ?? [])], [...(reading.colours ?? [])], orientation]);
  const read = async (cut?: CropResize) => {
    const decode = async () => turnMask(await readMask(header, reading), orientation);
    const mask = await (version ? decodeOnce(`mask ${version} ${state}`, decode) : decode());
    return cut ? cutMask(mask, cut) : mask;
  };
  return { file, width, height, orientation, palette: await coloursByIndex(header, reading), read };
}

/** The palette of a mask whose values are its indices; undefined for others. */
async function coloursByIndex(
  { encoded, raw }: ImageHeader,
  { colours }: MaskReading,
): Promise<Uint8Array | undefined> {
  if (colours) return undefined;
  const palette = isPalettePng(encoded.head)
    ? (paletteIn(encoded.head) ?? paletteIn(await readWhole(encoded)))
    : raw?.palette;
  return palette && !isGrey(palette) ? palette : undefined;
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

// By their first bytes. WebP may hold other chunks, e.g. a profile or transparency, before the one of the pixels.
const LOSSY_FORMATS: readonly (readonly [RegExp, string])[] = [
  [/^\xff\xd8\xff/, 'a JPEG'],
  [/^RIFF.{4}WEBP(VP8 |VP8X.*VP8 )/s, 'a lossy WebP'],
  [/^.{4}ftyp/s, 'an AVIF'],
];

/** The format of a mask if it changes values; undefined for others. */
function lossyFormat({ encoded: { head }, bands }: ImageHeader): string | undefined {
  if (bands?.isLossy) return 'a TIFF with lossy compression';
  const text = Buffer.from(head).toString('latin1');
  return LOSSY_FORMATS.find(([signature]) => signature.test(text))?.[1];
}

function lossyMask(name: string, format: string): FoveaError {
  return new FoveaError(
    `The mask ${name} is ${format}, which changes values: classes become others.`,
    'Save masks as PNG where they are made; one of black and white can be mended: sharp(file).threshold(128).toFile("mask.png").',
  );
}

/** Class indices of a mask's pixels as they are stored, not turned. */
async function readMask(header: ImageHeader, { values, colours }: MaskReading): Promise<LabelImage> {
  const { name } = header.encoded;
  try {
    if (colours) return byColour(name, await readColours(header), colours);
    return byValue(name, await readValues(header), values);
  } catch (error) {
    throw decodeError(header.encoded, error);
  }
}

interface Values extends ImageSize {
  readonly pixels: Uint8Array | Uint16Array;
}

/** Converts values to class indices. */
export function byValue(
  name: string,
  { width, height, pixels }: Values,
  values?: MaskReading['values'],
): LabelImage {
  if (!values && pixels instanceof Uint8Array) return { width, height, pixels };
  const indices = values ? pixels.map((value) => values.get(value) ?? value) : pixels;
  const wrong = indices.find((value) => value > 255);
  if (wrong === undefined) return { width, height, pixels: Uint8Array.from(indices) };
  throw new FoveaError(
    `The mask ${name} has the value ${wrong}, but class indices are 0 to 255.`,
    'Save masks as grey images of 8 bits, each value the index of its class.',
  );
}

function byColour(
  name: string,
  { width, height, bytes }: ColourPixels,
  colours: ReadonlyMap<number, number>,
): LabelImage {
  const pixels = new Uint8Array(width * height);
  for (let i = 0; i < pixels.length; i++) {
    const [red, green, blue] = [bytes[3 * i], bytes[3 * i + 1], bytes[3 * i + 2]];
    const index = colours.get(65536 * red + 256 * green + blue);
    if (index === undefined) {
      throw new FoveaError(
        `The mask ${name} holds red ${red}, green ${green}, blue ${blue}, a colour that has no class.`,
        'Give its class in the values of maskBlock. Colours between those of classes come from JPEG, or from averaging when a mask is made smaller.',
      );
    }
    pixels[i] = index;
  }
  return { width, height, pixels };
}

async function readValues(header: ImageHeader): Promise<Values> {
  const { encoded, raw, space, bands } = header;
  if (bands && bands.count > 1 && bands.numColours === 1 && bands.alpha === undefined) {
    throw new Error(`it has ${bands.count} bands`);
  }
  if (raw) {
    const image = await decodeRaw(encoded, raw);
    const isIndexed = image.palette && !isGrey(image.palette);
    if (image.channels === 1 && (isIndexed || !image.palette)) return { ...image, pixels: image.samples };
  } else if (isPalettePng(encoded.head)) {
    const { palette, indices, scale } = takePalette(await readWhole(encoded));
    if (!isGrey(palette)) {
      const { pixels, ...size } = await readGrey(sharpOf({ input: indices }, MASK));
      return { ...size, pixels: pixels.map((value) => value / scale) };
    }
  } else if (space === 'grey16') {
    return readDeep(sharpOf(encoded, MASK));
  } else if (space === 'b-w') {
    return readGrey(sharpOf(encoded, MASK));
  } else if (space === 'rgb16') {
    throw new FoveaError(
      `The mask ${encoded.name} has red, green and blue of 16 bits, which would lose their lower 8.`,
      'Save masks as grey images of 8 bits, each value the index of its class.',
    );
  }
  return greyOf(encoded, await readColours(header));
}

// A profile would change values as it changes colours.
const MASK = { ignoreIcc: true };

const isGrey = (colours: Uint8Array) => colours.every((value, i) => value === colours[i - (i % 3)]);

async function readGrey(source: Sharp): Promise<Values> {
  const image = source.removeAlpha().toColourspace('b-w').raw({ depth: 'uchar' });
  const { data, info } = await image.toBuffer({ resolveWithObject: true });
  if (info.channels !== 1) throw new Error(`it gives ${info.channels} values a pixel`);
  return { width: info.width, height: info.height, pixels: data };
}

// Converted to 8 bits as a photo is, 300 would become 1.
async function readDeep(source: Sharp): Promise<Values> {
  const image = source.removeAlpha().toColourspace('grey16').raw({ depth: 'ushort' });
  const { data, info } = await image.toBuffer({ resolveWithObject: true });
  if (info.channels !== 1) throw new Error(`it gives ${info.channels} values a pixel`);
  const { width, height } = info;
  const pixels = Uint16Array.from({ length: width * height }, (_, i) => data.readUInt16LE(2 * i));
  return { width, height, pixels };
}

/** Red, green and blue of each pixel. */
interface ColourPixels extends ImageSize {
  readonly bytes: Uint8Array;
}

async function readColours({ encoded, raw }: ImageHeader): Promise<ColourPixels> {
  const image = raw ? await decodeRaw(encoded, raw) : undefined;
  const colours = image && coloursOf(image);
  const source =
    image && colours
      ? sharpOf(
          { input: colours.bytes },
          { raw: { width: image.width, height: image.height, channels: colours.channels } },
        )
      : sharpOf(encoded, MASK);
  const upright = source.removeAlpha().toColourspace('srgb').raw({ depth: 'uchar' });
  const { data, info } = await upright.toBuffer({ resolveWithObject: true });
  if (info.channels !== 3) throw new Error(`it gives ${info.channels} values a pixel`);
  return { width: info.width, height: info.height, bytes: data };
}

// Grey saved with a palette or as RGB is still exact; the lightness of real colours would be taken for classes.
function greyOf({ name }: EncodedImage, { width, height, bytes }: ColourPixels): Values {
  const pixels = new Uint8Array(width * height);
  for (let i = 0; i < pixels.length; i++) {
    const [red, green, blue] = [bytes[3 * i], bytes[3 * i + 1], bytes[3 * i + 2]];
    if (red !== green || red !== blue) {
      throw new FoveaError(
        `The mask ${name} holds colours, e.g. red ${red}, green ${green}, blue ${blue}, not class indices.`,
        'Save masks as lossless grey images, e.g. PNG, each value the index of its class, or say what the colours mean: maskBlock(codes, { values: { "#800020": "car" } }).',
      );
    }
    pixels[i] = red;
  }
  return { width, height, pixels };
}
