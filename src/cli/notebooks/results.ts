import { metricText } from '../../base/number-text';

/** One epoch of a fit, as an epoch table shows it. A number that is not finite is null. */
export interface EpochResult {
  readonly learner: string;
  /** Counts the fits of a notebook from 0. */
  readonly fit: number;
  readonly epoch: number;
  readonly train_loss: number | null;
  readonly valid_loss?: number | null;
  readonly metrics: Readonly<Record<string, number | null>>;
  readonly seconds: number;
}

/** Metrics and loss of one epoch as text, e.g. `error_rate 0.189, valid_loss 0.595`. */
export function describeEpoch({ metrics, train_loss, valid_loss }: EpochResult): string {
  const loss = valid_loss === undefined ? { train_loss } : { valid_loss };
  return Object.entries({ ...metrics, ...loss })
    .map(([name, value]) => `${name} ${metricText(value ?? Number.NaN)}`)
    .join(', ');
}

/** What the closing table says of a notebook's fits. */
export interface RunSummary {
  /** Metrics and loss of the last epoch of the last fit, as text. */
  readonly final: string;
  /** Mean over the epochs of the last fit. */
  readonly secondsPerEpoch?: number;
}

/** @param rows All epochs of one notebook, in order. */
export function summarize(rows: readonly EpochResult[]): RunSummary {
  const last = rows.at(-1);
  if (!last) return { final: 'nothing trained' };
  const fit = rows.filter((row) => row.fit === last.fit);
  const seconds = fit.reduce((sum, row) => sum + row.seconds, 0);
  return { final: describeEpoch(last), secondsPerEpoch: seconds / fit.length };
}
