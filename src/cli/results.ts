import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';

/** One epoch of a fit, as the library appends it to `FOVEA_RESULTS`, one JSON object a line. */
export interface EpochResult {
  readonly notebook: string;
  readonly learner: string;
  readonly fit: number | string;
  readonly epoch: number;
  readonly train_loss: number;
  readonly valid_loss?: number | null;
  readonly metrics: Readonly<Record<string, number>>;
  readonly seconds: number;
  readonly peak_rss_mb: number;
}

/** Reads what is appended to a results file from now on. */
export class ResultsReader {
  private position: number;
  private rest = '';

  constructor(private readonly path: string) {
    this.position = existsSync(path) ? statSync(path).size : 0;
  }

  /** The epochs appended since the last call; a line still being written waits for the next. */
  read(): EpochResult[] {
    if (!existsSync(this.path)) return [];
    const size = statSync(this.path).size - this.position;
    if (size <= 0) return [];
    const bytes = Buffer.alloc(size);
    const file = openSync(this.path, 'r');
    this.position += readSync(file, bytes, 0, size, this.position);
    closeSync(file);
    const lines = (this.rest + bytes.toString('utf8')).split('\n');
    this.rest = lines.pop() ?? '';
    return lines.filter(Boolean).map((line) => JSON.parse(line) as EpochResult);
  }
}

const short = (value: number) => value.toFixed(value !== 0 && Math.abs(value) < 0.001 ? 6 : 3);

/** Losses and metrics of one epoch in words, e.g. `error_rate 0.189, valid_loss 0.595`. */
export function describeEpoch({ metrics, train_loss, valid_loss }: EpochResult): string {
  const named: [string, number][] = Object.entries(metrics);
  named.push(typeof valid_loss === 'number' ? ['valid_loss', valid_loss] : ['train_loss', train_loss]);
  return named.map(([name, value]) => `${name} ${short(value)}`).join(', ');
}

/** What the closing table says of a notebook's fits. */
export interface Summary {
  /** The last epoch of the last fit. */
  readonly final: string;
  /** Mean over the epochs of the last fit. */
  readonly secondsPerEpoch?: number;
}

/** @param rows All epochs of one notebook, in order. */
export function summarize(rows: readonly EpochResult[]): Summary {
  const last = rows.at(-1);
  if (!last) return { final: 'nothing trained' };
  const fit = rows.filter((row) => row.learner === last.learner && row.fit === last.fit);
  const seconds = fit.reduce((sum, row) => sum + row.seconds, 0);
  return { final: describeEpoch(last), secondsPerEpoch: seconds / fit.length };
}
