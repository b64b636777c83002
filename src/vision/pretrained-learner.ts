import type { DataLoaders } from '../data/data-loaders';
import { epochTable } from '../display/epoch-table';
import { showTransfers } from '../display/show-transfer';
import type { Architecture } from '../models/body';
import { loadParameters, type Model } from '../models/model';
import { loadPretrained, type Pretrained } from '../models/pretrained';
import { Learner } from '../training/learner';
import { lossByName } from '../training/losses';
import type { LearnerOptions } from '../training/options';
import { imagenetStats } from '../transforms/normalize';

/** What every learner by transfer learning can be told, with fastai's names and defaults. */
export interface PretrainedLearnerOptions extends Partial<LearnerOptions> {
  /** False starts from random weights. */
  readonly pretrained?: boolean;
  /** Normalize images by the statistics the weights expect, unless the data block has a `normalize()` of its own. */
  readonly normalize?: boolean;
}

/**
 * A learner around a pretrained body: weights loaded, batches normalized as they expect, the target's own loss, the live
 * table. With pretrained weights it starts frozen.
 *
 * @param dls Loaders whose target block names the loss.
 * @param architecture The body, or bodies in order of preference.
 * @param makeModel Puts an untrained model around the body; its parameters there are named `body.`.
 * @throws FoveaError if pretrained weights are wanted and cannot be had.
 */
export async function pretrainedLearner(
  dls: DataLoaders,
  architecture: Architecture | Pretrained,
  makeModel: (architecture: Architecture) => Model,
  {
    pretrained = true,
    normalize = true,
    loss = lossByName(dls.target.loss, dls.target),
    callbacks = [],
    ...options
  }: PretrainedLearnerOptions,
): Promise<Learner> {
  const asked: Pretrained = 'candidates' in architecture ? architecture : { candidates: [architecture] };
  const weights = pretrained ? await loadPretrained(asked, showTransfers()) : undefined;
  const kind = weights?.architecture ?? asked.candidates[0];
  if (normalize) dls.normalize(weights ? kind.statistics : imagenetStats, { model: kind.name });
  const model = makeModel(kind);
  if (weights) {
    loadParameters(model.parameters, weights.arrays, {
      prefix: 'body.',
      source: `the weights of ${kind.name}`,
    });
  }
  const learn = new Learner(dls, model, {
    loss,
    ...options,
    callbacks: [epochTable(), ...callbacks],
  });
  if (weights) learn.freeze();
  return learn;
}
