import type { Callback } from './callback';
import { type MonitorOptions, monitorOf } from './monitor';

/**
 * Ends the fit when the monitored column has not improved for some epochs.
 *
 * @param options `patience`: epochs without improvement; 1 as in fastai.
 * @see fastai's `EarlyStoppingCallback`.
 */
export function earlyStopping({
  patience = 1,
  ...options
}: MonitorOptions & { patience?: number } = {}): Callback {
  const wait = waiting(options);
  return {
    name: 'earlyStopping',
    order: 3,
    beforeFit: wait.reset,
    afterEpoch: (state) => {
      if (wait.epochsWithout(state.rows) >= patience) {
        state.stop(`no improvement since epoch ${state.epoch - patience}: early stopping`);
      }
    },
  };
}

/**
 * Divides the learning rates when the monitored column has not improved for some epochs. For `fit`: schedules such as
 * one-cycle set the rates anew at each step.
 *
 * @param options `factor`: divisor, 10; `minLr`: lowest rate; `patience`: epochs without improvement, 1.
 * @see fastai's `ReduceLROnPlateau`.
 */
export function reduceLrOnPlateau({
  patience = 1,
  factor = 10,
  minLr = 0,
  ...options
}: MonitorOptions & { patience?: number; factor?: number; minLr?: number } = {}): Callback {
  const wait = waiting(options);
  return {
    name: 'reduceLrOnPlateau',
    order: 3,
    beforeFit: wait.reset,
    afterEpoch: ({ rows, optimizer }) => {
      if (wait.epochsWithout(rows) < patience) return;
      wait.restart();
      for (const hyper of optimizer.hypers) hyper.rate = Math.max(hyper.rate / factor, minLr);
    },
  };
}

function waiting(options: MonitorOptions) {
  const monitor = monitorOf(options);
  let epochs = 0;
  const restart = () => {
    epochs = 0;
  };
  return {
    restart,
    reset: () => {
      restart();
      monitor.reset();
    },
    epochsWithout(rows: Parameters<NonNullable<Callback['afterEpoch']>>[0]['rows']): number {
      epochs = monitor.isBest(rows[rows.length - 1]) ? 0 : epochs + 1;
      return epochs;
    },
  };
}
