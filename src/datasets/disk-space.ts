import { statfs } from 'node:fs/promises';
import { FoveaError } from '../base/errors';
import { megabytes } from '../base/number-text';

/** What to do about a full disk. */
export const spaceCure =
  'Free some space, or set FASTAI_HOME (for weights TORCH_HOME) to a folder on another disk.';

/**
 * Checks that a disk has room before anything is written to it.
 *
 * @param folder A folder on the disk.
 * @param bytes How many bytes are needed.
 * @param what What needs them, for the error, e.g. `Unpacking pets.tgz`.
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
 * @param bytes How many bytes were still to be written.
 * @param what What was written, e.g. `Unpacking pets.tgz`.
 * @param error The file system's error.
 * @returns A FoveaError if the disk is full, else the error itself.
 */
export async function writeError(
  folder: string,
  bytes: number,
  what: string,
  error: unknown,
): Promise<unknown> {
  if (!isDiskFull(error)) return error;
  const free = megabytes(await freeBytes(folder));
  return new FoveaError(
    `${what}: the disk, or your quota on it, became full with ${megabytes(bytes)} to go; the disk has ${free} left.`,
    spaceCure,
  );
}

/**
 * Whether a write failed because the disk, or the user's quota on it, is full.
 *
 * @param error The file system's error.
 */
export function isDiskFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '');
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, blocks, bsize } = await statfs(folder);
  // Some network disks do not report their size.
  return blocks === 0 ? Number.POSITIVE_INFINITY : bavail * bsize;
}
