import { inspect } from 'node:util';
import { countText, metricText } from '../base/number-text';
import type { EpochRow } from './callbacks/callback';

const BETA = 0.98;

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

  /**
   * Forgets the last fit.
   *
   * @returns A function that puts its record back.
   */
  reset(): () => void {
    const lists: unknown[][] = [
      this.losses,
      this.rawLosses,
      this.rates,
      this.momentums,
      this.rows,
      this.steps,
    ];
    const earlier = lists.map((list) => list.splice(0));
    const { average } = this;
    this.average = 0;
    return () => {
      for (const [i, list] of lists.entries()) {
        list.length = 0;
        for (const value of earlier[i]) list.push(value);
      }
      this.average = average;
    };
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
