import type { DataLoaders } from '../data/data-loaders';
import type { Architecture } from '../models/architectures/architecture';
import type { HeadOptions } from '../models/head';
import { visionModel } from '../models/vision-model';
import type { Pretrained } from '../models/weights/pretrained';
import type { Learner } from '../training/learner';
import { type PretrainedLearnerOptions, pretrainedLearner } from './pretrained-learner';

/** Options of {@link visionLearner}: the learner's and the head's, with fastai's names and defaults. */
export interface VisionLearnerOptions extends PretrainedLearnerOptions, HeadOptions {}

/**
 * A learner for images by transfer learning: a pretrained body, a new head, the target's own loss, and the live table.
 * With pretrained weights it starts frozen: only the head (and batch normalization) trains until `unfreeze()`.
 *
 * @param dls Loaders whose target block names the loss and the number of outputs.
 * @param architecture E.g. `resnet34`, or `pretrained(resnet34, { otherwise: efficientnetLite0 })`.
 * @param options Defaults are fastai's: Adam at 1e-3, weight decay 0.01, dropout 0.25 and 0.5 in the head.
 * @returns The learner; it owns the model.
 * @throws FoveaError if it is no architecture, or pretrained weights are wanted and cannot be had.
 * @see fastai's `vision_learner`.
 */
export async function visionLearner(
  dls: DataLoaders,
  architecture: Architecture | Pretrained,
  options: VisionLearnerOptions = {},
): Promise<Learner> {
  const makeModel = (chosen: Architecture) => visionModel(chosen, dls.target.numOutputs, options);
  return pretrainedLearner(dls, architecture, makeModel, options);
}
