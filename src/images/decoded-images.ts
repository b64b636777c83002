import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { type FileHandle, open, statfs, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImageSize } from './image';

interface Decoded extends ImageSize {
  readonly pixels: Uint8Array;
}

interface StoredImage extends ImageSize {
  /** Where its bytes begin in the file. */
  readonly start: number;
  readonly length: number;
}

/** Bytes that images may take, by default. */
const DEFAULT_BYTES = 4e9;
/** The part of the free disk that they may take, by default: thirty kernels on one machine must not fill it. */
const DEFAULT_PART = 1 / 10;

// /var/tmp is on a disk, while /tmp, Node's default where TMPDIR names no other folder, may be memory.
const folder = tmpdir() === '/tmp' && existsSync('/var/tmp') ? '/var/tmp' : tmpdir();

// A temporary file without a name: it is deleted when the process ends, takes no memory of the process, and the operating system
// caches as much of it as fits into memory.
let store: Promise<{ file: FileHandle; room: number } | undefined> | undefined;
const stored = new Map<string, StoredImage>();
let end = 0;
let limit: number | undefined;

/**
 * Sets how much of the disk {@link decodeOnce} may take in this process; to be called before the first image is read.
 *
 * @param bytes 0 keeps nothing. By default 4 GB or a tenth of what is free, whichever is less.
 */
export function limitDecoded(bytes: number): void {
  limit = bytes;
}

/**
 * Decodes an image once: later calls with the same key read its pixels back.
 *
 * Pixels are kept on disk, in `TMPDIR` or the system's folder of large temporary files, as far as {@link limitDecoded} allows, and
 * never more than half of what is free there. Images beyond that are decoded each time.
 *
 * @param key Identifies the file and its state, e.g. when it was changed, and how it is decoded.
 * @param decode Reads the whole image.
 */
export async function decodeOnce(key: string, decode: () => Promise<Decoded>): Promise<Decoded> {
  const known = stored.get(key);
  if (known) return readBack(known);
  const image = await decode();
  await keep(key, image);
  return image;
}

/** Forgets all images that {@link decodeOnce} keeps. To be called while no image is being read. */
export function forgetDecoded(): void {
  stored.clear();
  end = 0;
}

async function readBack({ width, height, start, length }: StoredImage): Promise<Decoded> {
  const { file } = (await store)!;
  const pixels = Buffer.allocUnsafeSlow(length);
  await file.read(pixels, 0, length, start);
  return { width, height, pixels };
}

async function keep(key: string, { width, height, pixels }: Decoded): Promise<void> {
  store ??= openStore();
  const kept = await store;
  const start = end;
  if (!kept || start + pixels.length > kept.room) return;
  end += pixels.length;
  try {
    const { bytesWritten } = await kept.file.write(pixels, 0, pixels.length, start);
    if (bytesWritten === pixels.length) stored.set(key, { width, height, start, length: pixels.length });
  } catch {
    // The disk is full: no more images are kept.
    kept.room = 0;
  }
}

// Where nothing can or may be written, images are decoded each time.
async function openStore() {
  if (limit === 0) return undefined;
  try {
    const path = join(folder, `fovea-${randomUUID()}`);
    const file = await open(path, 'wx+', 0o600);
    await unlink(path);
    const { bavail, bsize } = await statfs(folder);
    const free = bavail * bsize;
    return { file, room: Math.min(limit ?? Math.min(DEFAULT_BYTES, free * DEFAULT_PART), free / 2) };
  } catch {
    return undefined;
  }
}
