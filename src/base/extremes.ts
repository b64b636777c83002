// `Math.max(...values)` ends in "Maximum call stack size exceeded" above some 100,000 values.

/** The largest of any number of values; -Infinity of none, NaN if one is NaN. */
export function largest(values: Iterable<number>): number {
  let result = Number.NEGATIVE_INFINITY;
  for (const value of values) result = Math.max(result, value);
  return result;
}

/** The smallest of any number of values; Infinity of none, NaN if one is NaN. */
export function smallest(values: Iterable<number>): number {
  let result = Number.POSITIVE_INFINITY;
  for (const value of values) result = Math.min(result, value);
  return result;
}
