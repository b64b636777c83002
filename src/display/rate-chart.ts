import { rateText, roundForChart } from '../base/number-text';
import { expectSteps, stepChartSize, tooltips } from './chart-parts';
import type { MimeBundle } from './jupyter';
import { palette } from './theme';
import { type ChartSpec, chart } from './vega';

/** The result of a learning rate finder. */
export interface RateSearch {
  /** The rates of all steps, ascending. */
  readonly rates: readonly number[];
  /** Smoothed loss at each rate, including the last steps, where it diverges. */
  readonly losses: readonly number[];
  /** Suggested rate by the name of the method, e.g. `valley`. */
  readonly suggestions: Readonly<Record<string, number>>;
}

/**
 * Draws the loss by learning rate, rates on a logarithmic axis, with the suggested rates marked.
 *
 * @param search The finder's result.
 * @param options
 * @param options.skipEnd Steps to leave out at the end, where the loss diverges; by default 5.
 * @see fastai's `lr_find`; Smith 2015, arXiv:1506.01186.
 */
export function rateChart(
  { rates, losses, suggestions }: RateSearch,
  { skipEnd = 5 }: { skipEnd?: number } = {},
): Promise<MimeBundle> {
  expectSteps(losses, 'lrFind');
  const end = Math.max(1, losses.length - skipEnd);
  const curve = rates
    .slice(0, end)
    .map((rate, i) => ({ rate: roundForChart(rate), loss: roundForChart(losses[i]) }));
  const ascending = Object.entries(suggestions).sort(([, a], [, b]) => a - b);
  const marks = ascending.map(([method, rate]) => {
    const nearest = curve.reduce((best, point) =>
      Math.abs(Math.log(point.rate / rate)) < Math.abs(Math.log(best.rate / rate)) ? point : best,
    );
    return { rate: roundForChart(rate), loss: nearest.loss, method, label: `${method} ${rateText(rate)}` };
  });
  const encoding = {
    x: {
      field: 'rate',
      type: 'quantitative',
      title: 'Learning Rate',
      scale: { type: 'log' },
      axis: {
        labelExpr: "replace(format(datum.value, '.0e'), '+', '')",
        values: decades(curve),
        grid: false,
      },
    },
    y: { field: 'loss', type: 'quantitative', title: 'Loss', scale: { zero: false }, axis: { tickCount: 6 } },
  };
  const spec = {
    ...stepChartSize,
    data: { values: curve },
    encoding,
    layer: [
      { mark: { type: 'line' }, encoding: { tooltip: tooltips({ rate: 'learning rate', loss: 'loss' }) } },
      ...marks.map((mark, i) => suggestion(mark, i)),
    ],
  };
  const suggested = marks.map(({ label }) => label).join(', ');
  return chart(
    spec,
    `Loss by learning rate over ${rates.length} steps${suggested && `; suggested: ${suggested}`}.`,
  );
}

/** The powers of ten within the range of the rates; undefined if there are fewer than two, and the axis chooses its own ticks. */
function decades(curve: readonly { rate: number }[]): number[] | undefined {
  const first = Math.ceil(Math.log10(curve[0].rate) - 1e-6);
  const last = Math.floor(Math.log10(curve[curve.length - 1].rate) + 1e-6);
  return last > first ? Array.from({ length: last - first + 1 }, (_, i) => 10 ** (first + i)) : undefined;
}

/**
 * A dot on the curve and a vertical line through it up to its label. From the lowest rate to the highest each label stands below
 * the previous one, so that no line crosses a label.
 */
function suggestion(mark: Readonly<Record<string, unknown>>, i: number): ChartSpec {
  const color = palette[1 + (i % (palette.length - 1))];
  const top = 10 + 22 * i;
  return {
    data: { values: [mark] },
    encoding: { tooltip: tooltips({ method: 'suggested by', rate: 'learning rate' }) },
    layer: [
      {
        mark: { type: 'rule', color, strokeDash: [5, 4], strokeWidth: 1.5 },
        encoding: { y: { value: top - 8 }, y2: { value: stepChartSize.height } },
      },
      {
        mark: {
          type: 'point',
          color,
          filled: true,
          size: 160,
          opacity: 1,
          stroke: '#ffffff',
          strokeWidth: 1.5,
        },
      },
      {
        mark: { type: 'text', align: 'left', dx: 8, fontWeight: 600 },
        encoding: { text: { field: 'label' }, y: { value: top } },
      },
    ],
  };
}
