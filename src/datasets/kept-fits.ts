import { mkdirSync, readdirSync, rmSync, statfsSync, statSync, utimesSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { FoveaError } from '../base/errors';
import { parseNumber } from '../base/parse-number';
import { type Locations, usualLocations } from './locate';

/** Bytes that the recorded results of fits may take, by default. */
const DEFAULT_BYTES = 4e9;
/** The part of the free disk that they may take, by default. */
const DEFAULT_PART = 1 / 10;
/** A file that is being written for so long was left behind by a process that ended. */
const LEFT_BEHIND_MILLISECONDS = 3_600_000;

/** A file that holds the result of a fit. */
export interface KeptFit {
  readonly path: string;
  readonly bytes: number;
  /** When it was last written or read, in milliseconds since 1970. */
  readonly usedAt: number;
}

/** The folder in which results of fits are kept: that of the environment variable FOVEA_FITS, or `.cache/fits` in the project. */
export function keptFitsFolder(
  { environment, currentFolder, project }: Locations = usualLocations(),
): string {
  const asked = environment.FOVEA_FITS?.trim();
  return asked ? resolve(currentFolder, asked) : join(project, '.cache', 'fits');
}

/** The file for the result of a fit with this key. */
export function keptFitFile(key: string, folder = keptFitsFolder()): string {
  return join(folder, `${key}.safetensors`);
}

/** The results that are kept, those used last first. */
export function keptFits(folder = keptFitsFolder()): KeptFit[] {
  const files = namesIn(folder).filter((name) => name.endsWith('.safetensors'));
  return files
    .flatMap((name) => {
      const path = join(folder, name);
      // Another process may have removed it.
      const state = statSync(path, { throwIfNoEntry: false });
      return state ? [{ path, bytes: state.size, usedAt: state.mtimeMs }] : [];
    })
    .sort((a, b) => b.usedAt - a.usedAt);
}

/** Notes that a result was used, so that others are removed before it. */
export function noteUse(path: string): void {
  const now = new Date();
  try {
    utimesSync(path, now, now);
  } catch {
    // A folder that can only be read, e.g. shared by a whole class, keeps its order.
  }
}

/**
 * How many bytes the results may take: the gigabytes of the environment variable FOVEA_FITS_GB, or 4 GB or a tenth of what is free on
 * the disk, whichever is less. 0 keeps none and uses none.
 *
 * @throws FoveaError if FOVEA_FITS_GB is not a number of at least 0.
 */
export function keptFitsLimit(locations: Locations = usualLocations()): number {
  const asked = locations.environment.FOVEA_FITS_GB?.trim();
  if (!asked) return defaultLimit(keptFitsFolder(locations));
  const gigabytes = parseNumber(asked);
  if (gigabytes !== undefined && gigabytes >= 0) return gigabytes * 1e9;
  throw new FoveaError(
    `Expected a number of gigabytes as FOVEA_FITS_GB, received ${JSON.stringify(asked)}.`,
    'Set it to e.g. 2; 0 keeps no results of fits. Without it they take 4 GB or a tenth of the free disk, whichever is less.',
  );
}

/**
 * Makes room for another result: removes those that were used longest ago.
 *
 * @param bytes Of the new one.
 * @returns False if it is larger than all results together may be.
 */
export function makeRoom(bytes: number, limit = keptFitsLimit(), folder = keptFitsFolder()): boolean {
  if (bytes > limit) return false;
  mkdirSync(folder, { recursive: true });
  removeLeftBehind(folder);
  const fits = keptFits(folder);
  let total = fits.reduce((sum, fit) => sum + fit.bytes, bytes);
  while (total > limit) {
    const oldest = fits.pop();
    if (!oldest) break;
    rmSync(oldest.path, { force: true });
    total -= oldest.bytes;
  }
  return true;
}

/** Removes all results. Returns what was there. */
export function clearKeptFits(folder = keptFitsFolder()): KeptFit[] {
  const fits = keptFits(folder);
  for (const { path } of fits) rmSync(path, { force: true });
  removeLeftBehind(folder);
  return fits;
}

function removeLeftBehind(folder: string): void {
  for (const name of namesIn(folder).filter((one) => one.endsWith('.part'))) {
    const path = join(folder, name);
    const state = statSync(path, { throwIfNoEntry: false });
    if (state && Date.now() - state.mtimeMs > LEFT_BEHIND_MILLISECONDS) rmSync(path, { force: true });
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function defaultLimit(folder: string): number {
  for (const existing of [folder, resolve(folder, '..'), resolve(folder, '..', '..')]) {
    try {
      const { bavail, bsize } = statfsSync(existing);
      return Math.min(DEFAULT_BYTES, bavail * bsize * DEFAULT_PART);
    } catch {
      // It is not there yet: the disk is that of the folder above.
    }
  }
  return DEFAULT_BYTES;
}
