import { type FileHandle, mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { stopwatch } from '../base/clock';
import { FoveaError } from '../base/errors';
import type { Checksum } from './checksum';
import { requireSpace, writeError } from './disk-space';
import type { TransferProgress } from './progress-lines';
import { openResponse } from './response';
import { TransferError } from './transfer-error';

/** Time limits and retries of a download. */
export interface Patience {
  /**
   * Seconds to wait before each further attempt, counted anew after every attempt in which bytes arrived. A server in trouble has
   * half a minute to recover.
   *
   * @defaultValue [1, 2, 4, 8, 16]
   */
  readonly retrySeconds?: readonly number[];
  /**
   * Seconds that the server may take to connect, and then to answer.
   *
   * @defaultValue 10
   */
  readonly answerSeconds?: number;
  /**
   * Seconds that the server may send nothing while it answers.
   *
   * @defaultValue 30
   */
  readonly stallSeconds?: number;
}

/** Options of {@link download}. */
export interface DownloadOptions extends Patience {
  /** Called after each chunk that arrives. */
  readonly onProgress?: (progress: TransferProgress) => void;
  /**
   * Bytes of the disk that must be left after the download, e.g. for unpacking it.
   *
   * @defaultValue 0
   */
  readonly spareBytes?: number;
  /** Ends the download. The bytes that arrived are kept. */
  readonly signal?: AbortSignal;
}

/** What is known of a file before it is downloaded. */
export interface Expected {
  /** Its address, http or https. */
  readonly url: string;
  /** Its size; undefined if only the server knows it. */
  readonly bytes?: number;
  /** Its checksum. */
  readonly checksum: Checksum;
}

type Attempt = Required<Pick<DownloadOptions, 'answerSeconds' | 'stallSeconds' | 'spareBytes'>> &
  Pick<DownloadOptions, 'signal'> & { readonly onBytes: (done: number, total: number) => void };

/**
 * Downloads a file whose checksum is known. The bytes that arrive are kept beside it as `.part`. After a broken connection, or in a
 * later process, the download is resumed from there if the server still has the same version. The file itself appears only when it is
 * complete and its size and checksum are right.
 *
 * @param expected The address, size and checksum.
 * @param file Path of the file. Its folder is made if missing. If the file is there with the right size and checksum, nothing is
 *   downloaded.
 * @throws FoveaError if the server refuses, sends something else or cannot be reached, or the disk is full; the file system's own error
 *   if the file cannot be written for another reason; the signal's reason.
 */
export async function download(
  expected: Expected,
  file: string,
  {
    onProgress = () => {},
    retrySeconds = [1, 2, 4, 8, 16],
    answerSeconds = 10,
    stallSeconds = 30,
    spareBytes = 0,
    signal,
  }: DownloadOptions = {},
): Promise<void> {
  if (await isWhole(expected, file)) return;
  const part = `${file}.part`;
  await mkdir(dirname(file), { recursive: true });
  const onBytes = speedometer(await sizeOf(part), onProgress);
  let failures = 0;
  let isReached = false;
  for (;;) {
    const before = await sizeOf(part);
    try {
      await fetchRest(expected, part, { answerSeconds, stallSeconds, spareBytes, signal, onBytes });
      break;
    } catch (error) {
      if (!(error instanceof TransferError)) throw error;
      const done = await sizeOf(part);
      const hasGained = done > before;
      isReached ||= hasGained || error.kind === 'temporary';
      if (hasGained) failures = 0;
      // Without a network every attempt would fail in the same way: stop at once, not after half a minute.
      const isHopeless = error.kind === 'refused' || (error.kind === 'offline' && !isReached);
      if (isHopeless || failures === retrySeconds.length) throw giveUp(error, done, expected.bytes);
      await pause(retrySeconds[failures++] * 1000, undefined, { signal });
    }
  }
  await requireWhole(expected, part);
  await rename(part, file);
  await rm(versionFile(part), { force: true });
}

/** Where the version of a `.part` is kept: a later process must not append bytes of another version. */
const versionFile = (part: string) => `${part}.etag`;

async function fetchRest(expected: Expected, part: string, attempt: Attempt): Promise<void> {
  const { url, checksum } = expected;
  const { spareBytes, onBytes, ...asked } = attempt;
  let done = await sizeOf(part);
  if (expected.bytes !== undefined && done > expected.bytes) {
    await rm(part);
    done = 0;
  }
  // All bytes had arrived when an earlier process ended, but the file was not renamed yet.
  const isAll =
    expected.bytes === undefined ? done > 0 && (await checksumFits(checksum, part)) : done === expected.bytes;
  if (isAll) return;
  const version = done > 0 ? await readFile(versionFile(part), 'utf8').catch(() => undefined) : undefined;
  const response = await openResponse(url, { from: done, bytes: expected.bytes, version, ...asked });
  try {
    const kept = response.from;
    const { bytes } = response;
    await requireSpace(dirname(part), bytes - kept + spareBytes, `Fetching ${nameOf(part)}`);
    if (kept === 0) await startPart(part, response.version);
    const out = await open(part, 'a');
    done = kept;
    try {
      for await (const chunk of response.chunks) {
        if (done + chunk.length > bytes) {
          throw new TransferError(`${url} sends more than ${bytes} bytes.`, 'refused');
        }
        await write(out, chunk, part, bytes - done);
        done += chunk.length;
        onBytes(done, bytes);
      }
      // Before the file gets its name: after a power cut a file of that name must not have other bytes.
      await out.sync();
    } finally {
      await out.close();
    }
    if (done < bytes) throw new TransferError(`${url} was cut at ${done} of ${bytes} bytes.`, 'temporary');
  } finally {
    response.close();
  }
}

async function startPart(part: string, version: string | undefined): Promise<void> {
  await rm(part, { force: true });
  if (version) await writeFile(versionFile(part), version);
  else await rm(versionFile(part), { force: true });
}

async function write(out: FileHandle, chunk: Uint8Array, part: string, bytesLeft: number): Promise<void> {
  try {
    await out.writeFile(chunk);
  } catch (error) {
    throw await writeError(dirname(part), bytesLeft, `Fetching ${nameOf(part)}`, error);
  }
}

async function requireWhole(expected: Expected, part: string): Promise<void> {
  if (await isWhole(expected, part)) return;
  const { url, bytes, checksum } = expected;
  const [size, digits] = [await sizeOf(part), await checksum.of(part)];
  await rm(part, { force: true });
  await rm(versionFile(part), { force: true });
  throw new FoveaError(
    `Expected ${bytes ?? size} bytes whose ${checksum.name} is ${checksum.digits} from ${url}, received ${size} bytes with ${digits.slice(0, checksum.digits.length)}.`,
    'Something else was sent, e.g. a login page of the network, or the file has changed. The download was deleted.',
  );
}

function speedometer(kept: number, onProgress: (progress: TransferProgress) => void) {
  const elapsed = stopwatch();
  let begin = kept;
  return (done: number, total: number) => {
    // The server may have started over, from byte 0.
    begin = Math.min(begin, done);
    const seconds = Math.max(elapsed(), 0.001);
    onProgress({ done, total, bytesPerSecond: (done - begin) / seconds });
  };
}

function giveUp(error: TransferError, done: number, bytes: number | undefined): FoveaError {
  const all = bytes === undefined ? '' : ` of ${bytes}`;
  const kept = done > 0 ? `${done}${all} bytes are kept; run it again to go on from there.` : undefined;
  return new FoveaError(error.message, [error.cure, kept].filter(Boolean).join(' ') || undefined);
}

const nameOf = (part: string) => basename(part, '.part');

/**
 * Whether a file has the expected size and checksum.
 *
 * @param expected Size in bytes and checksum.
 * @param file Path of the file. It need not exist.
 */
export async function isWhole({ bytes, checksum }: Omit<Expected, 'url'>, file: string): Promise<boolean> {
  const size = await sizeOf(file);
  return size > 0 && (bytes === undefined || size === bytes) && checksumFits(checksum, file);
}

async function checksumFits(checksum: Checksum, file: string): Promise<boolean> {
  return (await checksum.of(file)).startsWith(checksum.digits);
}

async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}
