import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { FoveaError } from '../../base/errors';
import { systemReason } from '../../base/system-error';
import type { TargetBlock } from '../../data/block';
import type { DataRecipe } from '../../data/data-recipe';
import type { Model } from '../../models/model';
import { recipeOfModel } from '../../models/model-recipe';
import type { Loss } from '../losses/loss';
import { recipeOfLoss } from '../losses/loss-registry';
import type { Metric } from '../metrics/metric';
import { metricRecipes } from '../metrics/metric-registry';
import { EXPORT_FILES, EXPORT_FORMAT, type LearnerDescription } from './learner-file';
import { saveTraining } from './training-file';

/**
 * Writes a learner for prediction elsewhere: `weights.safetensors`, and `learner.json` with the model, the target's
 * vocabulary, validation's transforms, loss and metrics as plain data. Data set, optimizer and callbacks stay behind;
 * custom metrics too. The folder appears whole or not at all; an earlier export is replaced, with what Jupyter and desktops left in it.
 *
 * @param folder A folder of its own; folders above it are made.
 * @throws FoveaError for a custom model, block, loss or transform, or a folder that holds something else.
 * @see fastai's `Learner.export`, which pickles.
 */
export async function exportLearner(
  learn: {
    readonly model: Model;
    readonly loss: Loss;
    readonly metrics: readonly Metric[];
    readonly dls: { readonly target: TargetBlock; describe(): DataRecipe };
  },
  folder: string,
): Promise<void> {
  const description: LearnerDescription = {
    ...EXPORT_FORMAT,
    model: recipeOfModel(learn.model),
    ...learn.dls.describe(),
    loss: recipeOfLoss(learn.loss),
    metrics: metricRecipes(learn.metrics),
  };
  const path = resolve(folder);
  const earlier = await isEarlierExport(path);
  const [part, old] = [`${path}.${process.pid}.part`, `${path}.${process.pid}.old`];
  try {
    await rm(part, { recursive: true, force: true });
    await mkdir(part, { recursive: true });
    await saveTraining(join(part, EXPORT_FILES.weights), {
      model: learn.model,
      vocabulary: learn.dls.target.vocabulary,
      targets: learn.dls.target.name,
    });
    await writeDurably(join(part, EXPORT_FILES.learner), `${JSON.stringify(description, undefined, 2)}\n`);
    if (earlier) await rename(path, old);
    await rename(part, path).catch(async (error) => {
      if (earlier) await rename(old, path);
      throw error;
    });
    await rm(old, { recursive: true, force: true });
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    if (error instanceof FoveaError) throw error;
    throw new FoveaError(
      `The learner cannot be exported to ${folder}: ${systemReason(error)}.`,
      'Check that the folder above it can be written to and that the disk is not full.',
    );
  }
}

// What Jupyter and desktops leave in a folder that was looked at.
const LEFT_BEHIND = /^(\.ipynb_checkpoints|\.DS_Store|\._.*|Thumbs\.db|desktop\.ini)$/;

// True if the folder exists. A folder that holds something else is not replaced.
async function isEarlierExport(folder: string): Promise<boolean> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw new FoveaError(
      `The learner cannot be exported to ${folder}: ${systemReason(error)}.`,
      'Name a new folder, e.g. learn.export("models/pets").',
    );
  }
  const other = names.find((name) => !Object.values(EXPORT_FILES).includes(name) && !LEFT_BEHIND.test(name));
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
