import { inspect } from 'node:util';
import { FoveaError } from './errors';

/**
 * Checks what should be the path of a file or folder, before the system sees it.
 *
 * @param path What came.
 * @param what What it names and where, e.g. `a file in learn.save`.
 * @throws FoveaError if it is no text, or empty, or holds a zero byte.
 */
export function expectPath(path: unknown, what: string): asserts path is string {
  if (typeof path === 'string' && path !== '' && !path.includes('\0')) return;
  throw new FoveaError(`Expected the path of ${what}, received ${inspect(path)}.`);
}
