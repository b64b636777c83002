import { inspect } from 'node:util';
import { FoveaError } from './errors';
import { homePath } from './home-path';

/**
 * Checks what should be the path of a file or folder, before the system sees it.
 *
 * @param path What came.
 * @param what What it names and where, e.g. `a file in learn.save`.
 * @returns The path, with the user's home folder in place of a `~` at its beginning.
 * @throws FoveaError if it is no text, or empty, or holds a zero byte.
 */
export function expectPath(path: unknown, what: string): string {
  if (typeof path === 'string' && path !== '' && !path.includes('\0')) return homePath(path);
  throw new FoveaError(`Expected the path of ${what}, received ${inspect(path)}.`);
}
