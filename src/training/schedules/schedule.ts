import { FoveaError } from '../../base/errors';

/** A value over the run, given its position: the fraction of the run done, in [0, 1]. */
export type Schedule = (position: number) => number;

/** Straight line from `start` to `end`; fastai's `SchedLin`. */
export function linearSchedule(start: number, end: number): Schedule {
  return (position) => start + position * (end - start);
}

/** Half a cosine from `start` to `end`; fastai's `SchedCos`. */
export function cosineSchedule(start: number, end: number): Schedule {
  return (position) => start + ((1 + Math.cos(Math.PI * (1 - position))) * (end - start)) / 2;
}

/** Constant ratio from step to step, from `start` to `end`, both positive; fastai's `SchedExp`. */
export function exponentialSchedule(start: number, end: number): Schedule {
  return (position) => start * (end / start) ** position;
}

/** The same value at every position; fastai's `SchedNo`. */
export function constantSchedule(value: number): Schedule {
  return () => value;
}

/**
 * Schedules one after the other; fastai's `combine_scheds`.
 *
 * @param fractions Fraction of the run each takes; they add up to 1.
 * @param schedules As many; each sees its own position in [0, 1].
 * @throws FoveaError if the lengths differ or the fractions do not add up to 1.
 */
export function combineSchedules(fractions: readonly number[], schedules: readonly Schedule[]): Schedule {
  const sum = fractions.reduce((a, b) => a + b, 0);
  if (fractions.length !== schedules.length || Math.abs(sum - 1) > 1e-6) {
    throw new FoveaError(
      `Expected one fraction for each schedule, adding up to 1, received ${fractions.length} fractions adding up to ${sum} for ${schedules.length} schedules.`,
    );
  }
  // float32, as fastai's tensors: the limits between schedules fall on the same steps.
  const limits = [0];
  for (const fraction of fractions)
    limits.push(Math.fround(limits[limits.length - 1] + Math.fround(fraction)));
  return (position) => {
    const at = Math.fround(position);
    let i = schedules.length - 1;
    while (i > 0 && at < limits[i]) i--;
    return schedules[i](Math.fround(Math.fround(at - limits[i]) / Math.fround(limits[i + 1] - limits[i])));
  };
}

/**
 * Cosine from `start` to `middle` in the first `fraction` of the run, then cosine to `end`: the one-cycle shape.
 *
 * @see fastai's `combined_cos`.
 */
export function combinedCosine(fraction: number, start: number, middle: number, end: number): Schedule {
  return combineSchedules(
    [fraction, 1 - fraction],
    [cosineSchedule(start, middle), cosineSchedule(middle, end)],
  );
}

/**
 * `n` numbers from `start` to `stop` by a constant ratio; `n` = 1 gives `stop`.
 *
 * @see fastcore's `even_mults`.
 */
export function evenMultiples(start: number, stop: number, n: number): number[] {
  if (n === 1) return [stop];
  const ratio = (stop / start) ** (1 / (n - 1));
  return Array.from({ length: n }, (_, i) => start * ratio ** i);
}
