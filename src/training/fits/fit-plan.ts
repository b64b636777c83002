import type { BatchSource, TargetBlock } from '../../data/block';
import type { Model } from '../../models/model';
import type { Callback } from '../callbacks/callback';
import type { Loss } from '../losses/loss';
import type { Metric } from '../metrics/metric';
import type { Optimizer } from '../optimizer';
import type { Recorder } from '../recorder';
import type { Schedule } from '../schedules/schedule';

/** What a fit works on. */
export interface Trainer {
  readonly model: Model;
  readonly optimizer: Optimizer;
  readonly loss: Loss;
  readonly metrics: readonly Metric[];
  readonly recorder: Recorder;
  readonly train: BatchSource;
  readonly valid: BatchSource;
  /** What the targets are, where it is known. */
  readonly target?: TargetBlock;
  /** What earlier fits did to the weights; fits add to it. Undefined where steps do not count, because they are undone. */
  readonly history?: TrainingHistory;
}

/** What the fits of a learner did to its weights. */
export interface TrainingHistory {
  /** Finished epochs. */
  epochs: number;
  /** Steps, those of interrupted epochs too. */
  steps: number;
  /** The first group whose weights the last fit trained. */
  frozenTo: number;
}

/** How long and how fast. */
export interface FitPlan {
  readonly epochs: number;
  /** Learning rate of each parameter group over the whole fit. By default rates stay as the optimizer has them. */
  readonly rates?: readonly Schedule[];
  /** Momentum over the whole fit. By default it stays as the optimizer has it. */
  readonly momentum?: Schedule;
  /** Learning rate of each parameter group to begin with, where `rates` are not given. */
  readonly firstRates?: readonly number[];
  /** Weight decay from now on. */
  readonly wd?: number;
  /** Freezes the groups before this one, and clears Adam's averages. */
  readonly frozenTo?: number;
  /** Clears Adam's averages. */
  readonly resetOpt?: boolean;
  readonly callbacks: readonly Callback[];
  /** False skips validation. @defaultValue true */
  readonly validates?: boolean;
  /** Takes the recorded result of an equal fit, and records its own. @defaultValue false */
  readonly cache?: boolean;
  /** Trains on a part only. */
  readonly budget?: FitBudget;
  /** Whether it goes on from another fit of the same call, which needs no mention. @defaultValue false */
  readonly isSecondPhase?: boolean;
  /** Epochs of the fit that follows in the same call. @defaultValue 0 */
  readonly epochsToFollow?: number;
}

/** The time that a fit may take. */
export interface FitBudget {
  /** What the part depends on, beside the speed of the machine, as plain data. */
  readonly content: unknown;
  /** Measures the speed, and plans what can be done in the time. Changes nothing. */
  part(): Promise<FitPart>;
}

/** What a fit trains on within its budget. */
export interface FitPart {
  readonly epochs: number;
  readonly train: BatchSource;
  readonly valid: BatchSource;
  /** A sentence on what was left out; undefined if nothing was. */
  readonly note?: string;
}
