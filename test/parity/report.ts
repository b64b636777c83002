import { padCells } from '../../src/base/text-table';

/** Prints one line per comparison, and counts those that fail. */
export interface Report {
  /**
   * Compares numbers by the largest |ours - theirs|, relative to |theirs| of each number, or to the largest |theirs|.
   *
   * @param tolerance Largest error allowed; with Infinity the error is only reported.
   * @param scale @defaultValue 'each'
   */
  compare(
    name: string,
    quantity: string,
    ours: ArrayLike<number>,
    theirs: ArrayLike<number>,
    tolerance: number,
    scale?: 'each' | 'largest',
  ): void;
  /** Counts a failure of something that cannot be compared. */
  fail(name: string, quantity: string, why: string): void;
  readonly failures: number;
  readonly comparisons: number;
}

const COLUMNS = [
  { width: 46 },
  { width: 38 },
  { width: 9, align: 'right' },
  { width: 8, align: 'right' },
  {},
] as const;

/** @param print Called with each line. @defaultValue console.log */
export function report(print: (line: string) => void = console.log): Report {
  let failures = 0;
  let comparisons = 0;
  const line = (...cells: [name: string, quantity: string, error: string, allowed: string, result: string]) =>
    print(padCells(cells, COLUMNS).join(' '));
  line('case', 'quantity', 'error', 'allowed', '');
  return {
    get failures() {
      return failures;
    },
    get comparisons() {
      return comparisons;
    },
    fail(name, quantity, why) {
      failures++;
      comparisons++;
      line(name, quantity, '-', '-', `FAIL ${why}`);
    },
    compare(name, quantity, ours, theirs, tolerance, scale = 'each') {
      comparisons++;
      const error = relativeError(ours, theirs, scale);
      const isOk = error <= tolerance || tolerance === Number.POSITIVE_INFINITY;
      if (!isOk) failures++;
      const allowed = Number.isFinite(tolerance)
        ? tolerance === 0
          ? 'exact'
          : tolerance.toExponential(0)
        : 'report';
      line(name, quantity, error.toExponential(1), allowed, isOk ? 'ok' : 'FAIL');
    },
  };
}

function relativeError(
  ours: ArrayLike<number>,
  theirs: ArrayLike<number>,
  scale: 'each' | 'largest',
): number {
  if (ours.length !== theirs.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let i = 0; i < theirs.length; i++) largest = Math.max(largest, Math.abs(theirs[i]));
  let error = 0;
  for (let i = 0; i < theirs.length; i++) {
    const difference = Math.abs(ours[i] - theirs[i]);
    const unit = scale === 'largest' ? largest : Math.abs(theirs[i]);
    // The error of a value that should be zero is absolute.
    const relative = difference === 0 ? 0 : difference / (unit || 1);
    if (!(relative <= error)) error = Number.isNaN(relative) ? Number.POSITIVE_INFINITY : relative;
  }
  return error;
}
