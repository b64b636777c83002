import { createReadStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { Parser, type ReadEntry, Unpack } from 'tar';
import { FoveaError } from '../base/errors';
import { requireSpace, writeError } from './disk-space';
import type { TransferProgress } from './progress-lines';

/** Options of {@link extract}. */
export interface ExtractOptions {
  /**
   * Largest number of files and folders. CamVid, Biwi, Pets and PASCAL have up to 32,000.
   *
   * @defaultValue 200_000
   */
  readonly maxEntries?: number;
  /**
   * Largest number of bytes after decompression.
   *
   * @defaultValue 16 * 2 ** 30
   */
  readonly maxBytes?: number;
  /**
   * Whether to delete the archive if it is damaged, so that it is downloaded again the next time.
   *
   * @defaultValue false
   */
  readonly discardDamaged?: boolean;
  /** Called while the archive is read. It is read twice, to inspect and to unpack it: `total` is twice its size. */
  readonly onProgress?: (progress: TransferProgress) => void;
  /** Ends the unpacking. Nothing of it is left behind. */
  readonly signal?: AbortSignal;
}

interface Reading {
  readonly archive: string;
  readonly maxEntries: number;
  readonly maxBytes: number;
  readonly onBytes: (count: number) => void;
  readonly signal?: AbortSignal;
}

const CLASHES = ['EEXIST', 'EISDIR', 'ENOTDIR'];
const TYPES = ['File', 'OldFile', 'ContiguousFile', 'Directory'];

/**
 * Unpacks a gzipped tar archive into a new folder, which appears only when it is complete. A single folder at the archive's top
 * becomes that folder itself, as in fastai. The archive is not trusted: only plain files and folders with paths inside the folder are
 * accepted.
 *
 * @param archive Path of the .tgz file.
 * @param folder Path of the folder to make. It must not exist, or be empty.
 * @throws FoveaError naming the archive and the entry if it is damaged, hostile or beyond the limits, or the disk is full; the file
 *   system's own error if the folder cannot be written for another reason; the signal's reason. Nothing is left behind.
 */
export async function extract(
  archive: string,
  folder: string,
  {
    maxEntries = 200_000,
    maxBytes = 16 * 2 ** 30,
    discardDamaged = false,
    onProgress = () => {},
    signal,
  }: ExtractOptions = {},
): Promise<void> {
  const total = 2 * (await stat(archive)).size;
  let done = 0;
  const onBytes = (count: number) => {
    done += count;
    onProgress({ done, total });
  };
  const reading = { archive, maxEntries, maxBytes, onBytes, signal };
  const temporary = join(dirname(folder), `.${basename(folder)}.unpacking`);
  const what = `Unpacking ${basename(archive)}`;
  let bytes = 0;
  try {
    bytes = await inspect(reading);
    await rm(temporary, { recursive: true, force: true });
    await mkdir(temporary, { recursive: true });
    await requireSpace(temporary, bytes, what);
    await unpack(reading, temporary);
    const top = await readdir(temporary, { withFileTypes: true });
    if (top.length === 0) throw new FoveaError(`${archive} is empty.`);
    const isWrapped = top.length === 1 && top[0].isDirectory();
    await rm(folder, { recursive: true, force: true });
    await rename(isWrapped ? join(temporary, top[0].name) : temporary, folder);
  } catch (error) {
    if (!isDamage(error)) throw await writeError(dirname(folder), bytes, what, error);
    if (discardDamaged) await rm(archive, { force: true });
    throw new FoveaError(
      `${archive} is damaged: ${(error as Error).message}.`,
      discardDamaged ? 'It was deleted: run it again to fetch it anew.' : 'Delete it and fetch it again.',
    );
  } finally {
    // A failed unpacking may still be closing files in there.
    await rm(temporary, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  }
}

/**
 * Reads the whole archive before anything is written, so that no file of a hostile or damaged one is made.
 *
 * @returns The number of bytes it unpacks to.
 */
async function inspect(reading: Reading): Promise<number> {
  const { archive, maxEntries, maxBytes } = reading;
  let refusal: FoveaError | undefined;
  let entries = 0;
  let bytes = 0;
  const look = (entry: ReadEntry) => {
    entries++;
    bytes += entry.size;
    if (entries > maxEntries) refusal ??= new FoveaError(`${archive} holds more than ${maxEntries} files.`);
    const reason = whyHostile(entry, maxBytes);
    const name = JSON.stringify(entry.path);
    if (reason) refusal ??= new FoveaError(`${archive} is not safe to unpack: ${name} ${reason}.`);
    entry.resume();
  };
  const parser = new Parser({ strict: true, onReadEntry: look });
  // Entries that tar does not unpack, e.g. sparse files: without them the set would not be complete.
  parser.on('ignoredEntry', look);
  await feed(reading, parser, 'end', () => refusal);
  return bytes;
}

async function unpack(reading: Reading, into: string): Promise<void> {
  const files = new Unpack({
    cwd: into,
    strict: true,
    preserveOwner: false,
    filter: (_path, entry) => {
      const { type } = entry as ReadEntry;
      (entry as ReadEntry).mode = type === 'Directory' ? 0o755 : 0o644;
      return true;
    },
  });
  try {
    await feed(reading, files, 'close', () => undefined);
  } catch (error) {
    if (!CLASHES.includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    throw new FoveaError(`${reading.archive} is not safe to unpack: two entries have one path.`);
  }
}

/** Decompresses the archive into a tar reader, until it ends or `refusal` returns an error. */
async function feed(
  { archive, maxBytes, onBytes, signal }: Reading,
  reader: Parser,
  ending: 'end' | 'close',
  refusal: () => FoveaError | undefined,
): Promise<void> {
  let failure: unknown;
  const ended = new Promise<void>((resolve) => {
    reader.on(ending, resolve);
    reader.on('error', (error: unknown) => {
      failure ??= error;
      resolve();
    });
  });
  const source = createReadStream(archive);
  const plain = source.pipe(createGunzip());
  source.on('error', (error) => plain.destroy(error));
  source.on('data', (chunk) => onBytes(chunk.length));
  let bytes = 0;
  try {
    for await (const chunk of plain as AsyncIterable<Buffer>) {
      signal?.throwIfAborted();
      bytes += chunk.length;
      if (bytes > maxBytes) throw new FoveaError(`${archive} unpacks to more than ${maxBytes} bytes.`);
      const isReady = reader.write(chunk);
      if (refusal() || failure) break;
      if (!isReady) await Promise.race([new Promise((resolve) => reader.once('drain', resolve)), ended]);
    }
    if (!refusal() && !failure) {
      reader.end();
      await ended;
    }
    if (refusal() || failure) throw refusal() ?? failure;
  } finally {
    source.destroy();
    plain.destroy();
  }
}

function whyHostile({ path, type, size, linkpath }: ReadEntry, maxBytes: number): string | undefined {
  if (!TYPES.includes(type)) {
    return linkpath ? `is a ${type} to ${JSON.stringify(linkpath)}` : `is a ${type}`;
  }
  if (/^(\/|[A-Za-z]:)/.test(path)) return 'is an absolute path';
  if (path.split(/[\\/]/).includes('..')) return 'leads out of the folder';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  if (/[\\\u0000-\u001f]/.test(path)) return 'has a backslash or a control character in its name';
  if (size > maxBytes) return `says it is ${size} bytes long`;
  return undefined;
}

/** Whether the archive is damaged: the error is not the file system's, not a FoveaError and not an interrupt. */
function isDamage(error: unknown): boolean {
  const { syscall, name } = error as NodeJS.ErrnoException;
  return !(error instanceof FoveaError) && syscall === undefined && name !== 'AbortError';
}
