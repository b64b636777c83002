import { stopwatch } from '../../base/clock';
import { type InterruptWatch, watchInterrupt, yieldToEventLoop } from '../../base/interrupt';
import { newStream } from '../../base/random';
import type { BatchSource } from '../../data/block';
import type { Model } from '../../models/model';
import type { Callback, FitState } from '../callbacks/callback';
import type { Loss } from '../losses/loss';
import type { Metric } from '../metrics/metric';
import type { Optimizer } from '../optimizer';
import type { Recorder } from '../recorder';
import type { Schedule } from '../schedules/schedule';
import { whileBusy } from './busy-models';
import { type Evaluation, evaluate } from './evaluate';
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
}

/** How long and how fast. */
export interface FitPlan {
  readonly epochs: number;
  /** Learning rate of each parameter group over the whole fit. By default rates stay as the optimizer has them. */
  readonly rates?: readonly Schedule[];
  /** Momentum over the whole fit. By default it stays as the optimizer has it. */
  readonly momentum?: Schedule;
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
 * always runs. Between batches it yields to the event loop, so that progress, the kernel's messages and interrupts get through.
 *
 * @returns The state in which the fit ended.
 * @throws FoveaError if another fit of the model is running; the first error of a callback.
 */
export function runFit(trainer: Trainer, plan: FitPlan): Promise<FitState> {
  return whileBusy(trainer.model, async () => {
    trainer.recorder.reset();
    const state = newState(trainer, plan);
    const callbacks = [...plan.callbacks].sort((a, b) => (a.order ?? 0) - (b.order ?? 0));
    const { model, optimizer, loss } = trainer;
    const watch = await watchInterrupt();
    const scale = model.precision === 'float16' ? lossScale() : undefined;
    const step = { model, optimizer, loss, callbacks, random: newStream(), scale };
    const notify = async (event: Event) => {
      for (const callback of callbacks) await callback[event]?.(state);
    };
    const begun: Callback[] = [];
    const failures: unknown[] = [];
    try {
      for (const callback of callbacks) {
        await callback.beforeFit?.(state);
        begun.push(callback);
      }
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

function newState({ model, optimizer, loss, metrics, recorder, train }: Trainer, { epochs }: FitPlan) {
  const state: Writable<FitState> = {
    model,
    optimizer,
    loss,
    metrics,
    numEpochs: epochs,
    epoch: 0,
    phase: 'train',
    batch: 0,
    numBatches: train.numBatches,
    position: 0,
    lastLoss: Number.NaN,
    smoothLoss: Number.NaN,
    rows: recorder.rows,
    metricNames: metrics.map(({ name }) => name),
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
    const validated = plan.validates !== false && trainer.valid.numItems > 0;
    const result = validated ? await validateEpoch(run) : undefined;
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
  for await (const batch of train.batches()) {
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
