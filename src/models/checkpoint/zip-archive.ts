import { crc32 } from 'node:zlib';
import { FoveaError } from '../../base/errors';
import { byteReader } from './byte-reader';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
const END_BYTES = 22;
const MAX_COMMENT_BYTES = 0xffff;

/** The stored (not compressed) files of a zip archive. */
export interface ZipArchive {
  readonly names: readonly string[];
  /**
   * @returns The file's bytes, not copied; undefined if there is no file of that name.
   * @throws FoveaError if it is compressed, runs past the archive, or does not match its CRC-32.
   */
  read(name: string): Uint8Array | undefined;
}

interface Entry {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly checksum: number;
  readonly storedBytes: number;
  readonly bytes: number;
  readonly headerOffset: number;
}

const damaged = (problem: string) => new FoveaError(problem, 'It is truncated or damaged: fetch it again.');

/** True if the file starts as a zip archive does. */
export function isZip(data: Uint8Array): boolean {
  return data.length >= 4 && byteReader(data).uint32() === LOCAL_HEADER;
}

function endOfDirectory(data: Uint8Array): number {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const lowest = Math.max(0, data.length - END_BYTES - MAX_COMMENT_BYTES);
  for (let offset = data.length - END_BYTES; offset >= lowest; offset--) {
    if (view.getUint32(offset, true) === END_OF_DIRECTORY) return offset;
  }
  throw damaged('Expected the directory at the end of a zip archive and found none.');
}

function readEntry(data: Uint8Array, start: number): { entry: Entry; next: number } {
  const reader = byteReader(data, start);
  if (reader.uint32() !== DIRECTORY_ENTRY) {
    throw damaged(`Expected an entry of the zip archive's directory at byte ${start}.`);
  }
  reader.bytes(4);
  const flags = reader.uint16();
  const method = reader.uint16();
  reader.bytes(4);
  const checksum = reader.uint32();
  const storedBytes = reader.uint32();
  const bytes = reader.uint32();
  const [nameBytes, extraBytes, commentBytes] = [reader.uint16(), reader.uint16(), reader.uint16()];
  reader.bytes(8);
  const headerOffset = reader.uint32();
  const name = reader.text(nameBytes);
  reader.bytes(extraBytes + commentBytes);
  return {
    entry: { name, flags, method, checksum, storedBytes, bytes, headerOffset },
    next: reader.position,
  };
}

function readStored(data: Uint8Array, entry: Entry): Uint8Array {
  const { name, method, flags } = entry;
  if (method !== 0 || flags & 1 || entry.storedBytes !== entry.bytes) {
    throw new FoveaError(
      `Expected "${name}" to be stored in the zip archive as it is, received compression method ${method}.`,
      'PyTorch stores without compression: this archive was packed by another program.',
    );
  }
  const reader = byteReader(data, entry.headerOffset);
  if (reader.uint32() !== LOCAL_HEADER) throw damaged(`Expected the header of "${name}" in the zip archive.`);
  reader.bytes(22);
  const [nameBytes, extraBytes] = [reader.uint16(), reader.uint16()];
  const localName = reader.text(nameBytes);
  reader.bytes(extraBytes);
  const contents = reader.bytes(entry.bytes);
  if (localName !== name || crc32(contents) !== entry.checksum) {
    throw damaged(`Expected "${name}" in the zip archive to match its name and CRC-32; it does not.`);
  }
  return contents;
}

/**
 * Reads the directory of a zip archive of up to 4 GB.
 *
 * @param data The whole archive. Not copied.
 * @throws FoveaError if the directory is missing, damaged, names a file twice, or files overlap.
 */
export function openZip(data: Uint8Array): ZipArchive {
  const end = endOfDirectory(data);
  const reader = byteReader(data, end + 10);
  const numEntries = reader.uint16();
  reader.uint32();
  const directoryOffset = reader.uint32();

  const entries = new Map<string, Entry>();
  let position = directoryOffset;
  let totalBytes = 0;
  for (let i = 0; i < numEntries; i++) {
    const { entry, next } = readEntry(data, position);
    if (entries.has(entry.name)) throw damaged(`Expected one "${entry.name}" in the zip archive, found two.`);
    entries.set(entry.name, entry);
    position = next;
    totalBytes += entry.bytes;
    if (totalBytes > data.length) throw damaged('Expected files in the zip archive that do not overlap.');
  }
  return {
    names: [...entries.keys()],
    read: (name) => {
      const entry = entries.get(name);
      return entry && readStored(data, entry);
    },
  };
}
