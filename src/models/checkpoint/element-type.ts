import { FoveaError } from '../../base/errors';

/** The types of numbers that files of weights hold, by PyTorch's names. */
export type ElementType =
  | 'float64'
  | 'float32'
  | 'float16'
  | 'bfloat16'
  | 'int64'
  | 'int32'
  | 'int16'
  | 'int8'
  | 'uint8'
  | 'bool'
  | 'complex64'
  | 'complex128';

/** Bytes of one number of each type. */
export const ELEMENT_BYTES: Record<ElementType, number> = {
  float64: 8,
  float32: 4,
  float16: 2,
  bfloat16: 2,
  int64: 8,
  int32: 4,
  int16: 2,
  int8: 1,
  uint8: 1,
  bool: 1,
  complex64: 8,
  complex128: 16,
};

function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

// A bfloat16 is the upper half of a float32.
const pattern = new Uint32Array(1);
const asFloat = new Float32Array(pattern.buffer);
function bfloatToNumber(bits: number): number {
  pattern[0] = bits << 16;
  return asFloat[0];
}

/** Reads the number at a byte offset. */
export type ElementReader = (view: DataView, offset: number) => number;

const READERS: Partial<Record<ElementType, ElementReader>> = {
  float64: (view, offset) => view.getFloat64(offset, true),
  float32: (view, offset) => view.getFloat32(offset, true),
  float16: (view, offset) => halfToNumber(view.getUint16(offset, true)),
  bfloat16: (view, offset) => bfloatToNumber(view.getUint16(offset, true)),
  int64: (view, offset) => Number(view.getBigInt64(offset, true)),
  int32: (view, offset) => view.getInt32(offset, true),
  int16: (view, offset) => view.getInt16(offset, true),
  int8: (view, offset) => view.getInt8(offset),
  uint8: (view, offset) => view.getUint8(offset),
  bool: (view, offset) => view.getUint8(offset),
};

/**
 * How one number of a type is read.
 *
 * @param what Names the numbers in errors, e.g. `tensor "fc.weight"`.
 * @returns Its value as float64; int64 beyond 2^53 is rounded.
 * @throws FoveaError naming the type if it is not real (complex numbers).
 */
export function elementReader(type: ElementType, what: string): ElementReader {
  const read = READERS[type];
  if (!read)
    throw new FoveaError(`Expected real numbers in ${what}, received ${type}.`, 'Save it as float32.');
  return read;
}

/**
 * Numbers of any real type as float32, rounded where float32 holds less.
 *
 * @param bytes Little-endian numbers, whole ones only.
 * @param type Their type.
 * @param what Names them in errors, e.g. `tensor "fc.weight"`.
 * @returns A new array of as many numbers.
 * @throws FoveaError naming the type if it is not real (complex numbers).
 */
export function toFloat32(bytes: Uint8Array, type: ElementType, what: string): Float32Array {
  const read = elementReader(type, what);
  const values = new Float32Array(bytes.length / ELEMENT_BYTES[type]);
  if (type === 'float32') {
    new Uint8Array(values.buffer).set(bytes);
    return values;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let i = 0; i < values.length; i++) values[i] = read(view, i * ELEMENT_BYTES[type]);
  return values;
}
