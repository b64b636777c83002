import { FoveaError } from '../../base/errors';

const text = new TextDecoder('utf-8', { fatal: true });

/** Reads little-endian numbers and text one after another, and never past the end. */
export interface ByteReader {
  /** Offset of the next byte. */
  readonly position: number;
  /** The next `count` bytes, not copied. */
  bytes(count: number): Uint8Array;
  uint8(): number;
  uint16(): number;
  int32(): number;
  uint32(): number;
  /** An unsigned 64-bit number, refused beyond 2^53. */
  uint64(): number;
  /** A big-endian double, as pickle writes its floats. */
  float64BigEndian(): number;
  /** `count` bytes of UTF-8. */
  text(count: number): string;
  /** UTF-8 up to the next line feed, which is skipped. */
  line(): string;
}

/**
 * @param data The whole file. Not copied.
 * @param start Offset of the first byte to read.
 * @returns A reader whose every method throws FoveaError rather than read past the end.
 */
export function byteReader(data: Uint8Array, start = 0): ByteReader {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  let position = start;

  const take = (count: number) => {
    if (count > data.length - position) {
      throw new FoveaError(
        `Expected ${count} more bytes at byte ${position}, but the data ends at byte ${data.length}.`,
        'It is truncated or damaged: fetch it again.',
      );
    }
    position += count;
    return position - count;
  };
  const bytes = (count: number) => {
    const from = take(count);
    return data.subarray(from, from + count);
  };
  const decode = (encoded: Uint8Array) => {
    try {
      return text.decode(encoded);
    } catch {
      throw new FoveaError(`Expected UTF-8 text before byte ${position}.`, 'It is damaged: fetch it again.');
    }
  };

  return {
    get position() {
      return position;
    },
    bytes,
    uint8: () => view.getUint8(take(1)),
    uint16: () => view.getUint16(take(2), true),
    int32: () => view.getInt32(take(4), true),
    uint32: () => view.getUint32(take(4), true),
    uint64: () => {
      const value = view.getBigUint64(take(8), true);
      if (value > BigInt(Number.MAX_SAFE_INTEGER)) {
        throw new FoveaError(`Expected a size before byte ${position}, received ${value}.`, 'It is damaged.');
      }
      return Number(value);
    },
    float64BigEndian: () => view.getFloat64(take(8), false),
    text: (count) => decode(bytes(count)),
    line: () => {
      const end = data.indexOf(10, position);
      const encoded = bytes((end < 0 ? data.length : end) - position);
      take(1);
      return decode(encoded);
    },
  };
}
