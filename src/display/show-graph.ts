import type { Callback } from '../training/callbacks/callback';
import { type Display, openDisplay } from './jupyter';
import { lossChart } from './plot-training';

/**
 * A chart of the losses, drawn anew after each epoch.
 *
 * @returns A callback for one fit after the other; it needs nothing but the fit's own state.
 * @see fastai's `ShowGraphCallback`.
 */
export function showGraph(): Callback {
  let display: Display | undefined;
  let losses: number[] = [];
  let steps: number[] = [];
  return {
    name: 'showGraph',
    // After the table, so that it stands under it.
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
      // Of a few steps only few: a line needs two.
      const skipStart = Math.min(5, Math.floor(losses.length / 4));
      display?.update(await lossChart({ losses, rows, steps }, { skipStart }));
    },
    afterFit() {
      display = undefined;
    },
  };
}
