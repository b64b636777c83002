/** A number to five significant digits, for the values that a chart carries: finer than a pixel. */
export function roundForChart(value: number): number {
  return Number(value.toPrecision(5));
}

/** A learning rate: three significant digits, in scientific notation below 0.01, e.g. `0.02` or `1.20e-3`. */
export function rateText(rate: number): string {
  return rate >= 0.01 ? String(Number(rate.toPrecision(3))) : rate.toExponential(2);
}

/** The loss of one item: two decimals as in fastai, below 0.1 two significant digits, e.g. `1.25` or `0.0042`. */
export function lossText(loss: number): string {
  return loss < 0.1 ? String(Number(loss.toPrecision(2))) : loss.toFixed(2);
}

/** A metric or a mean loss: three decimals, six below 0.001, e.g. `0.189` or `0.000420`. */
export function metricText(value: number): string {
  return value.toFixed(value !== 0 && Math.abs(value) < 0.001 ? 6 : 3);
}

/**
 * A fraction in percent: one decimal below 10 %, none above, e.g. `7.6 %` or `35 %`.
 *
 * @param fraction In [0, 1]; what would read as `0.0 %` but is not 0 becomes `< 0.1 %`.
 */
export function percentText(fraction: number): string {
  if (fraction > 0 && fraction < 0.0005) return '< 0.1 %';
  return `${(fraction * 100).toFixed(fraction < 0.0995 ? 1 : 0)} %`;
}

/** A size in decimal megabytes: one decimal, e.g. `811.7 MB`. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** A count with commas between thousands, e.g. `21,284,672`. */
export function countText(count: number): string {
  return count.toLocaleString('en-US');
}
