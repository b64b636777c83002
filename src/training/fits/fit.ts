import { stopwatch } from '../../base/clock';
import { watchInterrupt } from '../../base/interrupt';
import { newStream } from '../../base/random';
import type { FitState } from '../callbacks/callback';
import { type FitCache, openFitCache } from '../fit-cache/fit-cache';
import { isObserver } from '../fit-cache/ingredients';
import { expectMetrics } from '../metrics/metric';
import { metricColumns } from '../metrics/metric-columns';
import { whileBusy } from './busy-models';
import { type Event, runEpochs, type Writable } from './epochs';
import { expectMemory } from './expect-memory';
import { expectParameters, expectTrainable } from './expect-trainable';
import type { FitPlan, Trainer } from './fit-plan';
import { goesOnFrom, noteFit } from './history';
import { lossScale } from './loss-scale';
import { replay } from './replay';

/**
 * Trains, or takes the recorded result of an equal fit.
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
    const { target } = trainer;
    if (target && plan.validates !== false) for (const one of trainer.metrics) one.expectTargets?.(target);
    const cache = plan.cache ? openFitCache(trainer, plan) : undefined;
    const part = cache?.found ? undefined : await plan.budget?.part();
    const history = goesOnFrom(trainer, plan);
    // Where a learner goes on, its weights are others than those of every fit before.
    const difference = history ? undefined : cache?.difference;
    const lasting = cache?.found?.result.notes ?? [part?.note].filter(isText);
    const notes = [history, cache?.note, difference, ...lasting].filter(isText);
    return runPart(
      { ...trainer, ...(part && { train: part.train, valid: part.valid }) },
      { ...plan, epochs: cache?.found?.result.numEpochs ?? part?.epochs ?? plan.epochs },
      { cache, notes, lasting },
    );
  });
}

const isText = (note: string | undefined) => note !== undefined;

interface Told {
  readonly cache?: FitCache;
  readonly notes: string[];
  /** Those of the notes that hold for the recorded result too. */
  readonly lasting: readonly string[];
}

async function runPart(trainer: Trainer, plan: FitPlan, { cache, notes, lasting }: Told): Promise<FitState> {
  const { model, optimizer, loss, recorder, history } = trainer;
  const found = cache?.found;
  // A cell that was stopped begins no fit: nothing may be changed before.
  const watch = await watchInterrupt();
  const undo = prepare(trainer, plan);
  const state = newState(trainer, plan, notes);
  const inOrder = [...plan.callbacks].sort((a, b) => (a.order ?? 0) - (b.order ?? 0));
  const callbacks = found ? inOrder.filter(isObserver) : inOrder;
  const elapsed = stopwatch();
  const scale = model.precision === 'float16' ? lossScale() : undefined;
  const step = { model, optimizer, loss, callbacks, random: newStream(), scale };
  const notify = async (event: Event) => {
    for (const callback of callbacks) await callback[event]?.(state);
  };
  const begun: typeof callbacks = [];
  const failures: unknown[] = [];
  let isUnderWay = false;
  try {
    try {
      expectParameters(optimizer);
      if (!found) await expectMemory(trainer, plan);
      for (const callback of callbacks) {
        await callback.beforeFit?.(state);
        begun.push(callback);
      }
    } catch (error) {
      undo();
      throw error;
    }
    isUnderWay = true;
    if (found) {
      found.restore();
      await replay(state, found.result, callbacks);
    } else {
      if (plan.resetOpt || plan.frozenTo !== undefined) optimizer.clearState();
      await runEpochs({ trainer, plan, state, step, watch, notify });
      const problem = state.interrupted ? undefined : await cache?.keep(state, elapsed(), lasting);
      if (problem) notes.push(problem);
    }
  } catch (error) {
    failures.push(error);
  }
  watch.close();
  if (isUnderWay && history) noteFit(history, recorder, optimizer);
  for (const callback of begun) {
    try {
      await callback.afterFit?.(state);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  return state;
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
  { epochs, validates = true, epochsToFollow = 0 }: FitPlan,
  notes: readonly string[],
) {
  const state: Writable<FitState> = {
    model,
    optimizer,
    loss,
    metrics,
    vocabulary: target?.vocabulary,
    targets: target?.name,
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
    notes,
    epochsToFollow,
    interrupted: false,
    stop: (reason) => {
      state.stopReason ??= reason;
    },
  };
  return state;
}
