import { loadTraining, saveTraining } from '../saving/training-file';
import type { Callback } from './callback';
import { type MonitorOptions, monitorOf } from './monitor';

/**
 * Saves the model after each epoch that is the best so far, and takes the best one up again at the end of the fit.
 *
 * @param file Where, a `.safetensors` file.
 * @param options `withOptimizer`: Adam's averages too.
 * @see fastai's `SaveModelCallback`.
 */
export function saveModel(
  file: string,
  { withOptimizer = false, ...options }: MonitorOptions & { withOptimizer?: boolean } = {},
): Callback {
  const monitor = monitorOf(options);
  let saved = false;
  return {
    name: 'saveModel',
    order: 2,
    beforeFit: () => {
      monitor.reset();
      saved = false;
    },
    afterEpoch: async ({ rows, model, optimizer }) => {
      if (!monitor.isBest(rows[rows.length - 1])) return;
      await saveTraining(file, model, withOptimizer ? optimizer : undefined);
      saved = true;
    },
    afterFit: async ({ model, optimizer, interrupted }) => {
      if (saved && !interrupted) await loadTraining(file, model, withOptimizer ? optimizer : undefined);
    },
  };
}
