import type { Callback } from '../training/callbacks/callback';
import type { LrFindResult } from '../training/lr-find/lr-find';
import { openDisplay } from './jupyter';
import { rateChart } from './plot-training';
import { progressBar, progressText } from './progress';
import { page } from './theme';

const REFRESH_SECONDS = 0.2;

/**
 * Shows a bar while a learning rate finder runs, and its chart in the same place afterwards.
 *
 * @param numIt Steps it will take at most.
 * @param run Runs the finder with a callback that watches its steps.
 */
export async function showLrFind(
  numIt: number,
  run: (watch: Callback) => Promise<LrFindResult>,
): Promise<LrFindResult> {
  const display = openDisplay();
  const started = performance.now();
  let done = 0;
  let lastDrawn = 0;
  const watch: Callback = {
    name: 'lrFindProgress',
    afterBatch: ({ smoothLoss }) => {
      done++;
      const elapsedSeconds = (performance.now() - started) / 1000;
      if (elapsedSeconds - lastDrawn < REFRESH_SECONDS) return;
      lastDrawn = elapsedSeconds;
      const progress = { done, total: numIt, elapsedSeconds, comment: smoothLoss.toFixed(4) };
      display.update({
        'text/html': page(progressBar('steps', progress)).text,
        'text/plain': done === 1 ? progressText(progress) : '',
      });
    },
  };
  const result = await run(watch);
  display.update(await rateChart(result));
  return result;
}
