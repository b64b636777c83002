import { existsSync, readdirSync, readlinkSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where kernels keep decoded images, as in `src/images/decoded-images.ts`. */
const FOLDER = tmpdir() === '/tmp' && existsSync('/var/tmp') ? '/var/tmp' : tmpdir();

// As base/parse-number.ts reads numbers. Number() would take "0x1f", " " and "Infinity", too.
const isGigabytes = (text) => /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) && Number(text) >= 0;

/** What may not be read: another user's process, or one that has ended meanwhile. */
function orNothing(read) {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** Bytes on disk of the files without a name in which the running kernels keep decoded images: `du` cannot see them. */
function bytesHeld(folder) {
  let bytes = 0;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const descriptors = join('/proc', pid, 'fd');
    for (const name of orNothing(() => readdirSync(descriptors)) ?? []) {
      const path = join(descriptors, name);
      const target = orNothing(() => readlinkSync(path)) ?? '';
      if (!target.startsWith(join(folder, 'fovea-')) || !target.endsWith(' (deleted)')) continue;
      bytes += 512 * (orNothing(() => statSync(path).blocks) ?? 0);
    }
  }
  return bytes;
}

/**
 * Where decoded images are kept, how much they may take, and how much they take now. Of a limit that the library refuses, as
 * `src/datasets/image-cache.ts` does, it says so.
 */
export function imageCache({ FOVEA_CACHE_GB: limit } = process.env, { folder = FOLDER } = {}) {
  if (limit && !isGigabytes(limit)) {
    return `FOVEA_CACHE_GB is ${JSON.stringify(limit)}, not a number of gigabytes: importing fovea fails. Set it to e.g. 2, or unset it`;
  }
  const most = limit ? `${limit} GB` : '4 GB, or a tenth of what is free,';
  const allowed = `at most ${most} for each kernel${limit ? ' (FOVEA_CACHE_GB)' : '; FOVEA_CACHE_GB sets a limit'}`;
  return `decoded images in ${folder}, ${allowed}; now ${(bytesHeld(folder) / 1e9).toFixed(1)} GB`;
}
