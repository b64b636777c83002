import type { RawDecoder, RawImage } from './raw-image';

/**
 * Reads the header of a BMP file: 1 to 32 bits a pixel, with or without a palette, run lengths or bit fields.
 *
 * The packages for it, bmp-ts 1.0.9 and fast-bmp 4.0.1, read only some of these, and check neither sizes nor ends: fast-bmp takes no
 * account of palettes and of rows stored from the top, bmp-ts misreads OS/2's headers, and both ask for as much memory as a broken
 * header says.
 *
 * @param head The first bytes of the file, with its palette.
 * @throws Error saying what is broken, or not read.
 * @see learn.microsoft.com: "Bitmap Storage", BITMAPINFOHEADER and BITMAPV5HEADER.
 */
export function bmpDecoder(head: Uint8Array): RawDecoder {
  const header = readHeader(head);
  return { ...sizeOf(header), palette: header.palette, decode: (file) => decode(header, file) };
}

interface Header {
  readonly width: number;
  readonly height: number;
  readonly isTopDown: boolean;
  readonly bits: number;
  readonly compression: number;
  /** Where the pixels begin in the file. */
  readonly start: number;
  readonly palette?: Uint8Array;
  /** The bits of red, green, blue and, perhaps, alpha in a pixel of 16 or 32 bits. */
  readonly masks: readonly number[];
}

const NONE = 0;
const RUNS_OF_BYTES = 1;
const RUNS_OF_NIBBLES = 2;
const BIT_FIELDS = 3;
const BIT_FIELDS_WITH_ALPHA = 6;

const OS2_HEADER = 12;
const INFO_HEADER = 40;

const sizeOf = ({ width, height }: Header) => ({ width, height });

function readHeader(head: Uint8Array): Header {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  try {
    return parseHeader(view);
  } catch (error) {
    throw error instanceof RangeError ? new Error('its header is truncated') : error;
  }
}

function parseHeader(view: DataView): Header {
  const word = (at: number) => view.getUint16(at, true);
  const number = (at: number) => view.getUint32(at, true);
  const length = number(14);
  const isOs2 = length === OS2_HEADER;
  const width = isOs2 ? word(18) : view.getInt32(18, true);
  const rows = isOs2 ? word(20) : view.getInt32(22, true);
  const bits = isOs2 ? word(24) : word(28);
  const compression = length < INFO_HEADER ? NONE : number(30);
  const numMasks = compression === BIT_FIELDS ? 3 : compression === BIT_FIELDS_WITH_ALPHA ? 4 : 0;
  const height = Math.abs(rows);
  if (width < 1 || height < 1) throw new Error(`its header says ${width} x ${rows} pixels`);
  expectKnown(bits, compression, length);
  const start = number(10);
  const end = 14 + length + (length === INFO_HEADER ? 4 * numMasks : 0);
  if (start < end) throw new Error('its header says that the pixels begin inside the header');
  const used = length < INFO_HEADER ? 0 : number(46);
  return {
    ...{ width, height, isTopDown: rows < 0, bits, compression, start },
    palette: bits <= 8 ? readPalette(view, end, start, bits, used, isOs2 ? 3 : 4) : undefined,
    masks:
      numMasks > 0
        ? Array.from({ length: length >= 56 || numMasks === 4 ? 4 : 3 }, (_, i) => number(54 + 4 * i))
        : bits === 16
          ? [0x7c00, 0x03e0, 0x001f]
          : [0xff0000, 0xff00, 0xff],
  };
}

function expectKnown(bits: number, compression: number, length: number): void {
  const allowed: Record<number, readonly number[]> = {
    [NONE]: [1, 2, 4, 8, 16, 24, 32],
    [RUNS_OF_BYTES]: [8],
    [RUNS_OF_NIBBLES]: [4],
    [BIT_FIELDS]: length === 64 ? [] : [16, 32],
    [BIT_FIELDS_WITH_ALPHA]: [16, 32],
  };
  if (allowed[compression]?.includes(bits)) return;
  throw new Error(`it has ${bits} bits a pixel in compression ${compression}, which is not read`);
}

// The colours are stored as blue, green, red, perhaps with an unused byte.
function readPalette(
  view: DataView,
  at: number,
  end: number,
  bits: number,
  used: number,
  step: number,
): Uint8Array {
  const most = Math.min(2 ** bits, Math.floor((end - at) / step));
  const count = used > 0 ? Math.min(used, most) : most;
  const palette = new Uint8Array(3 * count);
  for (let i = 0; i < count; i++) {
    for (let channel = 0; channel < 3; channel++) {
      palette[3 * i + channel] = view.getUint8(at + step * i + 2 - channel);
    }
  }
  return palette;
}

function decode(header: Header, file: Uint8Array): RawImage {
  const { width, height, palette, masks, compression, bits, start } = header;
  const size = { width, height, maxValue: 255 };
  const body = file.subarray(start);
  if (compression === RUNS_OF_BYTES || compression === RUNS_OF_NIBBLES) {
    return { ...size, channels: 1, palette, samples: runs(header, body) };
  }
  const stride = 4 * Math.ceil((width * bits) / 32);
  // The last row may lack its padding.
  const needed = stride * (height - 1) + Math.ceil((width * bits) / 8);
  if (body.length < needed) {
    throw new Error(`it is truncated: ${needed} bytes of pixels are expected, ${body.length} are there`);
  }
  const rowOf = (y: number) => stride * (header.isTopDown ? y : height - 1 - y);
  if (palette) return { ...size, channels: 1, palette, samples: indices(header, body, rowOf) };
  if (bits === 24) return { ...size, channels: 3, samples: colours(header, body, rowOf) };
  const fields = masks.map(fieldOf).filter((field) => field !== undefined);
  if (fields.length < 3) throw new Error('its header names no bits for a colour');
  return { ...size, ...packedColours(header, body, rowOf, fields) };
}

type RowOf = (y: number) => number;

function indices({ width, height, bits }: Header, body: Uint8Array, rowOf: RowOf): Uint8Array {
  const samples = new Uint8Array(width * height);
  const [perByte, mask] = [8 / bits, 2 ** bits - 1];
  for (let y = 0, to = 0; y < height; y++) {
    const row = rowOf(y);
    for (let x = 0; x < width; x++) {
      const byte = body[row + Math.floor(x / perByte)];
      samples[to++] = (byte >> (8 - bits * ((x % perByte) + 1))) & mask;
    }
  }
  return samples;
}

function colours({ width, height }: Header, body: Uint8Array, rowOf: RowOf): Uint8Array {
  const samples = new Uint8Array(width * height * 3);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0, at = rowOf(y); x < width; x++, at += 3) {
      samples[to++] = body[at + 2];
      samples[to++] = body[at + 1];
      samples[to++] = body[at];
    }
  }
  return samples;
}

interface Field {
  readonly shift: number;
  readonly most: number;
}

function fieldOf(mask: number): Field | undefined {
  if (mask === 0) return undefined;
  const shift = 31 - Math.clz32(mask & -mask);
  return { shift, most: mask >>> shift };
}

// Alpha that is 0 everywhere was not meant: the image would be invisible.
function packedColours(
  { width, height, bits }: Header,
  body: Uint8Array,
  rowOf: RowOf,
  fields: readonly Field[],
): { channels: 3 | 4; samples: Uint8Array } {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const step = bits / 8;
  const unpack = (numChannels: 3 | 4) => {
    const samples = new Uint8Array(width * height * numChannels);
    for (let y = 0, to = 0; y < height; y++) {
      for (let x = 0, at = rowOf(y); x < width; x++, at += step) {
        const pixel = step === 2 ? view.getUint16(at, true) : view.getUint32(at, true);
        for (let i = 0; i < numChannels; i++) {
          const { shift, most } = fields[i];
          samples[to++] = Math.round((255 * ((pixel >>> shift) & most)) / most);
        }
      }
    }
    return samples;
  };
  if (fields.length === 4) {
    const samples = unpack(4);
    if (samples.some((value, i) => i % 4 === 3 && value > 0)) return { channels: 4, samples };
  }
  return { channels: 3, samples: unpack(3) };
}

/** Run lengths: pairs of a count and a value; a count of 0 begins a row, ends the image, moves, or copies values. */
function runs({ width, height, compression, isTopDown }: Header, body: Uint8Array): Uint8Array {
  const samples = new Uint8Array(width * height);
  const isNibbles = compression === RUNS_OF_NIBBLES;
  let [at, x, y] = [0, 0, 0];
  const next = () => {
    if (at >= body.length) throw new Error('it is truncated');
    return body[at++];
  };
  const put = (value: number) => {
    if (y >= height) throw new Error('it holds more rows than its header says');
    if (x < width) samples[(isTopDown ? y : height - 1 - y) * width + x] = value;
    x++;
  };
  const nibbleOf = (byte: number, i: number) => (i % 2 === 0 ? byte >> 4 : byte & 15);
  for (;;) {
    // Some programs leave out the end.
    if (at >= body.length && (y >= height || (y === height - 1 && x >= width))) return samples;
    const [count, value] = [next(), next()];
    if (count > 0) {
      for (let i = 0; i < count; i++) put(isNibbles ? nibbleOf(value, i) : value);
    } else if (value === 0) {
      [x, y] = [0, y + 1];
    } else if (value === 1) {
      return samples;
    } else if (value === 2) {
      [x, y] = [x + next(), y + next()];
    } else {
      const numBytes = isNibbles ? Math.ceil(value / 2) : value;
      const bytes = Array.from({ length: numBytes }, next);
      for (let i = 0; i < value; i++) put(isNibbles ? nibbleOf(bytes[i >> 1], i) : bytes[i]);
      if (numBytes % 2 === 1) next();
    }
  }
}
