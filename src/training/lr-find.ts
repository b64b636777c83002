import type { Callback } from './callback';
import { runFit, type Trainer } from './fit';
import { minimum, slide, steep, valley } from './lr-suggestions';
import { exponentialSchedule } from './schedule';
import { takeSnapshot } from './snapshot';

/** How a rate is read off the curve, by fastai's names. */
export const rateSuggesters = { valley, slide, minimum, steep };

/** Options of {@link findLearningRate}, with fastai's names and defaults. */
export interface LrFindOptions {
  /** Rate of the first step. */
  readonly startLr?: number;
  /** Rate of the last. */
  readonly endLr?: number;
  /** Steps. */
  readonly numIt?: number;
  /** Stop where the smoothed loss is four times the lowest. */
  readonly stopDiv?: boolean;
  /** Which suggestions to make, by name: valley, slide, minimum, steep. */
  readonly suggest?: readonly (keyof typeof rateSuggesters)[];
}

/** The curve and what it suggests. */
export interface LrFindResult {
  /** Rate of each step but the first tenth and the last five. */
  readonly rates: number[];
  /** Smoothed loss of the same steps. */
  readonly losses: number[];
  /** Suggested rates by name. */
  readonly suggestions: Record<string, number>;
}

/**
 * Trains for a few steps at rising rates, watches the loss, and puts everything back as it was.
 *
 * @returns The curve up to the first loss that is no number, and suggested rates.
 * @see Smith 2015, arXiv:1506.01186; fastai's `lr_find`.
 */
export async function findLearningRate(
  trainer: Trainer,
  { startLr = 1e-7, endLr = 10, numIt = 100, stopDiv = true, suggest = ['valley'] }: LrFindOptions = {},
): Promise<LrFindResult> {
  const { model, optimizer, recorder, train } = trainer;
  const snapshot = takeSnapshot(model, optimizer);
  const epochs = Math.floor(numIt / train.numBatches) + 1;
  const exponential = exponentialSchedule(startLr, endLr);
  const schedule = (position: number) => exponential((position * epochs * train.numBatches) / numIt);
  try {
    await runFit(
      { ...trainer, metrics: [] },
      {
        epochs,
        rates: optimizer.hypers.map(() => schedule),
        callbacks: [finder(numIt, stopDiv)],
        validates: false,
      },
    );
    const steps = recorder.losses.map((loss, i) => ({ loss, rate: recorder.rates[i][0] }));
    const curve = steps.slice(Math.floor(numIt / 10), -5);
    const broken = curve.findIndex(({ loss }) => !Number.isFinite(loss));
    const kept = broken < 0 ? curve : curve.slice(0, broken);
    const rates = kept.map(({ rate }) => rate);
    const losses = kept.map(({ loss }) => loss);
    const suggested = suggest.map((name) => [name, rateSuggesters[name](rates, losses).rate] as const);
    return { rates, losses, suggestions: Object.fromEntries(suggested) };
  } finally {
    snapshot.restore();
    snapshot.dispose();
  }
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
