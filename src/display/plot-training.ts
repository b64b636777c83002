import { FoveaError } from '../base/errors';
import { rateText, roundForChart } from '../base/number-text';
import { hoverDots, thin, tooltips } from './chart-parts';
import { type MimeBundle, openDisplay } from './jupyter';
import { palette } from './theme';
import { type ChartSpec, chart } from './vega';

/** The fields of a recorder that the charts use. */
export interface LossRecord {
  /** Smoothed training loss of each step. */
  readonly losses: readonly number[];
  /** For each step the learning rate of each parameter group. */
  readonly rates: readonly (readonly number[])[];
  /** For each step. */
  readonly momentums: readonly number[];
  /** For each epoch. */
  readonly rows: readonly { readonly validLoss?: number }[];
  /** Steps done at the end of each epoch. */
  readonly steps: readonly number[];
}

/** The result of a learning rate finder. */
export interface RateSearch {
  /** The rates of all steps, ascending. */
  readonly rates: readonly number[];
  /** Smoothed loss at each rate, including the last steps, where it diverges. */
  readonly losses: readonly number[];
  /** Suggested rate by the name of the method, e.g. `valley`. */
  readonly suggestions: Readonly<Record<string, number>>;
}

const WIDTH = 640;
const HEIGHT = 360;

/**
 * Draws the training loss by step and the validation loss at the end of each epoch.
 *
 * @param recorder The recorder of a learner that was fitted.
 * @param options.skipStart Steps to leave out at the start, where the smoothed loss still varies much. @defaultValue 5
 * @param options.withValid Whether to draw the validation loss. @defaultValue true
 * @throws FoveaError if the learner was not fitted yet.
 * @see fastai's `recorder.plot_loss`.
 */
export async function plotLoss(
  recorder: Pick<LossRecord, 'losses' | 'rows' | 'steps'>,
  options: { skipStart?: number; withValid?: boolean } = {},
): Promise<void> {
  const display = openDisplay();
  display.update(await lossChart(recorder, options));
}

/** The chart of {@link plotLoss} as a bundle. */
export function lossChart(
  { losses, rows, steps }: Pick<LossRecord, 'losses' | 'rows' | 'steps'>,
  { skipStart = 5, withValid = true }: { skipStart?: number; withValid?: boolean } = {},
): Promise<MimeBundle> {
  expectSteps(losses, 'plotLoss');
  const train = thin(
    losses.map((loss, i) => ({ step: i + 1, loss: roundForChart(loss), set: 'train' })).slice(skipStart),
  );
  const valid = rows.flatMap(({ validLoss }, i) =>
    withValid && validLoss !== undefined
      ? [{ step: steps[i], loss: roundForChart(validLoss), set: 'valid' }]
      : [],
  );
  const last = [
    `train ${losses[losses.length - 1].toFixed(4)}`,
    ...valid.slice(-1).map(({ loss }) => `valid ${loss.toFixed(4)}`),
  ];
  const encoding = {
    x: {
      field: 'step',
      type: 'quantitative',
      title: 'Step',
      scale: { nice: false },
      axis: { grid: false, tickCount: 6, tickMinStep: 1, format: 'd' },
    },
    y: { field: 'loss', type: 'quantitative', title: 'Loss', scale: { zero: false }, axis: { tickCount: 6 } },
    color: {
      field: 'set',
      type: 'nominal',
      title: null,
      scale: { domain: ['train', 'valid'], range: palette.slice(0, 2) },
      legend: { orient: 'top', symbolType: 'stroke', offset: 6 },
    },
    tooltip: tooltips({ set: 'set', step: 'step', loss: 'loss' }),
  };
  const spec = {
    width: WIDTH,
    height: HEIGHT,
    data: { values: [...train, ...valid] },
    encoding,
    layer: [
      { mark: { type: 'line', interpolate: 'linear' } },
      { transform: [{ filter: "datum.set === 'valid'" }], mark: { type: 'point', filled: true, opacity: 1 } },
      hoverDots,
    ],
  };
  return chart(spec, `Loss by step over ${losses.length} steps; at the end ${last.join(', ')}.`);
}

/**
 * Draws learning rate and momentum by step.
 *
 * @param recorder The recorder of a learner that was fitted. Of several parameter groups it draws the rate of the last, the head.
 * @throws FoveaError if the learner was not fitted yet.
 * @see fastai's `recorder.plot_sched`.
 */
export async function plotSched(recorder: Pick<LossRecord, 'rates' | 'momentums'>): Promise<void> {
  const display = openDisplay();
  display.update(await scheduleChart(recorder));
}

/** The chart of {@link plotSched} as a bundle. */
export function scheduleChart({
  rates,
  momentums,
}: Pick<LossRecord, 'rates' | 'momentums'>): Promise<MimeBundle> {
  expectSteps(rates, 'plotSched');
  const head = rates.map((groups) => groups[groups.length - 1]);
  const values = thin(
    head.map((rate, i) => ({
      step: i + 1,
      rate: roundForChart(rate),
      momentum: roundForChart(momentums[i]),
    })),
  );
  const panel = (field: string, title: string, color: string, format: string): ChartSpec => ({
    width: 300,
    height: 240,
    layer: [{ mark: { type: 'line', color } }, { ...hoverDots, mark: { ...hoverDots.mark, color } }],
    encoding: {
      x: {
        field: 'step',
        type: 'quantitative',
        title: 'Step',
        scale: { nice: false },
        axis: { grid: false, tickCount: 5, tickMinStep: 1, format: 'd' },
      },
      y: { field, type: 'quantitative', title, scale: { zero: false }, axis: { format, tickCount: 5 } },
      tooltip: tooltips({ step: 'step', [field]: title.toLowerCase() }),
    },
  });
  const spec = {
    data: { values },
    hconcat: [
      panel('rate', 'Learning Rate', palette[0], '~g'),
      panel('momentum', 'Momentum', palette[1], '.2f'),
    ],
    spacing: 40,
  };
  const peak = Math.max(...head);
  return chart(
    spec,
    `Schedule over ${rates.length} steps: learning rate up to ${rateText(peak)}, momentum down to ${rateText(Math.min(...momentums))}.`,
  );
}

/**
 * Draws the loss by learning rate, rates on a logarithmic axis, with the suggested rates marked.
 *
 * @param search The finder's result.
 * @param options.skipEnd Steps to leave out at the end, where the loss diverges. @defaultValue 5
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
    width: WIDTH,
    height: HEIGHT,
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
        encoding: { y: { value: top - 8 }, y2: { value: HEIGHT } },
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

function expectSteps(values: readonly unknown[], caller: string): void {
  if (values.length === 0) {
    throw new FoveaError(
      `${caller} has nothing to draw: no training step was recorded.`,
      'Fit the learner first, e.g. "await learn.fitOneCycle(1)".',
    );
  }
}
