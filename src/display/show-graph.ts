import type { Callback } from '../training/callbacks/callback';
import { type Display, openDisplay } from './jupyter';
import { lossChart } from './plot-training';

/**
 * A chart of the losses that is drawn again after each epoch.
 *
 * @returns A callback that serves any number of fits, one after the other.
 * @see fastai's `ShowGraphCallback`.
 */
export function showGraph(): Callback {
  let display: Display | undefined;
  let losses: number[] = [];
  let steps: number[] = [];
  return {
    name: 'showGraph',
    observes: true,
    // After the epoch table, so that the chart stands under it.
    order: 60,
    beforeFit() {
      display = openDisplay();
      losses = [];
      steps = [];
    },
    afterBatch({ phase, smoothLoss }) {
      if (phase === 'train') losses.push(smoothLoss);
    },
    async afterEpoch({ rows }) {
      steps.push(losses.length);
      // After few steps skip fewer, because a line needs two points.
      const skipStart = Math.min(5, Math.floor(losses.length / 4));
      display?.update(await lossChart({ losses, rows, steps }, { skipStart }));
    },
    afterFit() {
      display = undefined;
    },
  };
}
