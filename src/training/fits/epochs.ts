import { stopwatch } from '../../base/clock';
import { FoveaError } from '../../base/errors';
import { type InterruptWatch, yieldToEventLoop } from '../../base/interrupt';
import type { Batch } from '../../data/block';
import type { FitState } from '../callbacks/callback';
import type { Optimizer } from '../optimizer';
import { type Evaluation, evaluate } from './evaluate';
import type { FitPlan, Trainer } from './fit-plan';
import { type Pace, paceOf } from './pace';
import { type StepOptions, trainingStep } from './training-step';

export type Writable<T> = { -readonly [K in keyof T]: T[K] };
export type Event = 'beforeEpoch' | 'beforeBatch' | 'afterBatch' | 'afterEpoch';

/** A fit that is running. */
export interface Run {
  readonly trainer: Trainer;
  readonly plan: FitPlan;
  readonly state: Writable<FitState>;
  readonly step: StepOptions;
  readonly watch: InterruptWatch;
  notify(event: Event): Promise<void>;
}

/** Trains and validates, epoch by epoch, until all are done or something stops the fit. */
export async function runEpochs(run: Run): Promise<void> {
  const { trainer, plan, state, notify } = run;
  const pace = paceOf(trainer, plan.epochs);
  for (let epoch = 0; epoch < plan.epochs && !state.stopReason; epoch++) {
    const elapsed = stopwatch();
    state.epoch = epoch;
    await trainEpoch(run, pace);
    if (state.stopReason) break;
    const result = state.validates ? await validateEpoch(run, pace) : undefined;
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

async function trainEpoch({ trainer, plan, state, step, watch, notify }: Run, pace: Pace): Promise<void> {
  const { optimizer, recorder, train } = trainer;
  pace.begin();
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
    state.forecast = pace.afterBatch('train');
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

function validateEpoch({ trainer, state, watch, notify }: Run, pace: Pace): Promise<Evaluation> {
  pace.begin();
  Object.assign(state, { phase: 'valid', batch: 0, numBatches: trainer.valid.numBatches });
  return evaluate(trainer, trainer.valid, trainer.metrics, async () => {
    state.batch++;
    state.forecast = pace.afterBatch('valid');
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
