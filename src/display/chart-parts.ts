/** Dots that appear under the pointer in JupyterLab and are not there in a drawing. */
export const hoverDots = {
  params: [
    { name: 'near', select: { type: 'point', on: 'pointerover', clear: 'pointerout', nearest: true } },
  ],
  mark: { type: 'point', filled: true, size: 100 },
  encoding: { opacity: { condition: { param: 'near', empty: false, value: 1 }, value: 0 } },
};

/** What the pointer shows: title by field. */
export function tooltips(titles: Readonly<Record<string, string>>) {
  return Object.entries(titles).map(([field, title]) => ({ field, title }));
}

// More points than a chart has pixels only make the notebook heavy.
const MAX_POINTS = 800;

/** Every k-th point and the last, at most about 800. */
export function thin<T>(points: readonly T[]): T[] {
  const every = Math.ceil(points.length / MAX_POINTS);
  return points.filter((_, i) => i % every === 0 || i === points.length - 1);
}

/** To five digits, which is finer than a pixel. */
export function round(value: number): number {
  return Number(value.toPrecision(5));
}

/** A rate as one says it: three digits, 1.20e-3 when small. */
export function short(value: number): string {
  return value >= 0.01 ? String(Number(value.toPrecision(3))) : value.toExponential(2);
}

/** A loss: two decimals as in fastai, and two digits where these would leave one or none. */
export function lossWords(loss: number): string {
  return loss < 0.1 ? String(Number(loss.toPrecision(2))) : loss.toFixed(2);
}

/** How many bins a histogram of so many items has at most: few items in many bins say nothing. */
export function maxBins(numItems: number): number {
  return Math.min(30, Math.max(6, Math.ceil(2 * Math.sqrt(numItems))));
}

/** The names of bars, one under the other, as an axis of their own. */
export const nameAxis = {
  field: 'name',
  type: 'nominal',
  sort: null,
  title: null,
  axis: { labelLimit: 400, ticks: false, domain: false },
};

/**
 * A share as the length of bars.
 *
 * @param field Of the values, in [0, 1].
 * @param title Under the axis.
 * @param axis What differs from numbers with one decimal.
 */
export function shareAxis(field: string, title: string, axis: object = {}) {
  return { field, type: 'quantitative', title, scale: { domain: [0, 1] }, axis: { tickCount: 5, ...axis } };
}

/** Words at the end of each bar. */
export const barWords = { type: 'text', align: 'left', dx: 6, fontSize: 13 };
