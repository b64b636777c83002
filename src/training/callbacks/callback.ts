import { inspect } from 'node:util';
import { FoveaError } from '../../base/errors';
import type { Recipe } from '../../base/recipe';
import type { Batch } from '../../data/block';
import type { Model } from '../../models/model';
import type { tf } from '../../tensorflow/tf';
import type { Loss } from '../losses/loss';
import type { Metric } from '../metrics/metric';
import type { Optimizer } from '../optimizer';

/** One finished epoch, as the table shows it. */
export interface EpochRow {
  /** From 0, as in fastai. */
  readonly epoch: number;
  /** Debiased moving average (0.98) of the batch losses since the fit began. */
  readonly trainLoss: number;
  /** Mean over the validation items; undefined where nothing was validated. */
  readonly validLoss?: number;
  /** In the learner's order, by {@link FitState.metricNames}. */
  readonly metrics: Readonly<Record<string, number>>;
  /** Wall time of the epoch, training and validation, in seconds. */
  readonly seconds: number;
}

/** How long a fit takes. */
export interface Forecast {
  /** All of it, in seconds. */
  readonly seconds: number;
  /** One epoch, training and validation, in seconds. */
  readonly secondsPerEpoch: number;
}

/** The state of a fit. Callbacks read it; the learner alone writes it. */
export interface FitState {
  readonly model: Model;
  /** Its hyper-parameters are those of the last step. */
  readonly optimizer: Optimizer;
  /** The learner's loss, as it is without callbacks. */
  readonly loss: Loss;
  /** The learner's metrics. */
  readonly metrics: readonly Metric[];
  /** Class names by index of the output; empty or undefined for targets without classes. */
  readonly vocabulary?: readonly string[];
  /** Name of the target block, e.g. `category`, where it is known. */
  readonly targets?: string;
  /** Epochs asked for. */
  readonly numEpochs: number;
  /** From 0. */
  readonly epoch: number;
  /** Whether the epoch is training or validating. */
  readonly phase: 'train' | 'valid';
  /** Batches done in this phase of this epoch. */
  readonly batch: number;
  /** Batches in this phase of an epoch. */
  readonly numBatches: number;
  /** Fraction of the fit's training done, in [0, 1]; fastai's `pct_train`. */
  readonly position: number;
  /** Loss of the last training batch; NaN before the first. */
  readonly lastLoss: number;
  /** Debiased moving average of the training batches' losses; NaN before the first. */
  readonly smoothLoss: number;
  /** Finished epochs. */
  readonly rows: readonly EpochRow[];
  /**
   * Names of the metrics' columns, in the learner's order, all different: of metrics with the same name also the options that tell
   * them apart, e.g. `f1_score_micro`.
   */
  readonly metricNames: readonly string[];
  /** False where nothing is validated: then epochs have neither a validation loss nor metrics. @defaultValue true */
  readonly validates?: boolean;
  /** What a reader of the fit's table should know, in sentences: what it goes on from, what was left out, what was not computed now. */
  readonly notes?: readonly string[];
  /** How long the fit will take, from the batches so far; undefined before it can be told. */
  readonly forecast?: Forecast;
  /** Epochs of another fit that follows in the same call: those of `fineTune` after the frozen ones. @defaultValue 0 */
  readonly epochsToFollow?: number;
  /** Ends the fit after this batch; the fit returns normally. */
  stop(reason: string): void;
  /** Why the fit ended early; undefined if it did not. */
  readonly stopReason?: string;
  /** True if the user stopped it (Jupyter's stop button). */
  readonly interrupted: boolean;
}

/** Functions that a fit calls at its events. Each may be async; the fit waits for it. */
export interface Callback {
  /** For summaries, e.g. `earlyStopping`. */
  readonly name: string;
  /** Callbacks of lower order run first. @defaultValue 0 */
  readonly order?: number;
  /** How to make it again. A fit with a callback that has none is not cached, unless the callback {@link observes}. */
  readonly recipe?: Recipe;
  /**
   * True for a callback that changes nothing of the fit: neither numbers nor files that belong to the training. Where a fit's recorded
   * result takes its place (the option `cache`), the events of its training steps and epochs are repeated for such callbacks.
   *
   * @defaultValue false
   */
  readonly observes?: boolean;
  /** Before the first epoch. */
  beforeFit?(state: FitState): void | Promise<void>;
  /** Before an epoch's training. */
  beforeEpoch?(state: FitState): void | Promise<void>;
  /** Before each training batch. */
  beforeBatch?(state: FitState): void | Promise<void>;
  /** May replace a training batch, e.g. mixup. The learner disposes the old and the new one. */
  transformBatch?(batch: Batch, state: FitState): Batch;
  /** May replace the loss for this training batch, after `transformBatch`. */
  transformLoss?(loss: Loss, state: FitState): Loss;
  /**
   * May replace the gradients before the optimizer's step.
   *
   * @param gradients float32, by the names of the parameters, in TensorFlow's layout. Owned by the `tf.tidy` of the step: what a
   *   later step needs is kept by `tf.keep`.
   * @returns Gradients of the same names and shapes, owned by the same `tf.tidy`; undefined skips the step.
   */
  transformGradients?(gradients: Map<string, tf.Tensor>, state: FitState): Map<string, tf.Tensor> | undefined;
  /** After each batch, training and validation. */
  afterBatch?(state: FitState): void | Promise<void>;
  /** After an epoch's validation. */
  afterEpoch?(state: FitState): void | Promise<void>;
  /** Always runs where `beforeFit` did not fail, also after an interrupt or an error. */
  afterFit?(state: FitState): void | Promise<void>;
}

/** @throws FoveaError unless all are callbacks: a function such as `earlyStopping`, not called, is none and would do nothing. */
export function expectCallbacks(callbacks: readonly Callback[]): void {
  if (!Array.isArray(callbacks)) {
    throw new FoveaError(
      'Expected a list of callbacks, received something else.',
      'Write callbacks: [earlyStopping()].',
    );
  }
  const index = callbacks.findIndex((one) => typeof one !== 'object' || one === null);
  if (index < 0) return;
  const other: unknown = callbacks[index];
  const isFunction = typeof other === 'function';
  throw new FoveaError(
    `Expected callbacks, received ${isFunction ? `the function ${other.name || 'without a name'}` : inspect(other)}.`,
    isFunction ? `Call it: callbacks: [${other.name || 'make'}()].` : 'Write callbacks: [earlyStopping()].',
  );
}
