import { inspect } from 'node:util';
import { FoveaError } from './errors';

/**
 * Checks an option that counts something.
 *
 * @param value What came; undefined if the option was left out.
 * @param what Its name and where, e.g. `k of topLosses`.
 * @throws FoveaError if it is not a positive integer.
 */
export function expectPositiveInteger(value: unknown, what: string): void {
  if (value === undefined || (Number.isSafeInteger(value) && (value as number) > 0)) return;
  throw new FoveaError(`Expected a positive integer as ${what}, received ${inspect(value)}.`);
}

/**
 * Checks an option that is a size, e.g. in pixels.
 *
 * @param value What came; undefined if the option was left out.
 * @param what Its name and where, e.g. `size of showBatch`.
 * @throws FoveaError if it is not a positive number.
 */
export function expectPositive(value: unknown, what: string): void {
  if (value === undefined || (Number.isFinite(value) && (value as number) > 0)) return;
  throw new FoveaError(`Expected a positive number as ${what}, received ${inspect(value)}.`);
}
