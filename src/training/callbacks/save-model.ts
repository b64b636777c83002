import { loadTraining, saveTraining } from '../saving/training-file';
import type { Callback } from './callback';
import { type MonitorOptions, monitorOf } from './monitor';

/** Options of {@link saveModel}. */
export interface SaveModelOptions extends MonitorOptions {
  /** Saves Adam's averages too. @defaultValue false */
  readonly withOptimizer?: boolean;
}

/**
 * Saves the model after each epoch that is the best so far, and loads the best one at the end of the fit.
 *
 * @param file Path of a `.safetensors` file, which is replaced.
 * @param options What to watch, and whether the optimizer's state is saved too.
 * @returns A callback that serves any number of fits, one after the other.
 * @throws FoveaError, when a fit begins, if there is no such column or nothing says which of its values are better.
 * @see fastai's `SaveModelCallback`.
 */
export function saveModel(
  file: string,
  { withOptimizer = false, ...options }: SaveModelOptions = {},
): Callback {
  const monitor = monitorOf(options);
  let saved = false;
  return {
    name: 'saveModel',
    order: 2,
    beforeFit: (state) => {
      monitor.start(state);
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
