import { crc32, deflateSync } from 'node:zlib';

/** A TIFF of one strip without compression, in which every pixel has the same values. */
export function tiff(
  { width, height }: { width: number; height: number },
  pixel: readonly number[],
  {
    photometric,
    extra,
    bits = 8,
    format,
    bigEndian = false,
  }: { photometric: number; extra?: readonly number[]; bits?: number; format?: number; bigEndian?: boolean },
): Buffer {
  const list = (value: number) => pixel.map(() => value);
  const tags: [number, number[]][] = [
    [256, [width]],
    [257, [height]],
    [258, list(bits)],
    [259, [1]],
    [262, [photometric]],
    [273, [0]],
    [277, [pixel.length]],
    [278, [height]],
    [279, [(width * height * pixel.length * bits) / 8]],
    ...(extra ? [[338, [...extra]] as [number, number[]]] : []),
    ...(format ? [[339, list(format)] as [number, number[]]] : []),
  ];
  const pixels = Buffer.concat(Array.from({ length: width * height }, () => samples(pixel, bits, bigEndian)));
  const listsAt = 8 + 2 + 12 * tags.length + 4;
  const lists: Buffer[] = [];
  const write = (size: 2 | 4, value: number) => {
    const buffer = Buffer.alloc(size);
    if (bigEndian) buffer.writeUIntBE(value, 0, size);
    else buffer.writeUIntLE(value, 0, size);
    return buffer;
  };
  const listBytes = tags.reduce((sum, [, values]) => sum + (values.length > 2 ? 2 * values.length : 0), 0);
  const entries = tags.map(([tag, values]) => {
    if (tag === 273)
      return Buffer.concat([write(2, tag), write(2, 4), write(4, 1), write(4, listsAt + listBytes)]);
    const shorts = Buffer.concat(values.map((value) => write(2, value)));
    const head = [write(2, tag), write(2, 3), write(4, values.length)];
    if (values.length <= 2) return Buffer.concat([...head, shorts, Buffer.alloc(4 - shorts.length)]);
    const at = listsAt + lists.reduce((sum, one) => sum + one.length, 0);
    lists.push(shorts);
    return Buffer.concat([...head, write(4, at)]);
  });
  const start = Buffer.concat([Buffer.from(bigEndian ? 'MM' : 'II'), write(2, 42), write(4, 8)]);
  return Buffer.concat([start, write(2, tags.length), ...entries, write(4, 0), ...lists, pixels]);
}

function samples(pixel: readonly number[], bits: number, bigEndian: boolean): Buffer {
  if (bits === 8) return Buffer.from(pixel);
  const buffer = Buffer.alloc((pixel.length * bits) / 8);
  pixel.forEach((value, i) => {
    if (bits === 32) buffer.writeFloatLE(value, 4 * i);
    else if (bigEndian) buffer.writeUInt16BE(value, 2 * i);
    else buffer.writeUInt16LE(value, 2 * i);
  });
  return buffer;
}

/** A BMP with the header of Windows 3: its rows as stored, from the bottom if the height is positive. */
export function bmp(
  { width, height }: { width: number; height: number },
  rows: readonly (readonly number[])[],
  {
    bits,
    compression = 0,
    palette = [],
    masks = [],
  }: {
    bits: number;
    compression?: number;
    palette?: readonly (readonly number[])[];
    masks?: readonly number[];
  },
): Buffer {
  const colours = Buffer.from(palette.flatMap(([red, green, blue]) => [blue, green, red, 0]));
  const fields = Buffer.concat(
    masks.map((mask) => {
      const buffer = Buffer.alloc(4);
      buffer.writeUInt32LE(mask);
      return buffer;
    }),
  );
  const padded = rows.map((row) => Buffer.from([...row, ...Array((4 - (row.length % 4)) % 4).fill(0)]));
  const body = compression === 1 || compression === 2 ? Buffer.from(rows.flat()) : Buffer.concat(padded);
  const start = 54 + fields.length + colours.length;
  const header = Buffer.alloc(54);
  header.write('BM');
  header.writeUInt32LE(start + body.length, 2);
  header.writeUInt32LE(start, 10);
  header.writeUInt32LE(40, 14);
  header.writeInt32LE(width, 18);
  header.writeInt32LE(height, 22);
  header.writeUInt16LE(1, 26);
  header.writeUInt16LE(bits, 28);
  header.writeUInt32LE(compression, 30);
  header.writeUInt32LE(palette.length, 46);
  return Buffer.concat([header, fields, colours, body]);
}

/** A chunk of a PNG, with its length and checksum. */
export function pngChunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** A PNG of one row with a palette. */
export function palettePng({
  bits = 8,
  packed,
  width = packed.length,
  colours,
  before = [],
}: {
  bits?: number;
  /** The indices, as their bits lie in bytes. */
  packed: readonly number[];
  width?: number;
  /** Red, green and blue of each index. */
  colours: readonly number[];
  /** Chunks before the palette. */
  before?: readonly Buffer[];
}): Buffer {
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    pngChunk('IHDR', Uint8Array.from([0, 0, 0, width, 0, 0, 0, 1, bits, 3, 0, 0, 0])),
    ...before,
    pngChunk('PLTE', Uint8Array.from(colours)),
    pngChunk('tRNS', Uint8Array.of(0)),
    pngChunk('IDAT', deflateSync(Uint8Array.from([0, ...packed]))),
    pngChunk('IEND', new Uint8Array()),
  ]);
}
