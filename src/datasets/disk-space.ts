import { statfs } from 'node:fs/promises';
import { FoveaError } from '../base/errors';
import { megabytes } from './progress-lines';

/** What to do about a full disk. */
export const spaceCure =
  'Free some space, or set FASTAI_HOME (for weights TORCH_HOME) to a folder on another disk.';

/**
 * Checks that a disk has room before anything is written to it.
 *
 * @param folder A folder on the disk.
 * @param bytes How much is needed.
 * @param what What needs it, for the error, e.g. `Unpacking pets.tgz`.
 * @throws FoveaError saying how much is needed and how much is free.
 */
export async function requireSpace(folder: string, bytes: number, what: string): Promise<void> {
  const free = await freeBytes(folder);
  if (free >= bytes) return;
  throw new FoveaError(`${what} needs ${megabytes(bytes)}, the disk has ${megabytes(free)} left.`, spaceCure);
}

/**
 * The error for a write that failed.
 *
 * @param folder A folder on the disk.
 * @param bytes How much was still to be written; undefined if not known.
 * @param what What was written, e.g. `Unpacking pets.tgz`.
 * @param error What the file system said.
 * @returns A FoveaError if the disk is full, else the error itself.
 */
export async function writeError(
  folder: string,
  bytes: number,
  what: string,
  error: unknown,
): Promise<unknown> {
  if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') return error;
  const free = megabytes(await freeBytes(folder));
  return new FoveaError(
    `${what}: the disk became full with ${megabytes(bytes)} to go; ${free} are left.`,
    spaceCure,
  );
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
