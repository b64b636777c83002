import type { DataLoaders } from '../data/data-loaders';
import { epochTable } from '../display/epoch-table';
import type { Architecture } from '../models/body';
import type { HeadOptions } from '../models/head';
import { loadParameters, visionModel } from '../models/model';
import { loadPretrained, type Pretrained } from '../models/pretrained';
import type { Callback } from '../training/callback';
import { Learner } from '../training/learner';
import { lossByName } from '../training/losses';
import type { LearnerOptions } from '../training/options';
import { resultsFile } from '../training/results-file';
import { imagenetStats } from '../transforms/normalize';

/** Options of {@link visionLearner}: the learner's and the head's, with fastai's names and defaults. */
export interface VisionLearnerOptions extends Partial<LearnerOptions>, HeadOptions {
  /** False starts from random weights. */
  readonly pretrained?: boolean;
  /** Normalize images by the statistics the weights expect, unless the data block has a `normalize()` of its own. */
  readonly normalize?: boolean;
}

/**
 * A learner for images by transfer learning: a pretrained body, a new head, the target's own loss, and the live table.
 * With pretrained weights it starts frozen: only the head (and batch normalization) trains until `unfreeze()`.
 *
 * @param dls Loaders whose target block names the loss and the number of outputs.
 * @param architecture E.g. `resnet34`, or `pretrained(resnet34, { otherwise: efficientnetLite0 })`.
 * @param options Defaults are fastai's: Adam at 1e-3, weight decay 0.01, dropout 0.25 and 0.5 in the head.
 * @returns The learner; it owns the model.
 * @throws FoveaError if pretrained weights are wanted and cannot be had.
 * @see fastai's `vision_learner`.
 */
export async function visionLearner(
  dls: DataLoaders,
  architecture: Architecture | Pretrained,
  options: VisionLearnerOptions = {},
): Promise<Learner> {
  const {
    pretrained = true,
    normalize = true,
    loss = lossByName(dls.target.loss),
    callbacks = [],
    ...rest
  } = options;
  const candidates = 'candidates' in architecture ? architecture.candidates : [architecture];
  const weights = pretrained ? await loadPretrained({ candidates }) : undefined;
  const kind = weights?.architecture ?? candidates[0];
  if (normalize) dls.normalize(weights ? kind.statistics : imagenetStats, { model: kind.name });
  const model = visionModel(kind, dls.target.numOutputs, rest);
  if (weights) {
    console.log(weights.choice);
    loadParameters(model.parameters, weights.arrays, {
      prefix: 'body.',
      source: `the weights of ${kind.name}`,
    });
  }
  const learn = new Learner(dls, model, {
    loss,
    ...rest,
    callbacks: [...defaultCallbacks(kind.name), ...callbacks],
  });
  if (weights) learn.freeze();
  return learn;
}

function defaultCallbacks(name: string): Callback[] {
  const file = process.env.FOVEA_RESULTS;
  return file ? [epochTable(), resultsFile(file, name)] : [epochTable()];
}
