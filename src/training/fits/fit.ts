import { stopwatch } from '../../base/clock';
import { FoveaError } from '../../base/errors';
import { type InterruptWatch, watchInterrupt, yieldToEventLoop } from '../../base/interrupt';
import { newStream } from '../../base/random';
import type { Batch, BatchSource, TargetBlock } from '../../data/block';
import type { Model } from '../../models/model';
import type { Callback, FitState } from '../callbacks/callback';
import type { Loss } from '../losses/loss';
import { expectMetrics, type Metric } from '../metrics/metric';
import { metricColumns } from '../metrics/metric-columns';
import type { Optimizer } from '../optimizer';
import type { Recorder } from '../recorder';
import type { Schedule } from '../schedules/schedule';
import { whileBusy } from './busy-models';
import { type Evaluation, evaluate } from './evaluate';
import { expectParameters, expectTrainable } from './expect-trainable';
import { lossScale } from './loss-scale';
import { type StepOptions, trainingStep } from './training-step';

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
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };
type Event = 'beforeEpoch' | 'beforeBatch' | 'afterBatch' | 'afterEpoch';

/** A fit that is running. */
interface Run {
  readonly trainer: Trainer;
  readonly plan: FitPlan;
  readonly state: Writable<FitState>;
  readonly step: StepOptions;
  readonly watch: InterruptWatch;
  notify(event: Event): Promise<void>;
}

/**
 * Trains.
 *
 * Stops at the next batch when interrupted or when a callback says so; weights are then as of that batch. Callbacks' `afterFit`
 * always runs. What refuses the fit, a callback's `beforeFit` too, does so before anything is changed. Between batches it yields to
 * the event loop, so that progress, the kernel's messages and interrupts get through.
 *
 * @returns The state in which the fit ended.
 * @throws FoveaError if the model was disposed, another fit of it is running, or there is nothing to train; the first error of a
 *   callback.
 */
export function runFit(trainer: Trainer, plan: FitPlan): Promise<FitState> {
  return whileBusy(trainer.model, async () => {
    expectMetrics(trainer.metrics);
    expectTrainable(trainer);
    // A cell that was stopped begins no fit: nothing may be changed before.
    const watch = await watchInterrupt();
    const undo = prepare(trainer, plan);
    const state = newState(trainer, plan);
    const callbacks = [...plan.callbacks].sort((a, b) => (a.order ?? 0) - (b.order ?? 0));
    const { model, optimizer, loss } = trainer;
    const scale = model.precision === 'float16' ? lossScale() : undefined;
    const step = { model, optimizer, loss, callbacks, random: newStream(), scale };
    const notify = async (event: Event) => {
      for (const callback of callbacks) await callback[event]?.(state);
    };
    const begun: Callback[] = [];
    const failures: unknown[] = [];
    try {
      try {
        expectParameters(optimizer);
        for (const callback of callbacks) {
          await callback.beforeFit?.(state);
          begun.push(callback);
        }
      } catch (error) {
        undo();
        throw error;
      }
      if (plan.resetOpt || plan.frozenTo !== undefined) optimizer.clearState();
      await runEpochs({ trainer, plan, state, step, watch, notify });
    } catch (error) {
      failures.push(error);
    }
    watch.close();
    for (const callback of begun) {
      try {
        await callback.afterFit?.(state);
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
    return state;
  });
}

/** Sets the optimizer and the record up for a fit. Returns what undoes it. */
function prepare(
  { optimizer, recorder }: Trainer,
  { firstRates, wd, frozenTo = optimizer.frozenTo }: FitPlan,
): () => void {
  const { hypers, frozenTo: frozenBefore } = optimizer;
  const before = hypers.map((hyper) => ({ ...hyper }));
  const putRecordBack = recorder.reset();
  for (const [i, hyper] of hypers.entries()) {
    if (firstRates) hyper.rate = firstRates[i];
    if (wd !== undefined) hyper.weightDecay = wd;
  }
  optimizer.frozenTo = frozenTo;
  return () => {
    for (const [i, hyper] of hypers.entries()) Object.assign(hyper, before[i]);
    optimizer.frozenTo = frozenBefore;
    putRecordBack();
  };
}

function newState(
  { model, optimizer, loss, metrics, recorder, train, valid, target }: Trainer,
  { epochs, validates = true }: FitPlan,
) {
  const state: Writable<FitState> = {
    model,
    optimizer,
    loss,
    metrics,
    vocabulary: target?.vocabulary,
    numEpochs: epochs,
    epoch: 0,
    phase: 'train',
    batch: 0,
    numBatches: train.numBatches,
    position: 0,
    lastLoss: Number.NaN,
    smoothLoss: Number.NaN,
    rows: recorder.rows,
    metricNames: metricColumns(metrics),
    validates: validates && valid.numItems > 0,
    interrupted: false,
    stop: (reason) => {
      state.stopReason ??= reason;
    },
  };
  return state;
}

async function runEpochs(run: Run): Promise<void> {
  const { trainer, plan, state, notify } = run;
  for (let epoch = 0; epoch < plan.epochs && !state.stopReason; epoch++) {
    const elapsed = stopwatch();
    state.epoch = epoch;
    await trainEpoch(run);
    if (state.stopReason) break;
    const result = state.validates ? await validateEpoch(run) : undefined;
    if (state.interrupted) break;
    trainer.recorder.recordEpoch({
      epoch,
      trainLoss: trainer.recorder.smoothLoss,
      validLoss: result?.loss,
      metrics: result?.metrics ?? {},
      seconds: elapsed(),
    });
    await notify('afterEpoch');
  }
}

async function trainEpoch({ trainer, plan, state, step, watch, notify }: Run): Promise<void> {
  const { optimizer, recorder, train } = trainer;
  Object.assign(state, { phase: 'train', batch: 0, numBatches: train.numBatches });
  state.position = state.epoch / plan.epochs;
  await notify('beforeEpoch');
  const stepsBefore = recorder.rawLosses.length;
  for await (const batch of train.batches()) {
    if (isTooSmall(batch, state)) {
      batch.dispose();
      continue;
    }
    let loss: number;
    try {
      await notify('beforeBatch');
      setHypers(optimizer, plan, state.position);
      loss = trainingStep(step, state, batch);
    } finally {
      batch.dispose();
    }
    const { hypers } = optimizer;
    recorder.recordStep(
      loss,
      hypers.map(({ rate }) => rate),
      hypers[0].momentum,
    );
    state.batch++;
    state.position += 1 / (train.numBatches * plan.epochs);
    state.lastLoss = loss;
    state.smoothLoss = recorder.smoothLoss;
    await notify('afterBatch');
    await stopIfInterrupted(state, watch);
    if (state.stopReason) break;
  }
  if (recorder.rawLosses.length > stepsBefore) return;
  throw new FoveaError(
    `There was nothing to train on in epoch ${state.epoch}: none of the ${train.numItems} training items could be used.`,
    'Warnings above name those that were skipped. Run verifyImages(files), and repair or remove what it names.',
  );
}

/** True for a batch too small for the model's batch normalization: one that lost images that could not be read. */
function isTooSmall({ items }: Batch, { model }: FitState): boolean {
  const { leastTrainingBatch: least = 1 } = model;
  if (items.length >= least) return false;
  console.warn(
    `Left out a training batch of ${items.length}: the batch normalization of ${model.name} needs ${least} images.`,
  );
  return true;
}

function validateEpoch({ trainer, state, watch, notify }: Run): Promise<Evaluation> {
  Object.assign(state, { phase: 'valid', batch: 0, numBatches: trainer.valid.numBatches });
  return evaluate(trainer, trainer.valid, trainer.metrics, async () => {
    state.batch++;
    await notify('afterBatch');
    await stopIfInterrupted(state, watch);
    return state.interrupted;
  });
}

async function stopIfInterrupted(state: Writable<FitState>, watch: InterruptWatch): Promise<void> {
  await yieldToEventLoop();
  if (!watch.interrupted) return;
  state.interrupted = true;
  state.stop('interrupted');
}

function setHypers(optimizer: Optimizer, plan: FitPlan, position: number): void {
  optimizer.hypers.forEach((hyper, i) => {
    if (plan.rates) hyper.rate = plan.rates[i](position);
    if (plan.momentum) hyper.momentum = plan.momentum(position);
  });
}
