import { createHash } from 'node:crypto';
import { type FileHandle, mkdir, open, rename, rm, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { FoveaError } from '../base/errors';
import { openResponse, TransferError } from './response';

/** What a download has come to. */
export interface DownloadProgress {
  /** Bytes on disk, those of an earlier, interrupted download included. */
  readonly done: number;
  /** Bytes in all. */
  readonly total: number;
  /** Speed since the download was taken up. */
  readonly bytesPerSecond: number;
}

/** How patient a download is. */
export interface DownloadOptions {
  /** Called after every piece that arrives. */
  readonly onProgress?: (progress: DownloadProgress) => void;
  /** Seconds to wait before each new attempt without progress between; as many attempts as there are entries, plus one. */
  readonly retrySeconds?: readonly number[];
  /** Seconds the server may take to answer. */
  readonly answerSeconds?: number;
  /** Seconds the server may be silent in the middle. */
  readonly stallSeconds?: number;
}

/** What is known of a file before it is fetched. */
export interface Expected {
  readonly url: string;
  readonly bytes: number;
  readonly md5OfFirstMiB: string;
}

const MIB = 2 ** 20;

/**
 * Fetches a file whose size and sum are known. What came before a cut is kept beside it as `.part` and gone on from;
 * the file itself appears only when it is whole and its size and sum are right.
 *
 * @param expected The address, size in bytes and MD5 of the first 2^20 bytes.
 * @param file Where to put it. Already there with the right size and sum: nothing is fetched.
 * @param options.retrySeconds 1, 2, 4, 8, 16 by default: a server in trouble has half a minute to recover.
 * @throws FoveaError if the server refuses, sends something else, cannot be reached, or the disk is full.
 */
export async function download(
  expected: Expected,
  file: string,
  {
    onProgress = () => {},
    retrySeconds = [1, 2, 4, 8, 16],
    answerSeconds = 15,
    stallSeconds = 30,
  }: DownloadOptions = {},
): Promise<void> {
  if (await isWhole(expected, file)) return;
  const part = `${file}.part`;
  await mkdir(dirname(file), { recursive: true });
  await requireSpace(expected.bytes - (await sizeOf(part)), file);

  const began = { at: performance.now(), size: await sizeOf(part) };
  const report = (done: number) => {
    const seconds = Math.max((performance.now() - began.at) / 1000, 0.001);
    onProgress({ done, total: expected.bytes, bytesPerSecond: Math.max(done - began.size, 0) / seconds });
  };
  let failures = 0;
  let isReached = false;
  for (;;) {
    const before = await sizeOf(part);
    try {
      await fetchRest(expected, part, { answerSeconds, stallSeconds, report });
      break;
    } catch (error) {
      if (!(error instanceof TransferError)) throw error;
      const hasGained = (await sizeOf(part)) > before;
      isReached ||= hasGained || error.kind === 'passing';
      if (hasGained) failures = 0;
      // Without a network every attempt would fail alike: say so at once rather than in half a minute.
      const isHopeless = error.kind === 'refused' || (error.kind === 'offline' && !isReached);
      if (isHopeless || failures === retrySeconds.length) throw giveUp(expected, error, await sizeOf(part));
      await pause(retrySeconds[failures++] * 1000);
    }
  }
  if (!(await isWhole(expected, part))) {
    const [size, sum] = [await sizeOf(part), await md5OfFirstMiB(part)];
    await rm(part, { force: true });
    throw new FoveaError(
      `Expected ${expected.bytes} bytes with MD5 ${expected.md5OfFirstMiB} (first MiB) from ${expected.url}, received ${size} bytes with ${sum}.`,
      'Something else was sent, e.g. a login page of the network, or the file has changed. What came was deleted.',
    );
  }
  await rename(part, file);
}

interface Attempt {
  answerSeconds: number;
  stallSeconds: number;
  report: (done: number) => void;
}

async function fetchRest(expected: Expected, part: string, attempt: Attempt): Promise<void> {
  let done = await sizeOf(part);
  if (done === expected.bytes) return;
  if (done > expected.bytes) {
    await rm(part);
    done = 0;
  }
  const response = await openResponse(expected.url, { from: done, bytes: expected.bytes, ...attempt });
  if (response.from !== done) await rm(part, { force: true });
  done = response.from;
  const out = await open(part, 'a');
  try {
    for await (const chunk of response.chunks) {
      done += chunk.length;
      if (done > expected.bytes) {
        throw new TransferError(`${expected.url} sends more than ${expected.bytes} bytes.`, 'refused');
      }
      await write(out, chunk, part);
      attempt.report(done);
    }
  } finally {
    await out.close();
  }
  if (done < expected.bytes) {
    throw new TransferError(`${expected.url} was cut at ${done} of ${expected.bytes} bytes.`, 'passing');
  }
}

async function write(out: FileHandle, chunk: Uint8Array, part: string): Promise<void> {
  try {
    await out.writeFile(chunk);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    throw new FoveaError(
      `The disk became full while writing ${part}.`,
      'Free some space and run it again: it goes on from here.',
    );
  }
}

function giveUp({ bytes }: Expected, error: TransferError, done: number): FoveaError {
  const kept = done > 0 ? `${done} of ${bytes} bytes are kept; run it again to go on from there.` : undefined;
  return new FoveaError(error.message, [error.cure, kept].filter(Boolean).join(' ') || undefined);
}

async function requireSpace(bytes: number, file: string): Promise<void> {
  const { bavail, bsize } = await statfs(dirname(file));
  if (bavail * bsize < bytes) {
    throw new FoveaError(
      `${file} needs ${Math.ceil(bytes / 1e6)} MB, the disk has ${Math.floor((bavail * bsize) / 1e6)} MB left.`,
      'Free some space, or set FASTAI_HOME to a folder on another disk.',
    );
  }
}

/**
 * Whether a file has the expected size and sum.
 *
 * @param expected Size in bytes and MD5 of the first 2^20 bytes.
 * @param file The file; it need not exist.
 */
export async function isWhole(expected: Expected, file: string): Promise<boolean> {
  return (await sizeOf(file)) === expected.bytes && (await md5OfFirstMiB(file)) === expected.md5OfFirstMiB;
}

async function md5OfFirstMiB(file: string): Promise<string> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(MIB), 0, MIB, 0);
    return createHash('md5').update(buffer.subarray(0, bytesRead)).digest('hex');
  } finally {
    await handle.close();
  }
}

async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}
