import { FoveaError } from '../../base/errors';
import { type InterruptWatch, watchInterrupt } from '../../base/interrupt';
import { newStream, type Random } from '../../base/random';
import type { Batch, BatchSource } from '../../data/block';
import { type Model, runModel, startPass } from '../../models/model';
import type { Parameter } from '../../models/parameter';
import { valueAndGradients } from '../../tensorflow/gradients';
import type { Precision } from '../../tensorflow/precision';
import { tf } from '../../tensorflow/tf';
import type { Callback, FitState } from '../callbacks/callback';
import type { Loss } from '../losses/cross-entropy';
import type { Metric } from '../metrics/metric';
import type { Optimizer } from '../optimizer';
import type { Recorder } from '../recorder';
import type { Schedule } from '../schedules/schedule';
import { evaluate } from './evaluate';
import { type LossScale, lossScale } from './loss-scale';

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
  /** Learning rate of each parameter group over the whole fit; as the optimizer has it unless told. */
  readonly rates?: readonly Schedule[];
  /** Momentum over the whole fit; as the optimizer has it unless told. */
  readonly momentum?: Schedule;
  readonly callbacks: readonly Callback[];
  /** False skips validation. */
  readonly validates?: boolean;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * Trains.
 *
 * Stops at the next batch when interrupted or when a callback says so; weights are then as of that batch. Callbacks' `afterFit`
 * always runs. Between batches it yields to the event loop, so that progress, the kernel's messages and interrupts get through.
 *
 * @returns How the fit ended.
 */
export async function runFit(trainer: Trainer, plan: FitPlan): Promise<FitState> {
  const { recorder, train, metrics } = trainer;
  const callbacks = [...plan.callbacks].sort((a, b) => (a.order ?? 0) - (b.order ?? 0));
  const notify = async (moment: 'beforeEpoch' | 'beforeBatch' | 'afterBatch' | 'afterEpoch') => {
    for (const callback of callbacks) await callback[moment]?.(state);
  };
  expectIdle(trainer.model);
  underWay.add(trainer.model);
  recorder.reset();
  const state: Writable<FitState> = {
    model: trainer.model,
    optimizer: trainer.optimizer,
    numEpochs: plan.epochs,
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
  const watch = await watchInterrupt();
  const random = newStream();
  const scale = trainer.model.precision === 'float16' ? lossScale() : undefined;
  const begun: Callback[] = [];
  const failures: unknown[] = [];
  try {
    for (const callback of callbacks) {
      await callback.beforeFit?.(state);
      begun.push(callback);
    }
    for (let epoch = 0; epoch < plan.epochs && !state.stopReason; epoch++) {
      const started = performance.now();
      Object.assign(state, { epoch, phase: 'train', batch: 0, numBatches: train.numBatches });
      state.position = epoch / plan.epochs;
      await notify('beforeEpoch');
      for await (const batch of train.batches()) {
        let loss: number;
        try {
          await notify('beforeBatch');
          setHypers(trainer.optimizer, plan, state.position);
          loss = trainBatch(trainer, callbacks, state, batch, { random, scale });
        } finally {
          batch.dispose();
        }
        recorder.recordStep(
          loss,
          trainer.optimizer.hypers.map((h) => h.rate),
          trainer.optimizer.hypers[0].momentum,
        );
        state.batch++;
        state.position += 1 / (train.numBatches * plan.epochs);
        state.lastLoss = loss;
        state.smoothLoss = recorder.smoothLoss;
        await notify('afterBatch');
        await breathe(state, watch);
        if (state.stopReason) break;
      }
      if (state.stopReason) break;
      const validated = plan.validates !== false && trainer.valid.numItems > 0;
      const result = validated ? await validate(trainer, state, notify, watch) : undefined;
      if (state.interrupted) break;
      const seconds = (performance.now() - started) / 1000;
      recorder.recordEpoch({
        epoch,
        trainLoss: recorder.smoothLoss,
        validLoss: result?.loss,
        metrics: result?.metrics ?? {},
        seconds,
      });
      await notify('afterEpoch');
    }
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
  underWay.delete(trainer.model);
  if (failures.length > 0) throw failures[0];
  return state;
}

const underWay = new WeakSet<Model>();

/**
 * Checks that no fit of a model is under way.
 *
 * @throws FoveaError if one is: a second would change the same weights in turn.
 */
export function expectIdle(model: Model): void {
  if (!underWay.has(model)) return;
  throw new FoveaError(
    'This learner is being trained already.',
    'Wait for the cell that trains it; did it forget "await"?',
  );
}

/** Sets what a model computes in, unless a fit of it is under way. */
export function setPrecision(model: Model, precision: Precision): void {
  expectIdle(model);
  model.precision = precision;
}

async function validate(
  trainer: Trainer,
  state: Writable<FitState>,
  notify: (moment: 'afterBatch') => Promise<void>,
  watch: InterruptWatch,
) {
  Object.assign(state, { phase: 'valid', batch: 0, numBatches: trainer.valid.numBatches });
  return evaluate(trainer, trainer.valid, trainer.metrics, async () => {
    state.batch++;
    await notify('afterBatch');
    await breathe(state, watch);
    return state.interrupted;
  });
}

async function breathe(state: Writable<FitState>, watch: InterruptWatch): Promise<void> {
  await new Promise(setImmediate);
  if (watch.interrupted) {
    state.interrupted = true;
    state.stop('interrupted');
  }
}

function setHypers(optimizer: Optimizer, plan: FitPlan, position: number): void {
  optimizer.hypers.forEach((hyper, i) => {
    if (plan.rates) hyper.rate = plan.rates[i](position);
    if (plan.momentum) hyper.momentum = plan.momentum(position);
  });
}

function trainBatch(
  { model, optimizer, loss }: Trainer,
  callbacks: readonly Callback[],
  state: FitState,
  given: Batch,
  { random, scale }: { readonly random: Random; readonly scale?: LossScale },
): number {
  let batch = given;
  const replacements: Batch[] = [];
  const trained = optimizer.trainable();
  try {
    for (const callback of callbacks) {
      const replacement = callback.transformBatch?.(batch, state) ?? batch;
      if (replacement !== batch) replacements.push(replacement);
      batch = replacement;
    }
    const lossOfBatch = callbacks.reduce((before, cb) => cb.transformLoss?.(before, state) ?? before, loss);
    return tf.tidy(() => {
      const pass = startPass({ training: true, random });
      const weights = trained.map((p) => pass.value(p));
      const { value, gradients } = valueAndGradients(
        () => lossOfBatch.value(runModel(model, batch.inputs, pass), batch.targets),
        weights,
        { scale: scale?.factor },
      );
      // Adam writes in place only where nobody else holds the weights.
      tf.dispose(weights);
      const byName = new Map(trained.map((p, i) => [p.name, gradients[i]]));
      step(optimizer, callbacks, state, trained, scale ? scale.unscale(byName) : byName);
      return value.dataSync()[0];
    });
  } finally {
    for (const replacement of replacements) replacement.dispose();
  }
}

function step(
  optimizer: Optimizer,
  callbacks: readonly Callback[],
  state: FitState,
  trained: readonly Parameter[],
  gradients: Map<string, tf.Tensor> | undefined,
): void {
  let byName = gradients;
  for (const callback of callbacks) {
    if (!byName) return;
    if (callback.transformGradients) byName = callback.transformGradients(byName, state);
  }
  if (!byName) return;
  const last = byName;
  optimizer.step(new Map(trained.map((p) => [p, last.get(p.name) as tf.Tensor])));
}
