import { inspect } from 'node:util';
import { FoveaError } from '../../base/errors';
import { evenMultiples } from './schedule';

/** Rates from the first layers to the head, as Python's `slice`. */
export interface RateSlice {
  readonly start?: number;
  readonly stop: number;
}

/** A learning rate for all groups, a slice over them, or one for each. */
export type Rate = number | RateSlice | readonly number[];

/**
 * Discriminative learning rates: small for the first layers, whose features (edges, colours) are general, larger for the head.
 *
 * `slice(a, b)` spreads the groups from `a` to `b` by a constant ratio; `slice(b)` gives the head `b` and all others `b / 10`.
 *
 * @see Howard and Ruder 2018, arXiv:1801.06146; fastai's `slice`.
 */
export function slice(stop: number): RateSlice;
export function slice(start: number, stop: number): RateSlice;
export function slice(first: number, second?: number): RateSlice {
  return second === undefined ? { stop: first } : { start: first, stop: second };
}

/**
 * One rate for each parameter group.
 *
 * @param rate As the user gave it.
 * @param numGroups Number of groups.
 * @throws FoveaError for rates that are negative, not finite, or not as many as groups.
 */
export function ratesOf(rate: Rate, numGroups: number): number[] {
  const rates = spread(rate, numGroups);
  const isValid = (value: unknown) => typeof value === 'number' && Number.isFinite(value) && value >= 0;
  if (rates.length !== numGroups || !rates.every(isValid)) {
    throw new FoveaError(
      `Expected a learning rate for each of ${numGroups} parameter groups, received ${textOf(rate)}.`,
      'Give a number, slice(lowest, highest), slice(highest), or one number for each group.',
    );
  }
  return rates;
}

// As JSON, which says null for NaN and Infinity.
function textOf(rate: unknown): string {
  const numbers = typeof rate === 'object' && rate !== null ? Object.values(rate) : [rate];
  return numbers.every(Number.isFinite) ? JSON.stringify(rate) : inspect(rate);
}

function spread(rate: Rate, numGroups: number): number[] {
  if (typeof rate === 'number') return Array.from({ length: numGroups }, () => rate);
  if (Array.isArray(rate)) return [...rate];
  const { start, stop } = Object(rate) as RateSlice;
  if (start !== undefined) return evenMultiples(start, stop, numGroups);
  return Array.from({ length: numGroups }, (_, i) => (i < numGroups - 1 ? stop / 10 : stop));
}
