import { readFileSync } from 'node:fs';
import { FoveaError } from '../../base/errors';
import { systemReason } from '../../base/system-error';

/**
 * Reads a file of weights, and says in errors which file it was.
 *
 * @param source A path, or the file's bytes.
 * @param format What the file should be, for errors.
 * @param parse Reads the bytes.
 * @throws FoveaError if there is no such file, or it is larger than Node reads at once (2 GB), or `parse` throws one.
 */
export function readSource<T>(
  source: string | Uint8Array,
  format: string,
  parse: (data: Uint8Array) => T,
): T {
  try {
    return parse(typeof source === 'string' ? readWholeFile(source) : source);
  } catch (error) {
    if (!(error instanceof FoveaError)) throw error;
    const name = typeof source === 'string' ? source : 'The data';
    throw new FoveaError(`${name} cannot be read as ${format}. ${error.problem}`, error.cure);
  }
}

function readWholeFile(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new FoveaError(`Expected a readable file: ${systemReason(error)}.`, 'Check the path.');
  }
}
