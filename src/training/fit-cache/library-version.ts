import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { nativeKernels, nativeKernelsFile } from '../../tensorflow/native-kernels';

/** What of the library's folder cannot change what a fit computes. */
const OTHER = /^(cli|setup)[\\/]|\.d\.ts$|\.map$/;

let known: string | undefined;

/**
 * A text that changes with every change of the library's code, its compiled kernels, or the versions of what it depends on: a number of a
 * version would not tell between two states of a clone.
 */
export function libraryVersion(): string {
  known ??= digestOfLibrary();
  return known;
}

function digestOfLibrary(): string {
  const library = resolve(__dirname, '..', '..');
  const hash = createHash('sha256');
  const code = readdirSync(library, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.[jt]s$/.test(name) && !OTHER.test(name))
    .sort();
  for (const name of code) hash.update(`${name}\n`).update(readFileSync(join(library, name)));
  const versions = join(library, '..', 'package-lock.json');
  if (existsSync(versions)) hash.update(readFileSync(versions));
  if (nativeKernels()) hash.update(readFileSync(nativeKernelsFile()));
  return hash.digest('hex');
}
