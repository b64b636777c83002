import { clockTime } from '../base/clock';
import { FoveaError } from '../base/errors';
import type { Callback, EpochRow, FitState, Forecast } from '../training/callbacks/callback';
import { type Html, html } from './html';
import { type Display, openDisplay, showBundle } from './jupyter';
import { lastFitOf, rememberFit } from './last-fits';
import { progressBar, REFRESH_SECONDS } from './progress';
import { type Column, table, tableText } from './table';
import { page } from './theme';

/** The type under which a table's output also carries its rows, for programs that read outputs: {@link EpochRecords}. */
export const epochsMimeType = 'application/vnd.fovea.epochs+json';

/** The rows of an epoch table as data. Numbers that are not finite become null in JSON. */
export interface EpochRecords {
  /** Name of the model that was trained. */
  readonly learner: string;
  /** One for each finished epoch: times in seconds, losses and metrics as the table shows them. */
  readonly epochs: readonly {
    readonly epoch: number;
    readonly train_loss: number;
    readonly valid_loss?: number;
    readonly metrics: Readonly<Record<string, number>>;
    readonly seconds: number;
  }[];
}

/**
 * The live table of a fit: a row for each epoch, and while the fit runs one progress bar for the epochs and one for the batches.
 * Above it stands what one should know of the fit, e.g. how long it will take if that is more than a minute. At the end the bars disappear
 * and the table stays; a line says why if the fit ended early. In a terminal it prints a line for
 * each epoch. `visionLearner` and `unetLearner` add it by themselves.
 *
 * @param options
 * @param options.refreshSeconds Least time between two updates of the bars, in seconds; by default 0.2, as in fastprogress.
 * @returns A callback that serves any number of fits, one after the other.
 */
export function epochTable({ refreshSeconds = REFRESH_SECONDS }: { refreshSeconds?: number } = {}): Callback {
  // Defined only while a fit runs: `afterFit` is also called if another callback's error kept `beforeFit` from running.
  let display: Display | undefined;
  let fitStart = 0;
  let phaseStart = 0;
  let phase: FitState['phase'] = 'train';
  let lastBatch = 0;
  let lastDrawn = 0;
  let forecast: Forecast | undefined;

  const draw = (state: FitState, isRunning: boolean) => {
    const now = Date.now();
    lastDrawn = now;
    const bars = isRunning
      ? progressBars(state, (now - fitStart) / 1000, (now - phaseStart) / 1000)
      : undefined;
    const columns = columnsOf(state);
    const ending = isRunning ? undefined : endingOf(state);
    const { notes = [] } = state;
    forecast = steady(forecast, state.forecast);
    const told = isRunning && forecast ? forecastText(forecast, state) : undefined;
    const quiet = (line: string) => html`<div class="fovea-quiet">${line}</div>`;
    // The forecast comes later than the rest: under it nothing moves.
    const markup = html`${notes.map(quiet)}${bars?.epochs}${table(state.rows, columns)}${bars?.batches}${told && quiet(told)}${ending && html`<div class="fovea-bad">■ ${ending}</div>`}`;
    // Wide enough for every number, so that lines printed later stand under the first.
    const lines = tableText(state.rows, columns, {
      minWidths: columns.map(({ title }) => (title === 'epoch' ? 5 : 10)),
    });
    display?.update({
      'text/html': page(markup).text,
      [epochsMimeType]: recordsOf(state),
      'text/plain': [...notes, lines, ...(ending ? [ending] : [])].join('\n'),
    });
  };

  return {
    name: 'epochTable',
    observes: true,
    // After callbacks that may stop the fit, so that the table can say why.
    order: 50,
    beforeFit(state) {
      display = openDisplay();
      rememberFit(state, { isRunning: true });
      forecast = undefined;
      fitStart = Date.now();
      phaseStart = fitStart;
      draw(state, true);
    },
    beforeEpoch(state) {
      phaseStart = Date.now();
      phase = state.phase;
      draw(state, true);
    },
    afterBatch(state) {
      const now = Date.now();
      // Validation begins where the last training batch ended.
      if (state.phase !== phase) phaseStart = lastBatch;
      phase = state.phase;
      lastBatch = now;
      if (now - lastDrawn >= refreshSeconds * 1000) draw(state, true);
    },
    afterEpoch(state) {
      draw(state, true);
    },
    afterFit(state) {
      if (display) {
        draw(state, false);
        rememberFit(state, { isRunning: false });
      }
      display = undefined;
    },
  };
}

/**
 * Draws the table of a learner's last fit again, and says how the fit ended: wherever its own table was lost, e.g. by reloading the page
 * while it was training.
 *
 * @param recorder The recorder of the learner.
 * @throws FoveaError if nothing was trained yet.
 */
export async function showEpochs(recorder: { readonly rows: readonly EpochRow[] }): Promise<void> {
  const fit = lastFitOf(recorder);
  const rows = fit?.rows ?? recorder.rows;
  if (!fit && !rows.length) {
    throw new FoveaError('Nothing was trained yet.', 'Call fineTune() or another fit first.');
  }
  const columns = columnsOf(
    fit?.state ?? { metricNames: Object.keys(rows[0].metrics), validates: rows[0].validLoss !== undefined },
  );
  const problem = fit && !fit.isRunning ? endingOf({ ...fit.state, rows }) : undefined;
  const numEpochs = fit?.state.numEpochs ?? rows.length;
  const progress = `${rows.length} of ${numEpochs} epochs.`;
  const ending = problem ?? `${fit?.isRunning ? 'Still running' : 'Complete'}: ${progress}`;
  const line = html`<div class="${problem ? 'fovea-bad' : 'fovea-quiet'}">■ ${ending}</div>`;
  showBundle({
    'text/html': page(html`${table(rows, columns)}${line}`).text,
    'text/plain': `${tableText(rows, columns)}\n${ending}`,
  });
}

/** Fits that take no longer need no forecast. */
const SHORT_SECONDS = 60;
/** From here on it helps to know how to train on a part. */
const LONG_SECONDS = 600;
/** So much the forecast has to change before another is shown: numbers that change all the time cannot be read. */
const STEADY = 0.15;

function steady(shown: Forecast | undefined, now: Forecast | undefined): Forecast | undefined {
  if (!shown || !now) return now ?? shown;
  return Math.abs(now.seconds / shown.seconds - 1) > STEADY ? now : shown;
}

/** How long the fit will take, if that is long. */
function forecastText(
  { seconds, secondsPerEpoch }: Forecast,
  { numEpochs, epochsToFollow = 0 }: FitState,
): string | undefined {
  if (seconds <= SHORT_SECONDS) return undefined;
  const each = numEpochs > 1 ? `: ${numEpochs} epochs of ${roughly(secondsPerEpoch)}` : '';
  const following = epochsToFollow > 0 ? `, then ${epochsToFollow} slower ones with all layers` : '';
  const cure = seconds > LONG_SECONDS ? ' With { budget: 10 } it trains on a part, for ten minutes.' : '';
  return `About ${roughly(seconds)}${each}${following}.${cure}`;
}

/** A duration in seconds below 90, else in minutes, e.g. `41 minutes`. */
function roughly(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} seconds`;
  const minutes = seconds / 60;
  return `${minutes < 9.5 ? Number(minutes.toFixed(1)) : Math.round(minutes)} minutes`;
}

function recordsOf({ model, rows }: FitState): EpochRecords {
  const epochs = rows.map(({ epoch, trainLoss, validLoss, metrics, seconds }) => {
    return { epoch, train_loss: trainLoss, valid_loss: validLoss, metrics, seconds };
  });
  return { learner: model.name, epochs };
}

function progressBars(
  state: FitState,
  fitSeconds: number,
  phaseSeconds: number,
): { epochs: Html; batches: Html } {
  const { rows, numEpochs, batch, numBatches, phase, smoothLoss } = state;
  const comment = Number.isFinite(smoothLoss) ? smoothLoss.toFixed(4) : undefined;
  return {
    epochs: progressBar('epochs', { done: rows.length, total: numEpochs, elapsedSeconds: fitSeconds }),
    batches: progressBar(phase === 'train' ? 'training batches' : 'validation batches', {
      done: batch,
      total: numBatches,
      elapsedSeconds: phaseSeconds,
      comment,
    }),
  };
}

/** fastai's columns: six decimals, mm:ss; those of validation only where something is validated. */
function columnsOf({
  metricNames,
  validates = true,
}: Pick<FitState, 'metricNames' | 'validates'>): Column<EpochRow>[] {
  const format = (value: number) => value.toFixed(6);
  const validationColumns: Column<EpochRow>[] = [
    { title: 'valid_loss', value: ({ validLoss }) => validLoss, format, align: 'right' },
    ...metricNames.map(
      (name): Column<EpochRow> => ({
        title: name,
        value: ({ metrics }) => metrics[name],
        format,
        align: 'right',
      }),
    ),
  ];
  return [
    { title: 'epoch', value: ({ epoch }) => epoch, align: 'right' },
    { title: 'train_loss', value: ({ trainLoss }) => trainLoss, format, align: 'right' },
    ...(validates ? validationColumns : []),
    { title: 'time', value: ({ seconds }) => clockTime(seconds), align: 'right' },
  ];
}

/** Why the fit has fewer epochs than asked for; undefined if it has all. */
function endingOf({
  rows,
  numEpochs,
  interrupted,
  stopReason,
  epoch,
  phase,
  batch,
  numBatches,
}: FitState): string | undefined {
  const where = `in epoch ${epoch}, after ${batch} of ${numBatches} ${phase === 'train' ? 'training' : 'validation'} batches`;
  if (interrupted) return `Interrupted ${where}. The model keeps the weights it had then.`;
  if (stopReason) return `Stopped after ${rows.length} of ${numEpochs} epochs: ${stopReason}.`;
  if (rows.length < numEpochs) return `Ended by an error ${where}.`;
  return undefined;
}
