import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { FoveaError } from '../base/errors';
import { withLock } from '../datasets/lock';
import { openResponse, TransferError } from '../datasets/response';

/** How patient a download of weights is, and who watches it. */
export interface WeightsDownloadOptions {
  /** Called after every piece that arrives, with the bytes so far and in all. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Seconds the server may take to answer. Few: without a network a lecture must go on with other weights. */
  readonly answerSeconds?: number;
  /** Seconds the server may be silent in the middle. */
  readonly stallSeconds?: number;
  /** Seconds to wait before each new attempt after a broken connection. */
  readonly retrySeconds?: readonly number[];
}

/**
 * True if a file's SHA-256, in hexadecimal, begins with `prefix`; false also if there is no file.
 *
 * @throws FoveaError if it is there and cannot be read.
 */
export async function hasSha256(file: string, prefix: string): Promise<boolean> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  } catch (error) {
    const code = fileErrorCode(error);
    if (code === undefined) throw error;
    if (code === 'ENOENT' || code === 'ENOTDIR') return false;
    throw new FoveaError(`${basename(file)} could not be read (${code}).`, `Mend or remove ${file}.`);
  }
  return hash.digest('hex').startsWith(prefix);
}

/**
 * Fetches a file whose name holds the beginning of its SHA-256, as torch.hub's do. A cut download is kept beside it
 * as `.part` and gone on from; the file appears only when whole. A second process waits for the first.
 *
 * @param url Where it is.
 * @param file Where to put it; its folder is made.
 * @param sha256 The first digits of its SHA-256.
 * @throws FoveaError if the server cannot be reached, refuses, or sends something else; the file system's own error if the
 * file cannot be written.
 */
export async function downloadWeights(
  url: string,
  file: string,
  sha256: string,
  options: WeightsDownloadOptions = {},
): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await withLock(`${file}.lock`, async () => {
    if (await hasSha256(file, sha256)) return;
    const part = `${file}.part`;
    await fetchWithRetries(url, part, options);
    if (!(await hasSha256(part, sha256))) {
      await rm(part, { force: true });
      throw new FoveaError(
        `Expected a file whose SHA-256 begins with ${sha256} from ${url}, received another.`,
        'Something else was sent, e.g. a login page of the network. What came was deleted.',
      );
    }
    await rename(part, file);
  });
}

async function fetchWithRetries(
  url: string,
  part: string,
  {
    onProgress = () => {},
    answerSeconds = 4,
    stallSeconds = 30,
    retrySeconds = [1, 2, 4],
  }: WeightsDownloadOptions,
): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      const bytes = await sizeOnServer(url, answerSeconds);
      await fetchRest(url, part, bytes, { answerSeconds, stallSeconds, onProgress });
      return;
    } catch (error) {
      if (!(error instanceof TransferError)) throw error;
      if (error.kind !== 'passing') throw new FoveaError(error.message, error.cure);
      if (attempt === retrySeconds.length) {
        throw new FoveaError(
          `${url} could not be fetched. ${error.message}`,
          `${await sizeOf(part)} bytes are kept; run it again to go on from there.`,
        );
      }
      await pause(retrySeconds[attempt] * 1000);
    }
  }
}

async function sizeOnServer(url: string, answerSeconds: number): Promise<number> {
  let response: Response;
  try {
    response = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(answerSeconds * 1000) });
  } catch (error) {
    const { cause, message } = error as { message: string; cause?: { code?: string } };
    throw new TransferError(`${new URL(url).host} cannot be reached (${cause?.code ?? message}).`, 'offline');
  }
  const { status, ok, headers } = response;
  const bytes = Number(headers.get('content-length'));
  if (ok && bytes > 0) return bytes;
  throw new TransferError(
    `The server answered ${status}.`,
    status >= 500 || status === 429 ? 'passing' : 'refused',
  );
}

async function fetchRest(
  url: string,
  part: string,
  bytes: number,
  {
    answerSeconds,
    stallSeconds,
    onProgress,
  }: { answerSeconds: number; stallSeconds: number; onProgress: (done: number, total: number) => void },
): Promise<void> {
  let done = await sizeOf(part);
  if (done === bytes) return;
  if (done > bytes) {
    await rm(part);
    done = 0;
  }
  const response = await openResponse(url, { from: done, bytes, answerSeconds, stallSeconds });
  const out = await open(part, response.from === 0 ? 'w' : 'a');
  done = response.from;
  try {
    for await (const chunk of response.chunks) {
      await out.writeFile(chunk);
      done += chunk.length;
      onProgress(done, bytes);
    }
  } finally {
    await out.close();
  }
  if (done !== bytes)
    throw new TransferError(`The connection was cut at ${done} of ${bytes} bytes.`, 'passing');
}

async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}

/**
 * What the file system calls the reason of an error, e.g. `EACCES`; undefined if it is no error of the file system.
 *
 * @param error Anything thrown.
 */
export function fileErrorCode(error: unknown): string | undefined {
  const { code, syscall } = error as NodeJS.ErrnoException;
  return typeof code === 'string' && typeof syscall === 'string' ? code : undefined;
}
