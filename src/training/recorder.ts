import { inspect } from 'node:util';
import { countText, metricText } from '../base/number-text';
import type { EpochRow } from './callbacks/callback';

const BETA = 0.98;

/** What a {@link Recorder} holds, as plain data. */
export interface FitRecord {
  readonly losses: readonly number[];
  readonly rawLosses: readonly number[];
  readonly rates: readonly (readonly number[])[];
  readonly momentums: readonly number[];
  readonly rows: readonly EpochRow[];
  readonly steps: readonly number[];
  /** The moving average of the loss, not debiased. */
  readonly average: number;
}

/**
 * The record of a fit: losses and hyper-parameters by step, and the rows of the table. Reset at the start of each fit.
 *
 * @see fastai's `Recorder`.
 */
export class Recorder {
  /** Smoothed loss of each training step. */
  readonly losses: number[] = [];
  /** Loss of each training step as it was. */
  readonly rawLosses: number[] = [];
  /** For each step, the learning rate of each parameter group. */
  readonly rates: number[][] = [];
  /** For each step, the momentum. */
  readonly momentums: number[] = [];
  /** One for each finished epoch. */
  readonly rows: EpochRow[] = [];
  /** Number of training steps done at the end of each epoch. */
  readonly steps: number[] = [];
  private average = 0;

  /** One line that says what it is and what to call. */
  [inspect.custom](): string {
    const last = this.rows.at(-1);
    const loss = last?.validLoss ?? last?.trainLoss;
    const end =
      loss === undefined
        ? ''
        : `, the last with ${last?.validLoss === undefined ? 'train_loss' : 'valid_loss'} ${metricText(loss)}`;
    return `Recorder of ${this.rows.length} ${this.rows.length === 1 ? 'epoch' : 'epochs'} in ${countText(this.rawLosses.length)} steps${end}; learn.recorder.plotLoss() and .plotSched() draw them.`;
  }

  /** Moving average of the training loss (weight 0.98 on the past), debiased: divided by 1 - 0.98^steps. */
  get smoothLoss(): number {
    const count = this.rawLosses.length;
    return count === 0 ? Number.NaN : this.average / (1 - BETA ** count);
  }

  /** A copy of all that is recorded. */
  record(): FitRecord {
    const { losses, rawLosses, rates, momentums, rows, steps, average } = this;
    return {
      losses: [...losses],
      rawLosses: [...rawLosses],
      rates: rates.map((groups) => [...groups]),
      momentums: [...momentums],
      rows: [...rows],
      steps: [...steps],
      average,
    };
  }

  /** Replaces all that is recorded. */
  put({ average, ...lists }: FitRecord): void {
    const replace = <T>(list: T[], by: readonly T[]) => {
      list.length = 0;
      for (const value of by) list.push(value);
    };
    replace(this.losses, lists.losses);
    replace(this.rawLosses, lists.rawLosses);
    replace(
      this.rates,
      lists.rates.map((groups) => [...groups]),
    );
    replace(this.momentums, lists.momentums);
    replace(this.rows, lists.rows);
    replace(this.steps, lists.steps);
    this.average = average;
  }

  /**
   * Forgets the last fit.
   *
   * @returns A function that puts its record back.
   */
  reset(): () => void {
    const earlier = this.record();
    this.put({ losses: [], rawLosses: [], rates: [], momentums: [], rows: [], steps: [], average: 0 });
    return () => this.put(earlier);
  }

  /** Adds a training step: its loss, each parameter group's learning rate, and the momentum. */
  recordStep(loss: number, rates: readonly number[], momentum: number): void {
    this.average = BETA * this.average + (1 - BETA) * loss;
    this.rawLosses.push(loss);
    this.losses.push(this.smoothLoss);
    this.rates.push([...rates]);
    this.momentums.push(momentum);
  }

  /** Adds a finished epoch. */
  recordEpoch(row: EpochRow): void {
    this.rows.push(row);
    this.steps.push(this.rawLosses.length);
  }
}
