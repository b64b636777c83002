import { FoveaError } from '../../base/errors';
import { made } from '../../base/recipe';
import type { Callback, FitState } from './callback';
import { type MonitorOptions, monitorOf } from './monitor';

/** Options of {@link earlyStopping}. */
export interface EarlyStoppingOptions extends MonitorOptions {
  /** Epochs without improvement after which the fit ends. @defaultValue 1 */
  readonly patience?: number;
}

/**
 * Ends the fit when the monitored column has not improved for some epochs.
 *
 * @param options What to watch, and for how many epochs to wait.
 * @returns A callback that serves any number of fits, one after the other.
 * @throws FoveaError for an option out of range; when a fit begins, if there is no such column or nothing says which of its values are
 *   better.
 * @see fastai's `EarlyStoppingCallback`.
 */
export function earlyStopping({ patience = 1, ...options }: EarlyStoppingOptions = {}): Callback {
  expectPatience(patience);
  const wait = waiting(options);
  return made({
    name: 'earlyStopping',
    recipe: { kind: 'earlyStopping', options: { patience, ...options } },
    order: 3,
    beforeFit: wait.start,
    afterEpoch: (state) => {
      if (wait.epochsWithout(state) >= patience) {
        state.stop(`no improvement since epoch ${state.epoch - patience}: early stopping`);
      }
    },
  });
}

/** Options of {@link reduceLrOnPlateau}. */
export interface ReduceLrOptions extends MonitorOptions {
  /** Epochs without improvement after which the rates are reduced. @defaultValue 1 */
  readonly patience?: number;
  /** What rates are divided by. @defaultValue 10 */
  readonly factor?: number;
  /** Lowest rate. @defaultValue 0 */
  readonly minLr?: number;
}

/**
 * Divides the learning rates when the monitored column has not improved for some epochs. For `fit`: schedules such as
 * one-cycle set the rates anew at each step.
 *
 * @param options What to watch, for how many epochs to wait, and what to divide by.
 * @returns A callback that serves any number of fits, one after the other.
 * @throws FoveaError for an option out of range; when a fit begins, if there is no such column or nothing says which of its values are
 *   better.
 * @see fastai's `ReduceLROnPlateau`, which raises rates that are below `minLr` to it; here they stay.
 */
export function reduceLrOnPlateau({
  patience = 1,
  factor = 10,
  minLr = 0,
  ...options
}: ReduceLrOptions = {}): Callback {
  expectPatience(patience);
  if (!(factor > 1))
    throw new FoveaError(`Expected a factor above 1, received ${factor}.`, 'fastai takes 10.');
  if (!(minLr >= 0)) throw new FoveaError(`Expected a minLr of at least 0, received ${minLr}.`);
  const wait = waiting(options);
  return made({
    name: 'reduceLrOnPlateau',
    recipe: { kind: 'reduceLrOnPlateau', options: { patience, factor, minLr, ...options } },
    order: 3,
    beforeFit: wait.start,
    afterEpoch: (state) => {
      if (wait.epochsWithout(state) < patience) return;
      wait.restart();
      for (const hyper of state.optimizer.hypers) {
        hyper.rate = Math.min(hyper.rate, Math.max(hyper.rate / factor, minLr));
      }
    },
  });
}

function expectPatience(patience: number): void {
  if (Number.isInteger(patience) && patience >= 1) return;
  throw new FoveaError(
    `Expected a positive integer as patience, received ${patience}.`,
    'It is the number of epochs without improvement to wait for.',
  );
}

function waiting(options: MonitorOptions) {
  const monitor = monitorOf(options);
  let epochs = 0;
  const restart = () => {
    epochs = 0;
  };
  return {
    restart,
    start(state: FitState) {
      restart();
      monitor.start(state);
    },
    epochsWithout({ rows }: FitState): number {
      epochs = monitor.isBest(rows[rows.length - 1]) ? 0 : epochs + 1;
      return epochs;
    },
  };
}
