import { FoveaError } from '../../base/errors';

/** A learning rate that a curve of losses suggests. */
export interface RateSuggestion {
  /** The rate to train with, per step. */
  readonly rate: number;
  /** The point of the curve it was read off, for a chart. */
  readonly point: { readonly rate: number; readonly loss: number };
}

/** Options of {@link slide}, with fastai's names and defaults. */
export interface SlideOptions {
  /** Width of the window, in steps. @defaultValue 15 */
  readonly width?: number;
  /** Greatest difference of the slopes at the window's ends. @defaultValue 0.005 */
  readonly threshold?: number;
  /** Factor on the rate found. @defaultValue 1 */
  readonly factor?: number;
}

// PyTorch compares in float32: rounding alike keeps ties alike.
const float = Math.fround;

/**
 * A rate in the middle of the longest falling part of the curve; fastai's default.
 *
 * @param rates The rate of each step, rising, > 0. `lrFind` gives all but the first tenth and the last five.
 * @param losses The smoothed loss of each step, as many.
 * @throws FoveaError if there are not as many losses as rates, or none.
 * @see fastai 2.8, `callback/schedule.py`; the idea is from ESRI's arcgis.learn.
 */
export function valley(rates: readonly number[], losses: readonly number[]): RateSuggestion {
  checkCurve('valley', rates, losses, 1);
  const curve = losses.map(float);
  const fallLength = curve.map(() => 1);
  let start = 0;
  let end = 0;
  for (let i = 1; i < curve.length; i++) {
    for (let j = 0; j < i; j++) {
      if (curve[i] < curve[j] && fallLength[i] < fallLength[j] + 1) fallLength[i] = fallLength[j] + 1;
      if (fallLength[end] < fallLength[i]) {
        end = i;
        start = end - fallLength[end];
      }
    }
  }
  const third = (end - start) / 3;
  const index = start + Math.floor(third) + Math.floor(third / 2);
  // A very short fall gives -1, which Python reads as the last step.
  return at(index < 0 ? rates.length + index : index, rates, losses);
}

/**
 * A rate found by sliding a window from the end towards the start until the slopes at both its ends are alike.
 *
 * @param rates The rate of each step, rising, > 0.
 * @param losses The smoothed loss of each step, as many; more than the window is wide.
 * @param options The window and the threshold; fastai's defaults.
 * @returns The rate, a float above 0, and where to mark it.
 * @throws FoveaError if there are not as many losses as rates, or too few.
 * @see fastai 2.8, `callback/schedule.py`.
 */
export function slide(
  rates: readonly number[],
  losses: readonly number[],
  { width = 15, threshold = 0.005, factor = 1 }: SlideOptions = {},
): RateSuggestion {
  checkCurve('slide', rates, losses, width + 1);
  const slopes = gradient(losses.map(float));
  let right = losses.length - 1;
  let found = right - width;
  for (let left = found; left >= 0; left--, right--) {
    if (float(Math.abs(float(slopes[right] - slopes[left]))) <= float(threshold)) break;
    found = left;
  }
  const rate = float(rates[found]) * factor;
  return { rate, point: { rate, loss: interpolate(rate, rates, losses) } };
}

/**
 * A tenth of the rate with the least loss.
 *
 * @param rates The rate of each step, rising, > 0.
 * @param losses The smoothed loss of each step, as many.
 * @returns The rate, and the point of least loss itself.
 * @throws FoveaError if there are not as many losses as rates, or none.
 * @see fastai 2.8, `callback/schedule.py`.
 */
export function minimum(rates: readonly number[], losses: readonly number[]): RateSuggestion {
  checkCurve('minimum', rates, losses, 1);
  const { point } = at(indexOfLeast(losses.map(float)), rates, losses);
  return { rate: point.rate / 10, point };
}

/**
 * The rate at which the loss falls fastest on a logarithmic axis of rates.
 *
 * @param rates The rate of each step, rising, > 0.
 * @param losses The smoothed loss of each step, as many.
 * @throws FoveaError if there are not as many losses as rates, or fewer than two.
 * @see fastai 2.8, `callback/schedule.py`.
 */
export function steep(rates: readonly number[], losses: readonly number[]): RateSuggestion {
  checkCurve('steep', rates, losses, 2);
  const logs = rates.map((rate) => float(Math.log(float(rate))));
  const curve = losses.map(float);
  const slopes = curve
    .slice(1)
    .map((loss, i) => float(float(loss - curve[i]) / float(logs[i + 1] - logs[i])));
  return at(indexOfLeast(slopes), rates, losses);
}

function checkCurve(name: string, rates: readonly number[], losses: readonly number[], fewest: number): void {
  if (rates.length === losses.length && rates.length >= fewest) return;
  throw new FoveaError(
    `Expected a loss for each of at least ${fewest} rates in ${name}, received ${rates.length} rates and ${losses.length} losses.`,
    'Give lrFind more steps.',
  );
}

function at(index: number, rates: readonly number[], losses: readonly number[]): RateSuggestion {
  const rate = float(rates[index]);
  return { rate, point: { rate, loss: losses[index] } };
}

function indexOfLeast(values: readonly number[]): number {
  return values.reduce((least, value, i) => (value < values[least] ? i : least), 0);
}

// As numpy.gradient: half the difference of both neighbours, one-sided at the ends.
function gradient(values: readonly number[]): number[] {
  const last = values.length - 1;
  return values.map((_, i) => {
    const [before, after] = [Math.max(i - 1, 0), Math.min(i + 1, last)];
    return float(float(values[after] - values[before]) / (after - before));
  });
}

function interpolate(rate: number, rates: readonly number[], losses: readonly number[]): number {
  const above = rates.findIndex((candidate) => candidate >= rate);
  if (above <= 0) return losses[above === 0 ? 0 : losses.length - 1];
  const [low, high] = [Math.log10(rates[above - 1]), Math.log10(rates[above])];
  const fraction = (Math.log10(rate) - low) / (high - low);
  return losses[above - 1] + fraction * (losses[above] - losses[above - 1]);
}
