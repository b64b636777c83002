import { stopwatch } from '../../base/clock';
import { FoveaError } from '../../base/errors';
import { stopped, watchInterrupt, yieldToEventLoop } from '../../base/interrupt';
import { countText } from '../../base/number-text';
import { newStream, putSharedRandom, sharedRandom } from '../../base/random';
import type { Batch, BatchSource } from '../../data/block';
import { timeBudget } from '../../datasets/time-budget';
import type { FitState } from '../callbacks/callback';
import { inOrder } from '../expect-batches';
import { takeSnapshot } from '../snapshot';
import { evaluate } from './evaluate';
import { expectMemory } from './expect-memory';
import { expectParameters } from './expect-trainable';
import type { FitBudget, FitPart, Trainer } from './fit-plan';
import { lossScale } from './loss-scale';
import { trainingStep } from './training-step';

/** A fit of a call, as far as its duration depends on it. */
export interface Phase {
  readonly epochs: number;
  /** The first group that trains. By default as the optimizer has it. */
  readonly frozenTo?: number;
}

/**
 * The budget of a call of a fit, or of the two fits of `fineTune`, which share the time as they would without a limit. The environment
 * variable FOVEA_BUDGET limits all fits, as if each were called with this `budget`, where its own is not smaller.
 *
 * @param minutes The option `budget`.
 * @param phases The fits of the call.
 * @returns The budget of each; undefined where there is no limit.
 * @throws FoveaError unless `minutes`, and FOVEA_BUDGET where it is set, are numbers above 0.
 */
export function budgetsOf(
  trainer: Trainer,
  minutes: number | undefined,
  phases: readonly Phase[],
): readonly FitBudget[] | undefined {
  if (minutes !== undefined && !(minutes > 0 && Number.isFinite(minutes))) {
    throw new FoveaError(`Expected a number of minutes above 0 as budget, received ${minutes}.`);
  }
  const limits = [minutes, timeBudget()].filter((one) => one !== undefined);
  if (limits.length === 0) return undefined;
  const least = Math.min(...limits);
  let parts: Promise<FitPart[]> | undefined;
  return phases.map((_, i) => ({
    content: { minutes: least, phases, phase: i },
    part: async () => {
      parts ??= planParts(trainer, least, phases);
      return (await parts)[i];
    },
  }));
}

/** Seconds that parts of a fit take. */
export interface Speed {
  /** One training batch. */
  readonly step: number;
  /** The whole validation set. */
  readonly validation: number;
}

/** So much of the time validation may take. */
const MOST_VALIDATION = 1 / 4;

/**
 * What can be done in some time. Epochs, and the batches of each, are reduced by about the same factor; epochs further where validating
 * after each of them would take more than a quarter of the time. Where one validation takes more than that, it is reduced too.
 *
 * @param seconds The time.
 * @param whole The fit without a limit: its epochs, and the training batches of each.
 * @param speed How long they take.
 * @returns Epochs and batches, at least 1 of each, and the fraction of the validation set, in (0, 1].
 */
export function partWithin(
  seconds: number,
  whole: { readonly epochs: number; readonly batches: number },
  { step, validation }: Speed,
): { epochs: number; batches: number; validated: number } {
  const needed = whole.epochs * (whole.batches * step + validation);
  if (needed <= seconds) return { ...whole, validated: 1 };
  const validated = validation > 0 ? Math.min(1, (MOST_VALIDATION * seconds) / validation) : 1;
  const oneValidation = validated * validation;
  const byValidation =
    oneValidation > 0 ? Math.floor((MOST_VALIDATION * seconds) / oneValidation) : whole.epochs;
  const byFactor = Math.ceil(whole.epochs * Math.sqrt(seconds / needed));
  const epochs = Math.max(1, Math.min(whole.epochs, byFactor, byValidation));
  const batches = Math.floor((seconds / epochs - oneValidation) / step);
  return { epochs, batches: Math.max(1, Math.min(whole.batches, batches)), validated };
}

async function planParts(trainer: Trainer, minutes: number, phases: readonly Phase[]): Promise<FitPart[]> {
  const { train, valid } = trainer;
  const elapsed = stopwatch();
  const speeds = await measureSpeeds(trainer, 60 * minutes, phases);
  const left = Math.max(0, 60 * minutes - elapsed());
  const needed = phases.map(
    ({ epochs }, i) => epochs * (train.numBatches * speeds[i].step + speeds[i].validation),
  );
  const total = needed.reduce((sum, seconds) => sum + seconds, 0);
  return phases.map(({ epochs: all }, i) => {
    const seconds = (left * needed[i]) / total;
    const { epochs, batches, validated } = partWithin(
      seconds,
      { epochs: all, batches: train.numBatches },
      speeds[i],
    );
    const numValidated = Math.max(1, Math.round(validated * valid.numItems));
    const part = { epochs, train: firstBatches(train, batches), valid: someOf(valid, numValidated) };
    return { ...part, note: noteOf(minutes, all, trainer, part) };
  });
}

function noteOf(
  minutes: number,
  allEpochs: number,
  { train, valid }: Trainer,
  part: Omit<FitPart, 'note'>,
): string | undefined {
  const epochs = part.epochs < allEpochs ? `${part.epochs} of ${allEpochs} epochs` : undefined;
  const items =
    part.train.numBatches < train.numBatches
      ? `${countText(part.train.numItems)} of ${countText(train.numItems)} items an epoch`
      : undefined;
  const validated =
    part.valid.numItems < valid.numItems
      ? `validated on ${countText(part.valid.numItems)} of ${countText(valid.numItems)}`
      : undefined;
  const left = [epochs, items, validated].filter(Boolean);
  const time = minutes === 1 ? '1 minute' : `${Number(minutes.toPrecision(2))} minutes`;
  return left.length > 0 ? `Budget of ${time}: ${left.join(', ')}.` : undefined;
}

/** The first batches of each epoch: of a loader that shuffles, other items each time. */
function firstBatches(source: BatchSource, count: number): BatchSource {
  if (count >= source.numBatches) return source;
  const { batchSize } = source;
  return {
    numItems: Math.min(source.numItems, count * (batchSize ?? source.numItems / source.numBatches)),
    numBatches: count,
    batchSize,
    async *batches() {
      let left = count;
      for await (const batch of source.batches()) {
        yield batch;
        if (--left === 0) return;
      }
    },
  };
}

function someOf(source: BatchSource, count: number): BatchSource {
  if (count >= source.numItems) return source;
  if (source.some) return source.some(count);
  return firstBatches(source, Math.max(1, Math.round((source.numBatches * count) / source.numItems)));
}

/** How long a measurement goes on: for so many batches and seconds, but for no more than so much of the budget. */
const BATCHES = 3;
const SECONDS = 2;
const MOST_OF_BUDGET = 0.1;

/** Trains a few steps of each phase and validates a few batches, then puts everything back. */
async function measureSpeeds(trainer: Trainer, budget: number, phases: readonly Phase[]): Promise<Speed[]> {
  const { model, optimizer } = trainer;
  const { frozenTo } = optimizer;
  const random = sharedRandom();
  const watch = await watchInterrupt();
  const snapshot = takeSnapshot(model, optimizer);
  const isEnough = () => {
    const elapsed = stopwatch();
    return (batches: number) => {
      if (watch.interrupted) throw stopped('The model is as it was before.');
      return (
        (batches >= BATCHES && elapsed() >= SECONDS) || elapsed() >= (MOST_OF_BUDGET * budget) / phases.length
      );
    };
  };
  try {
    const steps: number[] = [];
    for (const phase of phases) {
      optimizer.frozenTo = phase.frozenTo ?? frozenTo;
      expectParameters(optimizer);
      await expectMemory(trainer, {});
      steps.push(await secondsOfStep(trainer, isEnough()));
    }
    const validation = await secondsOfValidation(trainer, isEnough());
    return steps.map((step) => ({ step, validation }));
  } finally {
    watch.close();
    optimizer.frozenTo = frozenTo;
    snapshot.restore();
    snapshot.dispose();
    putSharedRandom(random);
  }
}

// The first batch waits for files and for memory: it counts only where it is the only one.
function meanOf(times: readonly number[]): number {
  const counted = times.length > 1 ? times.slice(1) : times;
  return counted.reduce((sum, time) => sum + time, 0) / counted.length;
}

async function secondsOfStep(
  { model, optimizer, loss, train }: Trainer,
  isEnough: (batches: number) => boolean,
): Promise<number> {
  const scale = model.precision === 'float16' ? lossScale() : undefined;
  const step = { model, optimizer, loss, callbacks: [], random: newStream(), scale };
  const times: number[] = [];
  for (;;) {
    let elapsed = stopwatch();
    for await (const batch of train.batches()) {
      stepOn(step, batch);
      times.push(elapsed());
      await yieldToEventLoop();
      if (isEnough(times.length)) return meanOf(times);
      elapsed = stopwatch();
    }
    if (times.length === 0) return 0;
  }
}

function stepOn(step: Parameters<typeof trainingStep>[0], batch: Batch): void {
  try {
    if (batch.items.length >= (step.model.leastTrainingBatch ?? 1)) trainingStep(step, {} as FitState, batch);
  } finally {
    batch.dispose();
  }
}

async function secondsOfValidation(
  trainer: Trainer,
  isEnough: (batches: number) => boolean,
): Promise<number> {
  const { valid } = trainer;
  if (valid.numItems === 0) return 0;
  const times: number[] = [];
  let elapsed = stopwatch();
  await evaluate(trainer, valid, trainer.metrics, async () => {
    times.push(elapsed());
    await yieldToEventLoop();
    elapsed = stopwatch();
    return isEnough(times.length);
  });
  return meanOf(times) * inOrder(valid).numBatches;
}
