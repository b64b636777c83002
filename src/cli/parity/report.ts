/** Prints one line a comparison, and remembers whether all agreed. */
export interface Report {
  /**
   * Compares numbers: the largest |ours - theirs| in units of `scale`, which is |theirs| of each number unless told.
   *
   * @param tolerance Infinity reports only.
   */
  compare(
    name: string,
    quantity: string,
    ours: ArrayLike<number>,
    theirs: ArrayLike<number>,
    tolerance: number,
    scale?: 'each' | 'largest',
  ): void;
  /** Notes something that cannot be compared. */
  fail(name: string, quantity: string, why: string): void;
  readonly failures: number;
  readonly comparisons: number;
}

/** @param print Where lines go. */
export function report(print: (line: string) => void = console.log): Report {
  let failures = 0;
  let comparisons = 0;
  const line = (name: string, quantity: string, error: string, tolerance: string, verdict: string) =>
    print(
      `${name.padEnd(46)} ${quantity.padEnd(38)} ${error.padStart(9)} ${tolerance.padStart(8)}  ${verdict}`,
    );
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
    // A value that should be zero is judged absolutely.
    const relative = difference === 0 ? 0 : difference / (unit || 1);
    if (!(relative <= error)) error = Number.isNaN(relative) ? Number.POSITIVE_INFINITY : relative;
  }
  return error;
}
