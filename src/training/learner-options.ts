import type { BatchSource } from '../data/block';
import type { Callback } from './callbacks/callback';
import type { Loss } from './losses/cross-entropy';
import type { Metric } from './metrics';
import type { OptimizerOptions } from './optimizer';
import type { OneCycleConstants } from './schedules/policy';
import type { Rate } from './schedules/rate';

/** What a learner learns from: usually `DataLoaders`. */
export interface LearnerData {
  readonly train: BatchSource;
  readonly valid: BatchSource;
}

/** How a learner learns. */
export interface LearnerOptions extends OptimizerOptions {
  readonly loss: Loss;
  readonly metrics?: readonly Metric[];
  /** For every fit, e.g. the live table. */
  readonly callbacks?: readonly Callback[];
  /** Momentum at the start, in the middle and at the end of a cycle. */
  readonly moms?: readonly [number, number, number];
}

/** Options every fit takes. */
export interface FitOptions {
  /** Decoupled weight decay from now on. */
  readonly wd?: number;
  /** For this fit only. */
  readonly callbacks?: readonly Callback[];
  /** Forget Adam's averages first. */
  readonly resetOpt?: boolean;
}

/** Options of {@link Learner.fitOneCycle}. */
export interface OneCycleOptions extends FitOptions, OneCycleConstants {
  /** Highest rate, or rates by group; the learner's `lr` unless told. */
  readonly lrMax?: Rate;
}

/** Options of {@link Learner.fineTune}. */
export interface FineTuneOptions extends FitOptions, OneCycleConstants {
  /** Rate of the head while the body is frozen. */
  readonly baseLr?: number;
  /** Epochs with the body frozen. */
  readonly freezeEpochs?: number;
  /** How much lower the first group's rate is than the head's, once all train. */
  readonly lrMult?: number;
}
