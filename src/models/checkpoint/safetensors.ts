import { closeSync, openSync, readSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { FoveaError } from '../../base/errors';
import { systemReason } from '../../base/system-error';
import { byteReader } from './byte-reader';
import { ELEMENT_BYTES, type ElementType, toFloat32 } from './element-type';
import { isCounts, type NamedArrays, sizeOf } from './named-array';
import { readSource } from './source';

/** Contents of a safetensors file. */
export interface Safetensors {
  /** float32 arrays by name, in the file's order. */
  readonly tensors: NamedArrays;
  /** The file's `__metadata__`: text by name; empty if it has none. */
  readonly metadata: Readonly<Record<string, string>>;
}

interface Entry {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

const TYPES: Record<string, ElementType> = {
  F64: 'float64',
  F32: 'float32',
  F16: 'float16',
  BF16: 'bfloat16',
  I64: 'int64',
  I32: 'int32',
  I16: 'int16',
  I8: 'int8',
  U8: 'uint8',
  BOOL: 'bool',
};
const METADATA = '__metadata__';
// The format's own limit, against headers that would fill the memory.
const MAX_HEADER_BYTES = 100_000_000;

const damaged = (problem: string) =>
  new FoveaError(problem, 'It is truncated, damaged, or not a safetensors file.');

/**
 * Reads a safetensors file.
 *
 * @param source A path, or the file's bytes.
 * @returns All arrays, converted to float32 from floats of 64 or 16 bits, integers and booleans, and the metadata.
 * @throws FoveaError if the file is missing, truncated, damaged, or holds a type it does not know, naming the array.
 * @see The format: https://github.com/huggingface/safetensors#format
 */
export function readSafetensors(source: string | Uint8Array): Safetensors {
  return readSource(source, 'safetensors', parse);
}

/**
 * Reads the metadata of a safetensors file alone, which takes no longer for a large file.
 *
 * @returns Text by name; empty if it has none.
 * @throws FoveaError if the file is missing, or not a safetensors file.
 */
export function readSafetensorsMetadata(path: string): Readonly<Record<string, string>> {
  const file = openSync(path, 'r');
  try {
    const length = Buffer.alloc(8);
    readSync(file, length, 0, 8, 0);
    const header = Buffer.alloc(Number(length.readBigUInt64LE() % BigInt(MAX_HEADER_BYTES)));
    readSync(file, header, 0, header.length, 8);
    return checkedMetadata(parseHeader(header.toString())[METADATA]);
  } finally {
    closeSync(file);
  }
}

function parse(data: Uint8Array): Safetensors {
  const reader = byteReader(data);
  const headerBytes = reader.uint64();
  if (headerBytes > MAX_HEADER_BYTES) {
    throw damaged(`Expected a header of at most ${MAX_HEADER_BYTES} bytes, received ${headerBytes}.`);
  }
  const { [METADATA]: metadata, ...described } = parseHeader(reader.text(headerBytes));
  const buffer = data.subarray(reader.position);
  const entries = Object.entries(described).map(([name, entry]) => checkedEntry(name, entry));
  checkCoverage(entries, buffer.length);

  const tensors: NamedArrays = new Map();
  for (const { name, type, shape, begin, end } of entries) {
    tensors.set(name, { shape, values: toFloat32(buffer.subarray(begin, end), type, `tensor "${name}"`) });
  }
  return { tensors, metadata: checkedMetadata(metadata) };
}

function parseHeader(text: string): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(text);
  } catch (error) {
    throw damaged(`Expected a header of JSON: ${(error as Error).message}.`);
  }
  if (!isRecord(header)) throw damaged('Expected a header that is a JSON object.');
  return header;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function checkedEntry(name: string, entry: unknown): Entry {
  const { dtype, shape, data_offsets: offsets } = isRecord(entry) ? entry : {};
  const type = typeof dtype === 'string' && Object.hasOwn(TYPES, dtype) ? TYPES[dtype] : undefined;
  if (!type) {
    throw new FoveaError(
      `Expected one of the types ${Object.keys(TYPES).join(', ')} for "${name}", received ${typeof dtype === 'string' ? dtype : typeof dtype}.`,
      'Save it as F32.',
    );
  }
  if (!isCounts(shape) || !isCounts(offsets) || offsets.length !== 2) {
    throw damaged(`Expected a shape and two offsets for "${name}".`);
  }
  const [begin, end] = offsets;
  if (end - begin !== sizeOf(shape) * ELEMENT_BYTES[type]) {
    throw damaged(
      `Expected ${sizeOf(shape) * ELEMENT_BYTES[type]} bytes for "${name}" of shape [${shape.join(', ')}], received ${end - begin}.`,
    );
  }
  return { name, type, shape, begin, end };
}

// The format demands that every byte belongs to exactly one array.
function checkCoverage(entries: readonly Entry[], bufferBytes: number): void {
  let position = 0;
  for (const { name, begin, end } of [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== position) throw damaged(`Expected "${name}" at byte ${position}, received ${begin}.`);
    position = end;
  }
  if (position !== bufferBytes) {
    throw damaged(`Expected ${position} bytes of numbers, received ${bufferBytes}.`);
  }
}

function checkedMetadata(metadata: unknown): Record<string, string> {
  if (metadata === undefined) return {};
  if (!isRecord(metadata) || Object.values(metadata).some((value) => typeof value !== 'string')) {
    throw damaged(`Expected ${METADATA} to be text by name.`);
  }
  return metadata as Record<string, string>;
}

/**
 * Writes a safetensors file, all of it or nothing: a temporary file in the same folder is renamed at the end.
 *
 * @param path Where to write; an existing file is replaced. The folder must exist.
 * @param tensors Arrays by name, written as float32 in this order.
 * @param metadata Text by name, saved with the arrays; none by default.
 * @throws FoveaError if an array's shape does not fit its values, or the file cannot be written (disk full, no folder).
 */
export async function writeSafetensors(
  path: string,
  tensors: NamedArrays,
  metadata: Readonly<Record<string, string>> = {},
): Promise<void> {
  const header = headerOf(tensors, metadata);
  const temporary = `${path}.${process.pid}.part`;
  try {
    const file = await open(temporary, 'w');
    try {
      await file.writeFile(header);
      for (const { values } of tensors.values()) {
        await file.writeFile(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
      }
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    // It may not be there: its folder may be missing, or be a file.
    await rm(temporary, { force: true }).catch(() => {});
    throw new FoveaError(
      `${path} cannot be written: ${writeReason(error)}.`,
      'Check that the folder exists, that you may write to it, and that the disk is not full.',
    );
  }
}

const writeReason = (error: unknown) =>
  (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'its folder does not exist' : systemReason(error);

function headerOf(tensors: NamedArrays, metadata: Readonly<Record<string, string>>): Uint8Array {
  const entries: [string, object][] = Object.keys(metadata).length > 0 ? [[METADATA, metadata]] : [];
  let position = 0;
  for (const [name, { shape, values }] of tensors) {
    if (name === METADATA || sizeOf(shape) !== values.length) {
      throw new FoveaError(
        `Expected ${sizeOf(shape)} numbers for "${name}" of shape [${shape.join(', ')}], received ${values.length}.`,
        name === METADATA ? 'This name is reserved: rename the array.' : undefined,
      );
    }
    const end = position + values.byteLength;
    entries.push([name, { dtype: 'F32', shape, data_offsets: [position, end] }]);
    position = end;
  }
  // Spaces up to a multiple of 8 keep the numbers aligned for readers that map the file into memory.
  const json = Buffer.from(JSON.stringify(Object.fromEntries(entries)));
  const length = Math.ceil(json.length / 8) * 8;
  const header = Buffer.alloc(8 + length, ' ');
  header.writeBigUInt64LE(BigInt(length));
  json.copy(header, 8);
  return header;
}
