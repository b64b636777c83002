import { FoveaError } from '../base/errors';

/** Size of a chart of training steps, in pixels. */
export const stepChartSize = { width: 640, height: 360 };

/** Dots that appear under the pointer in JupyterLab, and that a static drawing leaves out. */
export const hoverDots = {
  params: [
    { name: 'near', select: { type: 'point', on: 'pointerover', clear: 'pointerout', nearest: true } },
  ],
  mark: { type: 'point', filled: true, size: 100 },
  encoding: { opacity: { condition: { param: 'near', empty: false, value: 1 }, value: 0 } },
};

/** The tooltip of a mark: the title of each field that it shows. */
export function tooltips(titles: Readonly<Record<string, string>>) {
  return Object.entries(titles).map(([field, title]) => ({ field, title }));
}

// More points than a chart has pixels would only make the notebook larger.
const MAX_POINTS = 800;

/** Every k-th point and the last, about 800 at most. */
export function thin<T>(points: readonly T[]): T[] {
  const every = Math.ceil(points.length / MAX_POINTS);
  return points.filter((_, i) => i % every === 0 || i === points.length - 1);
}

/** Most bins of a histogram of a number of items: from 6 to 30, as many bins of few items each show no shape. */
export function maxBins(numItems: number): number {
  return Math.min(30, Math.max(6, Math.ceil(2 * Math.sqrt(numItems))));
}

// What JupyterLab's bars, a title and an axis leave of a projector's 720 pixels.
const BARS_HEIGHT = 450;

/** The vertical axis of a bar chart, the names of the bars, and the height of a bar: about 35 of them fit a screen. */
export function nameAxis(numBars: number) {
  const step = Math.min(24, Math.max(13, Math.floor(BARS_HEIGHT / numBars)));
  const axis = { labelLimit: 400, labelFontSize: Math.min(14, step), ticks: false, domain: false };
  return { height: { step }, y: { field: 'name', type: 'nominal', sort: null, title: null, axis } };
}

/**
 * The horizontal axis of a bar chart of fractions, from 0 to 1.
 *
 * @param field Name of the field that holds the fraction.
 * @param title Title under the axis.
 * @param axis Properties of the axis to add or replace.
 */
export function fractionAxis(field: string, title: string, axis: object = {}) {
  return { field, type: 'quantitative', title, scale: { domain: [0, 1] }, axis: { tickCount: 5, ...axis } };
}

/** A label at the end of each bar. */
export const barLabel = { type: 'text', align: 'left', dx: 6, fontSize: 13 };

/** @throws FoveaError if no training step was recorded. */
export function expectSteps(values: readonly unknown[], caller: string): void {
  if (values.length === 0) {
    throw new FoveaError(
      `${caller} has nothing to draw: no training step was recorded.`,
      'Fit the learner first, e.g. "await learn.fitOneCycle(1)".',
    );
  }
}

/** The smallest value of a sorted list that at least a fraction of the list does not exceed. */
export function quantile(sorted: readonly number[], fraction: number): number {
  return sorted[Math.max(0, Math.ceil(fraction * sorted.length) - 1)];
}
