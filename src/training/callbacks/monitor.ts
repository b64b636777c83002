import { FoveaError, unknownChoice } from '../../base/errors';
import type { Better } from '../metrics/metric';
import type { EpochRow, FitState } from './callback';

/** What callbacks that wait for an improvement watch. */
export interface MonitorOptions {
  /** `train_loss`, `valid_loss` or the name of a metric's column. @defaultValue `valid_loss` */
  readonly monitor?: string;
  /**
   * `less` if lower values are better, `greater` if higher ones are; fastai's `comp`. By default losses are better when
   * lower, and a metric says itself what is better.
   */
  readonly comparison?: 'less' | 'greater';
  /** By how much a value has to be better than the best so far. @defaultValue 0 */
  readonly minDelta?: number;
}

/** Follows one column of the table. */
export interface Monitor {
  /**
   * Begins a fit: forgets what was best.
   *
   * @throws FoveaError naming the columns there are, or if nothing is validated or nothing says what is better.
   */
  start(state: FitState): void;
  /** Looks at a finished epoch; true if it is the best so far. */
  isBest(row: EpochRow): boolean;
}

const COMPARISONS: Record<'less' | 'greater', Better> = { less: 'lower', greater: 'higher' };

/**
 * Watches a column.
 *
 * @throws FoveaError for an unknown comparison, or a `minDelta` below 0.
 * @see fastai's `TrackerCallback`, which goes by the column's name instead: lower is better for "loss" and "error".
 */
export function monitorOf({ monitor = 'valid_loss', comparison, minDelta = 0 }: MonitorOptions): Monitor {
  if (comparison !== undefined && !Object.hasOwn(COMPARISONS, comparison)) {
    throw unknownChoice('comparison', comparison, Object.keys(COMPARISONS));
  }
  if (!(minDelta >= 0)) {
    throw new FoveaError(
      `Expected a minDelta of at least 0, received ${minDelta}.`,
      'It says by how much a value has to be better, whether lower or higher ones are.',
    );
  }
  let better: Better = 'lower';
  let best = Number.NaN;
  return {
    start(state) {
      const known = betterOf(monitor, state);
      better = comparison ? COMPARISONS[comparison] : (known ?? throwUnknown(monitor));
      best = better === 'lower' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
    },
    isBest(row) {
      const value = valueIn(row, monitor);
      const isBetter = better === 'lower' ? value + minDelta < best : value - minDelta > best;
      if (isBetter) best = value;
      return isBetter;
    },
  };
}

const LOSSES = ['train_loss', 'valid_loss'];

function betterOf(column: string, { metrics, metricNames, validates = true }: FitState): Better | undefined {
  const index = metricNames.indexOf(column);
  if (index < 0 && !LOSSES.includes(column)) {
    throw unknownChoice('column to monitor', column, [...LOSSES, ...metricNames]);
  }
  if (!validates && column !== 'train_loss') {
    throw new FoveaError(
      `There is no ${column} to monitor: nothing is validated.`,
      "Set { monitor: 'train_loss' }, or keep some items for validation.",
    );
  }
  return index < 0 ? 'lower' : metrics[index].better;
}

function throwUnknown(column: string): never {
  throw new FoveaError(
    `The metric ${column} does not say whether lower or higher values are better.`,
    `Say so: averagedMetric('${column}', ..., { better: 'higher' }), or { monitor: '${column}', comparison: 'greater' }.`,
  );
}

function valueIn({ trainLoss, validLoss = Number.NaN, metrics }: EpochRow, column: string): number {
  if (column === 'train_loss') return trainLoss;
  return column === 'valid_loss' ? validLoss : metrics[column];
}
