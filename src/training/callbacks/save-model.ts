import { accessSync, constants, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { inspect } from 'node:util';
import { FoveaError } from '../../base/errors';
import { homePath } from '../../base/home-path';
import { systemReason } from '../../base/system-error';
import { loadTraining, saveTraining } from '../saving/training-file';
import type { Callback, FitState } from './callback';
import { type MonitorOptions, monitorOf } from './monitor';

/** Options of {@link saveModel}. */
export interface SaveModelOptions extends MonitorOptions {
  /** Saves Adam's averages too. @defaultValue false */
  readonly withOptimizer?: boolean;
}

/**
 * Saves the model after each epoch that is the best so far, and loads the best one at the end of the fit.
 *
 * @param path Path of a `.safetensors` file, which is replaced.
 * @param options What to watch, and whether the optimizer's state is saved too.
 * @returns A callback that serves any number of fits, one after the other.
 * @throws FoveaError, when a fit begins, if there is no such column, nothing says which of its values are better, the path is a
 *   folder's, or the file's folder cannot be written to.
 * @see fastai's `SaveModelCallback`.
 */
export function saveModel(
  path: string,
  { withOptimizer = false, ...options }: SaveModelOptions = {},
): Callback {
  const monitor = monitorOf(options);
  const file = typeof path === 'string' ? homePath(path) : path;
  let saved = false;
  const kept = ({ model, vocabulary, targets, optimizer }: FitState) => {
    return { model, vocabulary, targets, optimizer: withOptimizer ? optimizer : undefined };
  };
  return {
    name: 'saveModel',
    order: 2,
    beforeFit: (state) => {
      monitor.start(state);
      expectFolder(file);
      saved = false;
    },
    afterEpoch: async (state) => {
      if (!monitor.isBest(state.rows[state.rows.length - 1])) return;
      await saveTraining(file, kept(state));
      saved = true;
    },
    afterFit: async (state) => {
      if (saved && !state.interrupted) await loadTraining(file, kept(state));
    },
  };
}

// Before the fit: after an epoch of an hour it would be late to learn of it.
function expectFolder(file: string): void {
  if (typeof file !== 'string' || file === '' || statSync(file, { throwIfNoEntry: false })?.isDirectory()) {
    throw new FoveaError(
      `Expected the path of a file in saveModel, received ${file === '' ? 'an empty text' : typeof file === 'string' ? `${file}, which is a folder` : inspect(file)}.`,
      "Name the file that keeps the best epoch, e.g. saveModel('best.safetensors').",
    );
  }
  try {
    accessSync(dirname(file), constants.W_OK);
  } catch (error) {
    throw new FoveaError(
      `saveModel cannot write ${file}: ${(error as NodeJS.ErrnoException).code === 'ENOENT' ? 'its folder does not exist' : systemReason(error)}.`,
      `Make the folder ${dirname(file)} first, or name a file in one that you may write to.`,
    );
  }
}
