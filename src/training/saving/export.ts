import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { FoveaError } from '../../base/errors';
import type { DataRecipe } from '../../data/data-recipe';
import type { Model } from '../../models/model';
import { recipeOfModel } from '../../models/model-recipe';
import type { Loss } from '../losses/cross-entropy';
import { recipeOfLoss } from '../losses/loss-registry';
import type { Metric } from '../metrics/metric';
import { metricRecipes } from '../metrics/metric-registry';
import { saveTraining } from './training-file';

/** The two files of an export. */
export const EXPORT_FILES = { weights: 'weights.safetensors', learner: 'learner.json' };
/** What `learner.json` says it is, and the version of its fields. */
export const EXPORT_FORMAT = { format: 'fovea learner', version: 1 };

/**
 * Writes a learner for prediction elsewhere: `weights.safetensors`, and `learner.json` with the model, the target's
 * vocabulary, validation's transforms, loss and metrics as plain data. Data set, optimizer and callbacks stay behind;
 * metrics made by hand too. The folder appears whole or not at all; an earlier export is replaced.
 *
 * @param folder Where; folders above it are made.
 * @throws FoveaError for a model, block, loss or transform made by hand, or a folder that holds something else.
 * @see fastai's `Learner.export`, which pickles.
 */
export async function exportLearner(
  learn: {
    readonly model: Model;
    readonly loss: Loss;
    readonly metrics: readonly Metric[];
    readonly dls: { describe(): DataRecipe };
  },
  folder: string,
): Promise<void> {
  const description = {
    ...EXPORT_FORMAT,
    model: recipeOfModel(learn.model),
    ...learn.dls.describe(),
    loss: recipeOfLoss(learn.loss),
    metrics: metricRecipes(learn.metrics),
  };
  const place = resolve(folder);
  const earlier = await readEarlier(place);
  const [part, old] = [`${place}.${process.pid}.part`, `${place}.${process.pid}.old`];
  try {
    await rm(part, { recursive: true, force: true });
    await mkdir(part, { recursive: true });
    await saveTraining(join(part, EXPORT_FILES.weights), learn.model);
    await writeDurably(join(part, EXPORT_FILES.learner), `${JSON.stringify(description, undefined, 2)}\n`);
    if (earlier) await rename(place, old);
    await rename(part, place).catch(async (error) => {
      if (earlier) await rename(old, place);
      throw error;
    });
    await rm(old, { recursive: true, force: true });
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    if (error instanceof FoveaError) throw error;
    throw new FoveaError(
      `The learner cannot be exported to ${folder}: ${(error as Error).message}.`,
      'May the folder above it be written to, is the disk full?',
    );
  }
}

// True if the folder is there. A folder of something else is not ours to replace.
async function readEarlier(folder: string): Promise<boolean> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw new FoveaError(
      `The learner cannot be exported to ${folder}: ${(error as Error).message}.`,
      'Name a new folder, e.g. learn.export("models/pets").',
    );
  }
  const other = names.find((name) => !Object.values(EXPORT_FILES).includes(name));
  if (other === undefined) return true;
  throw new FoveaError(
    `Expected a folder of its own for the export, but ${folder} holds ${other}.`,
    'Name a new folder, e.g. learn.export("models/pets").',
  );
}

async function writeDurably(file: string, text: string): Promise<void> {
  const handle = await open(file, 'w');
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
