import { FoveaError, unknownChoice } from '../../base/errors';
import { stopped } from '../../base/interrupt';
import type { Callback } from '../callbacks/callback';
import { expectIdle } from '../fits/busy-models';
import { limitedSteps } from '../fits/epoch-limit';
import { runFit } from '../fits/fit';
import type { Trainer } from '../fits/fit-plan';
import { exponentialSchedule } from '../schedules/schedule';
import { type Snapshot, takeSnapshot } from '../snapshot';
import { minimum, slide, steep, valley } from './lr-suggestions';

/** Functions that read a rate off the curve, by fastai's names. */
export const rateSuggesters = { valley, slide, minimum, steep };

/** Options of {@link Learner.findLearningRate}, with fastai's names and defaults. */
export interface LrFindOptions {
  /** Rate of the first step. @defaultValue 1e-7 */
  readonly startLr?: number;
  /** Rate of the last. @defaultValue 10 */
  readonly endLr?: number;
  /** Number of steps. @defaultValue 100 */
  readonly numIt?: number;
  /** Stop when the smoothed loss exceeds four times its lowest value. @defaultValue true */
  readonly stopDiv?: boolean;
  /** Which suggestions to make: `valley`, `slide`, `minimum`, `steep`. @defaultValue `['valley']` */
  readonly suggest?: readonly (keyof typeof rateSuggesters)[];
}

/** The curve and what it suggests. */
export interface LrFindResult {
  /** Rate of each step. */
  readonly rates: number[];
  /** Smoothed loss of each step, up to the first that is not finite. */
  readonly losses: number[];
  /** Suggested rates by name. */
  readonly suggestions: Record<string, number>;
}

/**
 * Trains for a few steps at rising rates, watches the loss, and puts everything back as it was.
 *
 * @param callbacks Watch the steps, e.g. a progress bar.
 * @returns The curve, and rates suggested by it without its first tenth and its last five steps.
 * @throws FoveaError for options out of range, if it was interrupted, diverged before a rate could be suggested, or if the weights were
 *   not finite before.
 * @see Smith 2015, arXiv:1506.01186; fastai's `lr_find`.
 */
export async function findLearningRate(
  trainer: Trainer,
  {
    startLr = 1e-7,
    endLr = 10,
    numIt: asked = 100,
    stopDiv = true,
    suggest = ['valley'],
  }: LrFindOptions = {},
  callbacks: readonly Callback[] = [],
): Promise<LrFindResult> {
  const numIt = limitedSteps(asked);
  const { model, optimizer, recorder, train } = trainer;
  expectIdle(model);
  expectOptions({ startLr, endLr, numIt, suggest });
  const snapshot = takeSnapshot(model, optimizer);
  const epochs = Math.floor(numIt / train.numBatches) + 1;
  const exponential = exponentialSchedule(startLr, endLr);
  const schedule = (position: number) => exponential((position * epochs * train.numBatches) / numIt);
  try {
    const plan = {
      epochs,
      rates: optimizer.hypers.map(() => schedule),
      callbacks: [finder(numIt, stopDiv), ...callbacks],
      validates: false,
    };
    const { interrupted } = await runFit({ ...trainer, metrics: [], history: undefined }, plan);
    if (interrupted) throw stopped('The model is as it was before.');
    const broken = recorder.losses.findIndex((loss) => !Number.isFinite(loss));
    const losses = recorder.losses.slice(0, broken < 0 ? undefined : broken);
    const rates = recorder.rates.slice(0, losses.length).map(([rate]) => rate);
    if (broken === 0) expectFiniteWeights(snapshot);
    return { rates, losses, suggestions: suggestRates(rates, losses, numIt, suggest) };
  } finally {
    snapshot.restore();
    snapshot.dispose();
  }
}

function expectFiniteWeights({ brokenWeight }: Snapshot): void {
  const name = brokenWeight();
  if (name === undefined) return;
  throw new FoveaError(
    `lrFind cannot start: the weights of the model are not finite, e.g. ${name}. An earlier fit diverged.`,
    'Load weights that were saved before it by learn.load(file), or run the cell that makes the learner again; then fit at a lower rate.',
  );
}

function expectOptions({ startLr, endLr, numIt, suggest }: Required<Omit<LrFindOptions, 'stopDiv'>>): void {
  if (!(startLr > 0 && startLr < endLr && Number.isFinite(endLr))) {
    throw new FoveaError(
      `Expected rates above 0, startLr below endLr, in lrFind, received startLr ${startLr} and endLr ${endLr}.`,
      'fastai takes 1e-7 and 10.',
    );
  }
  if (!Number.isInteger(numIt) || numIt < 1) {
    throw new FoveaError(`Expected a positive integer as numIt of lrFind, received ${numIt}.`);
  }
  const names = Object.keys(rateSuggesters);
  for (const name of suggest) if (!names.includes(name)) throw unknownChoice('suggestion', name, names);
}

function suggestRates(
  rates: readonly number[],
  losses: readonly number[],
  numIt: number,
  names: readonly (keyof typeof rateSuggesters)[],
): Record<string, number> {
  const first = Math.floor(numIt / 10);
  const [keptRates, keptLosses] = [rates.slice(first, -5), losses.slice(first, -5)];
  if (keptLosses.length < 2) {
    throw new FoveaError(
      `lrFind ended after ${losses.length} of ${numIt} steps, too few to suggest a rate.`,
      losses.length === 0
        ? 'The loss of the first step is not finite: look at the images and targets by showBatch().'
        : 'Start at a lower rate (startLr), or take more steps (numIt).',
    );
  }
  return Object.fromEntries(names.map((name) => [name, rateSuggesters[name](keptRates, keptLosses).rate]));
}

function finder(numIt: number, stopDiv: boolean): Callback {
  let lowest = Number.POSITIVE_INFINITY;
  let step = 0;
  return {
    name: 'lrFinder',
    afterBatch: (state) => {
      step++;
      lowest = Math.min(lowest, state.smoothLoss);
      if (stopDiv && state.smoothLoss > 4 * lowest) state.stop('the loss diverges');
      if (step >= numIt) state.stop('all steps done');
    },
  };
}
