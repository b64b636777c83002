import { stopwatch } from '../base/clock';
import type { Callback } from '../training/callbacks/callback';
import type { LrFindOptions, LrFindResult } from '../training/lr-find/lr-find';
import { openDisplay } from './jupyter';
import { progressBar, progressText, REFRESH_SECONDS } from './progress';
import { rateChart } from './rate-chart';
import { page } from './theme';

/**
 * The learning rate finder: tries rising learning rates, draws the loss, marks the suggested rates, and puts the model back as
 * it was. While it runs, a progress bar takes the chart's place.
 *
 * @param learn A learner.
 * @param options `startLr`, `endLr`, `numIt`, `stopDiv` and `suggest`, with fastai's defaults.
 * @returns The suggested rates by name, e.g. `{ valley: 0.002 }`.
 * @throws FoveaError if it was interrupted, or the loss diverged before a rate could be suggested.
 * @see Smith 2015, arXiv:1506.01186; fastai's `lr_find`.
 */
export async function lrFind(
  learn: {
    findLearningRate(options?: LrFindOptions, callbacks?: readonly Callback[]): Promise<LrFindResult>;
  },
  options: LrFindOptions = {},
): Promise<Record<string, number>> {
  const { numIt = 100 } = options;
  const display = openDisplay();
  const elapsed = stopwatch();
  let done = 0;
  let lastDrawn = 0;
  const progress: Callback = {
    name: 'lrFindProgress',
    afterBatch: ({ smoothLoss }) => {
      done++;
      const elapsedSeconds = elapsed();
      if (elapsedSeconds - lastDrawn < REFRESH_SECONDS) return;
      lastDrawn = elapsedSeconds;
      const steps = { done, total: numIt, elapsedSeconds, comment: smoothLoss.toFixed(4) };
      display.update({
        'text/html': page(progressBar('steps', steps)).text,
        'text/plain': done === 1 ? progressText(steps) : '',
      });
    },
  };
  try {
    const result = await learn.findLearningRate(options, [progress]);
    display.update(await rateChart(result));
    return result.suggestions;
  } catch (error) {
    // The bar would stand still; the error says what there is to say.
    if (done > 0) display.update({ 'text/html': '', 'text/plain': '' });
    throw error;
  }
}
