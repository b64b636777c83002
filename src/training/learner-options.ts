import type { BatchSource, TargetBlock } from '../data/block';
import type { ColourStatistics } from '../transforms/batch-transform';
import type { Callback } from './callbacks/callback';
import type { Loss } from './losses/loss';
import type { Metric } from './metrics/metric';
import type { OptimizerOptions } from './optimizer';
import type { OneCycleConstants } from './schedules/policy';
import type { Rate } from './schedules/rate';

/** What a learner learns from: usually `DataLoaders`. */
export interface LearnerData {
  /** Training batches. */
  readonly train: BatchSource;
  /** Validation batches. */
  readonly valid: BatchSource;
  /** What the targets are, e.g. their classes. Without it nothing is known of them but what the loss takes. */
  readonly target?: TargetBlock;
  /** The statistics that colours are normalized with, if they are. */
  readonly normalization?: ColourStatistics;
  /** Normalizes all batches from now on. */
  normalize?(statistics: ColourStatistics, options?: { model?: string }): void;
}

/** Options of a {@link Learner}, with fastai's names and defaults. */
export interface LearnerOptions extends OptimizerOptions {
  /** What gradient descent minimizes. */
  readonly loss: Loss;
  /** Numbers to compute over the validation set after each epoch. @defaultValue [] */
  readonly metrics?: readonly Metric[];
  /** For every fit, e.g. the live table. @defaultValue [] */
  readonly callbacks?: readonly Callback[];
  /** Momentum at the start, in the middle and at the end of a cycle. @defaultValue `[0.95, 0.85, 0.95]` */
  readonly moms?: readonly [number, number, number];
}

/** Options every fit takes. */
export interface FitOptions {
  /** Decoupled weight decay from now on. By default it stays as it is. */
  readonly wd?: number;
  /** For this fit only, after the learner's. @defaultValue [] */
  readonly callbacks?: readonly Callback[];
  /** Clear Adam's averages first. @defaultValue false */
  readonly resetOpt?: boolean;
  /**
   * Keeps the result, and takes it in place of training where a fit is the same as one that was kept, in this process or an earlier one:
   * weights, optimizer, random numbers and the recorder are then as after training, and the table says that it comes from the cache.
   *
   * The same are: images (their files by path, size and times), labels, split, transforms, batch size, model, weights, optimizer, random
   * numbers (so {@link setSeed} comes first, and the same cells after it), schedule, loss, metrics, callbacks, precision, budget, machine
   * and the code of fovea. Anything else trains. A fit with something custom, e.g. a metric of one's own, always trains, since nobody can
   * say what a function depends on; so does one of images from the web. The table says so. Callbacks that only observe, as
   * `csvLog`, see a kept fit like any other; with `saveModel` a fit always trains.
   *
   * `npm run data` lists what is kept, and clears it.
   *
   * @defaultValue false
   */
  readonly cache?: boolean;
  /**
   * Minutes that the fit may take. One that would take longer trains on a part: fewer epochs, and fewer items in each, drawn anew
   * for every epoch; if need be it validates on fewer, evenly spread. Schedules span what is trained, and the table says what was left
   * out. The speed is measured before, on a few batches, so on another machine it is another part. `fineTune` divides the time between its
   * two fits as they would take it. The environment variable FOVEA_BUDGET sets a limit for every fit.
   *
   * By default as many as it takes.
   */
  readonly budget?: number;
}

/** Options of {@link Learner.fit}. */
export interface ConstantRateOptions extends FitOptions {
  /** Learning rate, or rates by group. By default the learner's `lr`. */
  readonly lr?: Rate;
}

/** Options of {@link Learner.fitOneCycle}. */
export interface OneCycleOptions extends FitOptions, OneCycleConstants {
  /** Highest learning rate, or rates by group. By default the learner's `lr`. */
  readonly lrMax?: Rate;
}

/** Options of {@link Learner.fitFlatCos}. */
export interface FlatCosineOptions extends FitOptions {
  /** Learning rate, or rates by group. By default the learner's `lr`. */
  readonly lr?: Rate;
  /** The rate ends at `lr / divFinal`. @defaultValue 1e5 */
  readonly divFinal?: number;
  /** Fraction of the fit after which the rate falls, in [0, 1]. @defaultValue 0.75 */
  readonly pctStart?: number;
}

/** Options of {@link Learner.fineTune}. */
export interface FineTuneOptions extends FitOptions, OneCycleConstants {
  /** Highest learning rate of the head while the body is frozen; half of it afterwards. @defaultValue 2e-3 */
  readonly baseLr?: number;
  /** Epochs with the body frozen. @defaultValue 1 */
  readonly freezeEpochs?: number;
  /** How many times lower the first group's rate is than the head's, once all train. @defaultValue 100 */
  readonly lrMult?: number;
}
