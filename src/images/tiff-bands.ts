import { FoveaError } from '../base/errors';

/** Whether the first bytes of a file are of a TIFF. */
export function isTiff(head: Uint8Array): boolean {
  return /^(II[*+]\0|MM\0[*+])/.test(Buffer.from(head.subarray(0, 4)).toString('latin1'));
}

/** Reads bytes of a file; fewer where it ends before. */
export type ReadAt = (start: number, length: number) => Promise<Uint8Array>;

/** What a TIFF file says of its bands, the numbers of one pixel. */
export interface TiffBands {
  /** How many of the first bands are grey or colours. */
  readonly numColours: number;
  /** Band of the transparency; undefined if there is none. */
  readonly alpha?: number;
  /** How many bands there are in all. */
  readonly count: number;
  /** Whether its compression changes values. */
  readonly isLossy: boolean;
}

const TAGS = {
  bits: 258,
  compression: 259,
  photometric: 262,
  samples: 277,
  extra: 338,
  format: 339,
} as const;

// By TIFF 6's "photometric interpretation": grey (0 is white or black), colours, palette, CMYK, YCbCr, CIELab in three forms.
const COLOURS: Readonly<Record<number, number>> = { 0: 1, 1: 1, 2: 3, 3: 1, 5: 4, 6: 3, 8: 3, 9: 3, 10: 3 };
// JPEG in its old and its present form, two kinds of JPEG 2000, WebP.
const LOSSY: readonly number[] = [6, 7, 33003, 34712, 50001];
const GREY = 1;
const UNSIGNED = 1;
const UNTYPED = 4;
// sharp extracts no later band.
const LAST_EXTRACTED = 4;
const ASSOCIATED_ALPHA = 1;
const UNASSOCIATED_ALPHA = 2;

/**
 * Reads what a TIFF file says of its bands. libvips takes the last of two, four or more for transparency, whatever the file says.
 *
 * @param name What errors call the file.
 * @returns Undefined if the tags are broken: libtiff says how.
 * @throws FoveaError naming the file if its bands are not those of an image in colours or grey.
 */
export async function readTiffBands(name: string, readAt: ReadAt): Promise<TiffBands | undefined> {
  const tags = await readTags(readAt);
  const photometric = tags?.get(TAGS.photometric)?.[0];
  if (!tags || photometric === undefined) return undefined;
  const count = tags.get(TAGS.samples)?.[0] ?? 1;
  expectBytes(name, tags.get(TAGS.bits) ?? [1], tags.get(TAGS.format) ?? [UNSIGNED]);
  const numColours = COLOURS[photometric];
  if (numColours === undefined) {
    throw unreadBands(
      name,
      `its colours are of kind ${photometric} of TIFF's photometric interpretations, which is not read`,
    );
  }
  const numExtra = count - numColours;
  if (numExtra < 0) {
    throw unreadBands(name, `it has ${count} bands where its colours take ${numColours}`);
  }
  const extra = Array.from({ length: numExtra }, (_, i) => tags.get(TAGS.extra)?.[i] ?? 0);
  const alphas = extra.flatMap((kind, i) => (isAlpha(kind) ? [numColours + i] : []));
  if (numColours === GREY && numExtra > alphas.length) {
    throw unreadBands(name, `it has ${count} bands and does not say which are red, green and blue`);
  }
  const isMixed = numExtra > 1 && extra.some((kind) => kind === ASSOCIATED_ALPHA);
  if (alphas.length > 1 || isMixed || alphas[0] > LAST_EXTRACTED) {
    throw unreadBands(name, 'it has transparency among other bands, which is not read');
  }
  const isLossy = LOSSY.includes(tags.get(TAGS.compression)?.[0] ?? 1);
  return { numColours, alpha: alphas[0], count, isLossy };
}

const isAlpha = (kind: number) => kind === ASSOCIATED_ALPHA || kind === UNASSOCIATED_ALPHA;

const unreadBands = (name: string, reason: string) =>
  new FoveaError(
    `${name} could not be decoded: ${reason}.`,
    'Save red, green and blue alone, e.g. with GDAL: gdal_translate -b 1 -b 2 -b 3 -co PHOTOMETRIC=RGB FILE FILE.png',
  );

function expectBytes(name: string, bits: readonly number[], formats: readonly number[]): void {
  const format = formats.find((one) => one !== UNSIGNED && one !== UNTYPED);
  const size = Math.max(...bits);
  if (format === undefined && size <= 16) return;
  const words: Record<number, string> = { 2: 'signed integers', 3: 'floating-point numbers' };
  throw new FoveaError(
    `${name} could not be decoded: its values are ${format === undefined ? 'integers' : (words[format] ?? 'not real numbers')} of ${size} bits.`,
    "Save integers of 8 bits, e.g. with GDAL: an image's scaled to 0 to 255, gdal_translate -ot Byte -scale FILE FILE.png, a mask's as they are, without -scale.",
  );
}

// Bytes a value of each type takes; other types hold no integers.
const TYPE_BYTES: Readonly<Record<number, number>> = { 1: 1, 3: 2, 4: 4, 16: 8 };
const MOST_VALUES = 1024;

/** The integers in the tags of a TIFF's first image, classic or BigTIFF; undefined if it is broken. */
async function readTags(readAt: ReadAt): Promise<Map<number, number[]> | undefined> {
  try {
    const head = await readView(readAt, 0, 16);
    const isLittle = head.getUint8(0) === 0x49;
    const isBig = head.getUint16(2, isLittle) === 43;
    const integer = (view: DataView, at: number, bytes: number) => {
      if (bytes === 8) return Number(view.getBigUint64(at, isLittle));
      if (bytes === 4) return view.getUint32(at, isLittle);
      return bytes === 2 ? view.getUint16(at, isLittle) : view.getUint8(at);
    };
    const word = isBig ? 8 : 4;
    const start = integer(head, isBig ? 8 : 4, word);
    const countBytes = isBig ? 8 : 2;
    const entryBytes = isBig ? 20 : 12;
    const count = integer(await readView(readAt, start, countBytes), 0, countBytes);
    if (count > MOST_VALUES) return undefined;
    const entries = await readView(readAt, start + countBytes, count * entryBytes);
    const tags = new Map<number, number[]>();
    for (let i = 0; i < count; i++) {
      const at = i * entryBytes;
      const bytes = TYPE_BYTES[integer(entries, at + 2, 2)];
      const length = integer(entries, at + 4, word);
      const tag = integer(entries, at, 2);
      if (!bytes || length > MOST_VALUES || !Object.values<number>(TAGS).includes(tag)) continue;
      const isInside = bytes * length <= word;
      const values = isInside
        ? new DataView(entries.buffer, entries.byteOffset + at + 4 + word, word)
        : await readView(readAt, integer(entries, at + 4 + word, word), bytes * length);
      tags.set(
        tag,
        Array.from({ length }, (_, k) => integer(values, k * bytes, bytes)),
      );
    }
    return tags;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

async function readView(readAt: ReadAt, start: number, length: number): Promise<DataView> {
  const bytes = await readAt(start, length);
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
