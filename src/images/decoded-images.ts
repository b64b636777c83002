import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { type FileHandle, open, statfs, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImageSize } from './image';

interface Decoded extends ImageSize {
  readonly pixels: Uint8Array;
}

interface Place extends ImageSize {
  readonly start: number;
  readonly length: number;
}

const MOST_BYTES = 4e9;

// Where it exists, /var/tmp is on a disk; /tmp may be memory.
const folder = process.env.TMPDIR ?? (existsSync('/var/tmp') ? '/var/tmp' : tmpdir());

// A temporary file without a name: it goes when the process ends, the process stays as small as it was, and the operating
// system keeps in memory as much of it as has room there.
let store: Promise<{ file: FileHandle; room: number } | undefined> | undefined;
const places = new Map<string, Place>();
let end = 0;

/**
 * Decodes an image once: later calls with the same key read its pixels back.
 *
 * Pixels are kept on disk, in `TMPDIR` or the system's folder of large temporary files, up to 4 GB or half of what is free there;
 * the images after that are decoded each time.
 *
 * @param key Names the file and its state, e.g. when it was changed, and how it is decoded.
 * @param decode Reads the whole image.
 */
export async function decodeOnce(key: string, decode: () => Promise<Decoded>): Promise<Decoded> {
  const place = places.get(key);
  if (place) return readBack(place);
  const image = await decode();
  await keep(key, image);
  return image;
}

/** Forgets all that {@link decodeOnce} keeps, while nothing is read. */
export function forgetDecoded(): void {
  places.clear();
  end = 0;
}

async function readBack({ width, height, start, length }: Place): Promise<Decoded> {
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
    if (bytesWritten === pixels.length) places.set(key, { width, height, start, length: pixels.length });
  } catch {
    // The disk is full: what is kept so far serves on.
    kept.room = 0;
  }
}

// Where nothing can be written, images are decoded each time.
async function openStore() {
  try {
    const path = join(folder, `fovea-${randomUUID()}`);
    const file = await open(path, 'wx+', 0o600);
    await unlink(path);
    const { bavail, bsize } = await statfs(folder);
    return { file, room: Math.min(MOST_BYTES, (bavail * bsize) / 2) };
  } catch {
    return undefined;
  }
}
