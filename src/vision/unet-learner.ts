import type { DataLoaders } from '../data/data-loaders';
import type { Architecture } from '../models/architectures/architecture';
import { type UnetOptions, unetModel } from '../models/unet';
import type { Pretrained } from '../models/weights/pretrained';
import type { Learner } from '../training/learner';
import { type PretrainedLearnerOptions, pretrainedLearner } from './pretrained-learner';

/** Options of {@link unetLearner}: the learner's and the U-Net's, with fastai's names and defaults. */
export interface UnetLearnerOptions extends PretrainedLearnerOptions, UnetOptions {}

/**
 * A learner for a class in every pixel by transfer learning: a U-Net around a pretrained body, the target's own loss, and
 * the live table. With pretrained weights it starts frozen: only the decoder (and batch normalization) trains until
 * `unfreeze()`.
 *
 * @param dls Loaders of images and masks; one training image is read for their size.
 * @param architecture E.g. `resnet34`, or `pretrained(resnet34, { otherwise: efficientnetLite0 })`.
 * @param options Defaults are fastai's: Adam at 1e-3, weight decay 0.01, no blur, the input image seen by the last layers. One
 *   differs: the encoder leaves out stages that only prepare the body's classifier, see `wholeBody`.
 * @returns The learner; it owns the model.
 * @throws FoveaError if it is no architecture, or pretrained weights are wanted and cannot be had.
 * @see fastai's `unet_learner`.
 */
export async function unetLearner(
  dls: DataLoaders,
  architecture: Architecture | Pretrained,
  options: UnetLearnerOptions = {},
): Promise<Learner> {
  const batch = await dls.oneBatch({ atMost: 1 });
  const [, height, width] = batch.inputs.shape;
  batch.dispose();
  const makeModel = (chosen: Architecture) =>
    unetModel(chosen, dls.target.numOutputs, [height, width], options);
  return pretrainedLearner(dls, architecture, makeModel, options);
}
