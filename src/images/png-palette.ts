import { crc32 } from 'node:zlib';

/** A PNG with a palette, taken apart. */
export interface PalettePng {
  /** Red, green and blue of each index. */
  readonly palette: Uint8Array;
  /** The same pixels as a PNG in grey, whose values are the indices, times `scale`. */
  readonly indices: Uint8Array;
  readonly scale: number;
}

/** Whether the first bytes of a file are of a PNG with a palette. */
export function isPalettePng(head: Uint8Array): boolean {
  return Buffer.from(head.subarray(0, 8)).toString('latin1') === SIGNATURE && head[COLOUR_TYPE] === PALETTE;
}

/** Red, green and blue of each index of a PNG; undefined if these bytes of it do not hold its palette. */
export function paletteIn(file: Uint8Array): Uint8Array | undefined {
  for (const { type, content, isWhole } of chunksOf(file)) if (type === 'PLTE' && isWhole) return content;
  return undefined;
}

/**
 * Takes the palette from a PNG, so that decoders, which look its colours up, return the indices.
 *
 * @param file All bytes of a PNG with a palette; not changed.
 * @throws Error if it has no palette.
 */
export function takePalette(file: Uint8Array): PalettePng {
  const parts: Uint8Array[] = [file.subarray(0, 8)];
  let palette: Uint8Array | undefined;
  for (const { type, bytes, content } of chunksOf(file)) {
    if (type === 'PLTE') palette = content;
    // The other chunks speak of colours.
    if (KEPT.test(type)) parts.push(type === 'IHDR' ? greyHeader(bytes) : bytes);
  }
  if (!palette) throw new Error('it has no palette');
  return { palette, indices: Buffer.concat(parts), scale: 255 / (2 ** file[BIT_DEPTH] - 1) };
}

interface Chunk {
  readonly type: string;
  /** With its length, type and checksum. */
  readonly bytes: Buffer;
  readonly content: Buffer;
  /** False if the file, or what was read of it, ends before. */
  readonly isWhole: boolean;
}

function* chunksOf(file: Uint8Array): Generator<Chunk> {
  const all = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  for (let at = 8; at + 12 <= all.length; ) {
    const end = at + 12 + all.readUInt32BE(at);
    const bytes = all.subarray(at, end);
    const content = all.subarray(at + 8, Math.min(end, all.length) - 4);
    yield { type: all.toString('latin1', at + 4, at + 8), bytes, content, isWhole: end <= all.length };
    at = end;
  }
}

const SIGNATURE = '\x89PNG\r\n\x1a\n';
const BIT_DEPTH = 24;
const COLOUR_TYPE = 25;
const PALETTE = 3;
const GREY = 0;
const KEPT = /^(IHDR|IDAT|IEND|eXIf)$/;

function greyHeader(chunk: Buffer): Buffer {
  const grey = Buffer.from(chunk);
  grey[COLOUR_TYPE - 8] = GREY;
  grey.writeUInt32BE(crc32(grey.subarray(4, grey.length - 4)), grey.length - 4);
  return grey;
}
