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

/**
 * Takes the palette from a PNG, so that decoders, which look its colours up, return the indices.
 *
 * @param file All bytes of a PNG with a palette; not changed.
 * @throws Error if it has no palette.
 */
export function takePalette(file: Uint8Array): PalettePng {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const parts: Buffer[] = [bytes.subarray(0, 8)];
  let palette: Uint8Array | undefined;
  for (let at = 8; at + 12 <= bytes.length; ) {
    const end = at + 12 + bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (type === 'PLTE') palette = bytes.subarray(at + 8, Math.min(end, bytes.length) - 4);
    // The other chunks speak of colours.
    if (KEPT.test(type))
      parts.push(type === 'IHDR' ? greyHeader(bytes.subarray(at, end)) : bytes.subarray(at, end));
    at = end;
  }
  if (!palette) throw new Error('it has no palette');
  return { palette, indices: Buffer.concat(parts), scale: 255 / (2 ** bytes[BIT_DEPTH] - 1) };
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
