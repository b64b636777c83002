import { createReadStream } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { Parser, type ReadEntry, Unpack } from 'tar';
import { FoveaError } from '../base/errors';

/** What an archive may hold. */
export interface ExtractLimits {
  /** Most files and folders. CamVid, Biwi, Pets and PASCAL hold up to 32,000. */
  readonly maxEntries?: number;
  /** Most bytes after decompression. */
  readonly maxBytes?: number;
}

const TYPES = ['File', 'OldFile', 'ContiguousFile', 'Directory'];

/**
 * Unpacks a gzipped tar archive into a new folder, which appears only when everything is in it.
 * A single folder at the archive's top becomes that folder itself, as in fastai. The archive is not trusted:
 * only plain files and folders with paths inside the folder are accepted.
 *
 * @param archive The .tgz file.
 * @param folder The folder to make. It must not exist, or be empty.
 * @param limits.maxEntries 200,000 by default.
 * @param limits.maxBytes 16 GiB by default.
 * @throws FoveaError naming the archive and the entry if it is damaged, hostile, beyond the limits, or the disk is full.
 *   Nothing is left behind.
 */
export async function extract(
  archive: string,
  folder: string,
  { maxEntries = 200_000, maxBytes = 16 * 2 ** 30 }: ExtractLimits = {},
): Promise<void> {
  await inspect(archive, { maxEntries, maxBytes });
  const temporary = join(dirname(folder), `.${basename(folder)}.unpacking`);
  await rm(temporary, { recursive: true, force: true });
  await mkdir(temporary, { recursive: true });
  try {
    await unpack(archive, temporary, { maxEntries, maxBytes });
    const top = await readdir(temporary, { withFileTypes: true });
    if (top.length === 0) throw new FoveaError(`${archive} is empty.`);
    const isWrapped = top.length === 1 && top[0].isDirectory();
    await rm(folder, { recursive: true, force: true });
    await rename(isWrapped ? join(temporary, top[0].name) : temporary, folder);
  } finally {
    // A failed unpacking may still be closing files in there.
    await rm(temporary, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  }
}

/** Reads the whole archive before anything is written: of a hostile or damaged one not a single file is made. */
async function inspect(archive: string, limits: Required<ExtractLimits>): Promise<void> {
  let refusal: FoveaError | undefined;
  let entries = 0;
  const parser = new Parser({
    strict: true,
    onReadEntry: (entry) => {
      entries++;
      if (entries > limits.maxEntries) {
        refusal ??= new FoveaError(`${archive} holds more than ${limits.maxEntries} files.`);
      }
      const reason = whyHostile(entry, limits.maxBytes);
      const name = JSON.stringify(entry.path);
      if (reason) refusal ??= new FoveaError(`${archive} is not safe to unpack: ${name} ${reason}.`);
      entry.resume();
    },
  });
  await feed(archive, parser, 'end', limits.maxBytes, () => refusal);
}

async function unpack(archive: string, into: string, limits: Required<ExtractLimits>): Promise<void> {
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
  await feed(archive, files, 'close', limits.maxBytes, () => undefined);
}

/** Decompresses the archive into a reader of tar, until it ends or `refusal` has something to say. */
async function feed(
  archive: string,
  reader: Parser,
  ending: 'end' | 'close',
  maxBytes: number,
  refusal: () => FoveaError | undefined,
): Promise<void> {
  let failure: unknown;
  reader.on('error', (error: unknown) => {
    failure ??= error;
  });
  const ended = new Promise<void>((resolve) => {
    reader.on(ending, resolve);
    reader.on('error', () => resolve());
  });
  const source = createReadStream(archive);
  const plain = source.pipe(createGunzip());
  source.on('error', (error) => plain.destroy(error));
  let bytes = 0;
  try {
    for await (const chunk of plain as AsyncIterable<Buffer>) {
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
  } catch (error) {
    throw readable(error, archive);
  } finally {
    source.destroy();
    plain.destroy();
  }
}

function whyHostile({ path, type, size, linkpath }: ReadEntry, maxBytes: number): string | undefined {
  if (!TYPES.includes(type)) return linkpath ? `is a ${type} to ${JSON.stringify(linkpath)}` : `is a ${type}`;
  if (/^(\/|[A-Za-z]:)/.test(path)) return 'is an absolute path';
  if (path.split(/[\\/]/).includes('..')) return 'leads out of the folder';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  if (/[\\\u0000-\u001f]/.test(path)) return 'has a backslash or a control character in its name';
  if (size > maxBytes) return `says it is ${size} bytes long`;
  return undefined;
}

function readable(error: unknown, archive: string): FoveaError {
  if (error instanceof FoveaError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC') {
    return new FoveaError(
      `The disk became full while unpacking ${archive}.`,
      'Free some space and run it again.',
    );
  }
  return new FoveaError(
    `${archive} is damaged or cannot be unpacked: ${message}.`,
    'Delete it and fetch it again.',
  );
}
