import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { type ReadEntry, Unpack } from 'tar';
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
    await rm(temporary, { recursive: true, force: true });
  }
}

async function unpack(archive: string, into: string, limits: Required<ExtractLimits>): Promise<void> {
  let refusal: FoveaError | undefined;
  let entries = 0;
  const accept = (path: string, entry: ReadEntry) => {
    entries++;
    if (entries > limits.maxEntries) {
      refusal ??= new FoveaError(`${archive} holds more than ${limits.maxEntries} files.`);
    }
    const reason = whyHostile(path, entry, limits.maxBytes);
    if (reason)
      refusal ??= new FoveaError(`${archive} is not safe to unpack: ${JSON.stringify(path)} ${reason}.`);
    entry.mode = entry.type === 'Directory' ? 0o755 : 0o644;
    return !refusal;
  };
  const files = new Unpack({
    cwd: into,
    strict: true,
    preserveOwner: false,
    filter: (path, entry) => accept(path, entry as ReadEntry),
  });
  let failure: unknown;
  files.on('error', (error: unknown) => {
    failure ??= error;
  });
  const closed = once(files, 'close').catch(() => {});

  const source = createReadStream(archive);
  const plain = source.pipe(createGunzip());
  source.on('error', (error) => plain.destroy(error));
  let bytes = 0;
  try {
    for await (const chunk of plain as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > limits.maxBytes) {
        throw new FoveaError(`${archive} unpacks to more than ${limits.maxBytes} bytes.`);
      }
      const isReady = files.write(chunk);
      if (refusal || failure) break;
      if (!isReady) await Promise.race([once(files, 'drain'), closed]);
    }
    if (refusal || failure) throw refusal ?? failure;
    files.end();
    await closed;
    if (refusal || failure) throw refusal ?? failure;
  } catch (error) {
    throw readable(error, archive);
  } finally {
    source.destroy();
    plain.destroy();
  }
}

function whyHostile(path: string, { type, size, linkpath }: ReadEntry, maxBytes: number): string | undefined {
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
