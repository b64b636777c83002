import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SETS, type Size } from './sets';

const IDENTITY_FILE = '.identity';

/**
 * The identity of a set: a hash of the program that draws it, and of the packages that turn drawings into pixels.
 *
 * The program is what its main module imports, directly or not; a change elsewhere, e.g. of another set, leaves the identity as
 * it is. It is taken from the compiled program, in which there are no comments: rewording one redraws nothing.
 *
 * @param set A name in `SETS`.
 * @param size How many of its images: which ones are drawn is part of the identity.
 * @param dist The folder of the compiled package.
 */
export function identityOf(set: string, size: Size, dist = __dirname): string {
  const { dependencies } = JSON.parse(readFileSync(join(dist, '..', 'package.json'), 'utf8'));
  const { program, sizes } = SETS[set];
  const hash = createHash('sha256').update(JSON.stringify([dependencies, sizes[size].every]));
  for (const [path, code] of modulesOf(join(dist, program))) {
    hash.update(`\0${path.slice(dist.length)}\0${code}`);
  }
  return hash.digest('hex').slice(0, 16);
}

/** A compiled module and what it imports from this package, by path: the code of each. */
function modulesOf(module: string, found = new Map<string, string>()): Map<string, string> {
  if (found.has(module)) return found;
  const code = readFileSync(module, 'utf8');
  found.set(module, code);
  for (const [, path] of code.matchAll(/\brequire\("(\..+?)"\)/g))
    modulesOf(join(dirname(module), `${path}.js`), found);
  return found;
}

/**
 * Whether a folder holds a set as this very program draws it.
 *
 * @param set A name in `SETS`.
 * @param size How many of its images.
 * @param folder The set's folder; it may be missing.
 */
export function isDrawn(set: string, size: Size, folder: string): boolean {
  const file = join(folder, IDENTITY_FILE);
  return existsSync(file) && readFileSync(file, 'utf8') === identityOf(set, size);
}

/** Says in a folder that this program has drawn a set into it. */
export function markDrawn(folder: string, identity: string): void {
  writeFileSync(join(folder, IDENTITY_FILE), identity);
}
