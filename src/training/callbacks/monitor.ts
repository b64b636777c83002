import { FoveaError, unknownChoice } from '../../base/errors';
import type { EpochRow } from './callback';

/** What callbacks that wait for something better watch. */
export interface MonitorOptions {
  /** `train_loss`, `valid_loss` or a metric's name. */
  readonly monitor?: string;
  /** How much better counts as better. */
  readonly minDelta?: number;
}

/** Follows one column of the table. */
export interface Monitor {
  /** Forgets what was best. */
  reset(): void;
  /** Looks at a finished epoch; true if it is the best so far. */
  isBest(row: EpochRow): boolean;
}

/**
 * Losses and errors are better when lower, all other columns when higher, as in fastai's `TrackerCallback`.
 *
 * @throws FoveaError naming the columns there are, at the first epoch.
 */
export function monitorOf({ monitor = 'valid_loss', minDelta = 0 }: MonitorOptions): Monitor {
  const lowerIsBetter = /loss|error/.test(monitor);
  let best: number;
  const reset = () => {
    best = lowerIsBetter ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  };
  reset();
  return {
    reset,
    isBest(row) {
      const value = column(row, monitor);
      const isBetter = lowerIsBetter ? value + minDelta < best : value - minDelta > best;
      if (isBetter) best = value;
      return isBetter;
    },
  };
}

function column(row: EpochRow, name: string): number {
  const columns: Record<string, number | undefined> = {
    train_loss: row.trainLoss,
    valid_loss: row.validLoss,
    ...row.metrics,
  };
  if (!(name in columns)) throw unknownChoice('column to monitor', name, Object.keys(columns));
  const value = columns[name];
  if (value === undefined) {
    throw new FoveaError(`There is no ${name} to monitor: nothing was validated.`, 'Monitor train_loss.');
  }
  return value;
}
