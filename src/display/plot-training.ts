import { largest, smallest } from '../base/extremes';
import { rateText, roundForChart } from '../base/number-text';
import { expectSteps, hoverDots, stepChartSize, thin, tooltips } from './chart-parts';
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

/**
 * Draws the training loss by step and the validation loss at the end of each epoch.
 *
 * @param recorder The recorder of a learner that was fitted.
 * @param options
 * @param options.skipStart Steps to leave out at the start, where the smoothed loss still varies much; by default 5.
 * @param options.withValid Whether to draw the validation loss; by default true.
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
      scale: { domain: valid.length > 0 ? ['train', 'valid'] : ['train'], range: palette.slice(0, 2) },
      legend: { orient: 'top', symbolType: 'stroke', offset: 6 },
    },
    tooltip: tooltips({ set: 'set', step: 'step', loss: 'loss' }),
  };
  const spec = {
    ...stepChartSize,
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
 * Draws learning rate and momentum by step, one above the other.
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
    width: 560,
    height: 190,
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
    vconcat: [
      panel('rate', 'Learning Rate', palette[0], '~g'),
      panel('momentum', 'Momentum', palette[1], '.2f'),
    ],
    spacing: 20,
  };
  const peak = largest(head);
  return chart(
    spec,
    `Schedule over ${rates.length} steps: learning rate up to ${rateText(peak)}, momentum down to ${rateText(smallest(momentums))}.`,
  );
}
