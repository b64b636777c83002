import type { Stats } from 'node:fs';
import { open, readFile, readlink, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { types } from 'node:util';
import { described } from '../base/described';
import { FoveaError } from '../base/errors';
import { existingPath, similarName } from '../base/existing-path';
import { systemReason } from '../base/system-error';

/** What an image is decoded from: the path of a file, its `file:` URL, or the bytes of one. */
export type EncodedSource = string | URL | Uint8Array | ArrayBuffer;

/** An image file, or the bytes of one in memory, not decoded. */
export interface EncodedImage {
  /** What errors call it: a file's path. */
  readonly name: string;
  /** The file's path as it is on disk, or its bytes. */
  readonly input: string | Uint8Array;
  /** Its first bytes. */
  readonly head: Uint8Array;
  /** Identifies a file and its state: different after it was changed. Bytes in memory have none. */
  readonly version?: string;
}

/** How many bytes of an image are read to see what it is. */
const HEAD_BYTES = 4096;

/**
 * Finds an image file and reads its first bytes. A name in another Unicode form than on disk finds its file.
 *
 * @param source A path, a `file:` URL, or the bytes of a file.
 * @param name What errors call it; by default its path.
 * @throws FoveaError naming what is not there, no file, empty, or must not be read.
 */
export async function openEncoded(source: EncodedSource, name?: string): Promise<EncodedImage> {
  if (typeof source === 'string') return openFile(source, name);
  if (source instanceof URL) return openFile(pathOf(source), name);
  const bytes = bytesOf(source);
  if (!bytes) {
    throw new FoveaError(
      `Expected the path of an image, a file: URL or the bytes of a file, received ${described(source)}.`,
    );
  }
  const called = name ?? `The image of ${bytes.length} bytes`;
  if (bytes.length === 0) throw emptyImage(called);
  return { name: called, input: bytes, head: bytes.subarray(0, HEAD_BYTES) };
}

/** The bytes of a buffer; undefined for anything else. */
export function bytesOf(value: unknown): Uint8Array | undefined {
  if (types.isUint8Array(value)) return value;
  return types.isArrayBuffer(value) ? new Uint8Array(value) : undefined;
}

/**
 * Reads bytes of an image.
 *
 * @returns Fewer bytes where it ends before.
 */
export async function readAt({ input }: EncodedImage, start: number, length: number): Promise<Uint8Array> {
  if (typeof input !== 'string') return input.subarray(start, start + length);
  const handle = await open(input, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, start);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** All bytes of an image. */
export async function readWhole({ input }: EncodedImage): Promise<Uint8Array> {
  return typeof input === 'string' ? readFile(input) : input;
}

async function openFile(given: string, name = given): Promise<EncodedImage> {
  const path = await found(given, name);
  try {
    const { mtimeMs, ctimeMs, size, ...stats } = await statOf(path, name);
    if (size === 0) throw emptyImage(name);
    const head = await readAt({ name, input: path, head: new Uint8Array() }, 0, Math.min(size, HEAD_BYTES));
    return { name, input: path, head, version: `${path} ${stats.ino} ${mtimeMs} ${ctimeMs} ${size}` };
  } catch (error) {
    if (error instanceof FoveaError) throw error;
    throw unreadable(name, error);
  }
}

async function statOf(path: string, name: string): Promise<Stats> {
  const stats = await stat(path);
  if (stats.isFile()) return stats;
  if (stats.isDirectory()) {
    throw new FoveaError(
      `Expected an image, but ${name} is a folder.`,
      'List the images in it: getImageFiles(folder).',
    );
  }
  throw new FoveaError(`Expected an image, but ${name} is not a file: it is a pipe, a socket or a device.`);
}

async function found(path: string, name: string): Promise<string> {
  if (path === '' || path.includes('\0')) {
    throw new FoveaError(`Expected the path of an image, received ${described(path)}.`);
  }
  const existing = await existingPath(path).catch((error) => Promise.reject(unreadable(name, error)));
  if (existing !== undefined) return existing;
  const target = await readlink(path).catch(() => undefined);
  const similar = await similarName(path);
  const cure =
    target !== undefined
      ? `It is a link to ${target}, which is not there.`
      : similar !== undefined
        ? `There is ${similar} in its folder.`
        : 'Check the folder, or list it again.';
  throw new FoveaError(`The image ${name} was not found.`, cure);
}

function pathOf(url: URL): string {
  try {
    return fileURLToPath(url);
  } catch {
    throw new FoveaError(`Expected the path of an image or a file: URL, received ${url.href}.`);
  }
}

const emptyImage = (name: string) =>
  new FoveaError(
    `${name} could not be decoded: it is empty, 0 bytes long.`,
    'Copy or download it again, or remove it.',
  );

function unreadable(name: string, error: unknown): FoveaError {
  return new FoveaError(
    `${name} could not be read: ${systemReason(error)}.`,
    'Check that the file and its folder may be read, e.g. with "ls -l".',
  );
}
