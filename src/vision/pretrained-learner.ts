import { inspect } from 'node:util';
import { described } from '../base/described';
import { FoveaError } from '../base/errors';
import type { TargetBlock } from '../data/block';
import type { DataLoaders } from '../data/data-loaders';
import { epochTable } from '../display/epoch-table';
import { kernelNote } from '../display/kernel-note';
import { showTransfers } from '../display/show-transfer';
import type { Architecture } from '../models/architectures/architecture';
import { loadParameters, type Model } from '../models/model';
import { loadPretrained, type Pretrained } from '../models/weights/pretrained';
import { weightsNames } from '../models/weights/published-weights';
import { Learner } from '../training/learner';
import type { LearnerOptions } from '../training/learner-options';
import type { Loss } from '../training/losses/loss';
import { lossByName } from '../training/losses/loss-registry';
import { imagenetStats } from '../transforms/normalize';

/** Options of every learner by transfer learning, with fastai's names and defaults. */
export interface PretrainedLearnerOptions extends Partial<LearnerOptions> {
  /** False starts from random weights. @defaultValue true */
  readonly pretrained?: boolean;
  /** Normalize images by the statistics the weights expect, unless the data block has a `normalize()` of its own. @defaultValue true */
  readonly normalize?: boolean;
}

/**
 * A learner around a pretrained body: weights loaded, batches normalized as they expect, the target block's loss, the live
 * table. With pretrained weights it starts frozen.
 *
 * @param dls Loaders whose target block names the loss.
 * @param architecture The body, or bodies in order of preference.
 * @param makeModel Puts an untrained model around the body; its parameters there are named `body.`.
 * @throws FoveaError if it is no architecture, or pretrained weights are wanted and cannot be had.
 */
export async function pretrainedLearner(
  dls: DataLoaders,
  architecture: Architecture | Pretrained,
  makeModel: (architecture: Architecture) => Model,
  {
    pretrained = true,
    normalize = true,
    loss = defaultLoss(dls),
    callbacks = [],
    ...options
  }: PretrainedLearnerOptions,
): Promise<Learner> {
  const asked = candidatesOf(architecture);
  const weights = pretrained ? await loadPretrained(asked, showTransfers()) : undefined;
  const chosen = weights?.architecture ?? asked.candidates[0];
  if (normalize) dls.normalize(weights ? chosen.statistics : imagenetStats, { model: chosen.name });
  const model = makeModel(chosen);
  if (weights) {
    loadParameters(model.parameters, weights.arrays, {
      prefix: 'body.',
      source: `the weights of ${chosen.name}`,
    });
  }
  const learn = new Learner(dls, model, {
    loss,
    ...options,
    callbacks: [kernelNote(), epochTable(), ...callbacks],
  });
  if (weights) learn.freeze();
  return learn;
}

function defaultLoss(dls: DataLoaders): Loss {
  const target: TargetBlock | undefined = Object(dls).target;
  if (target) return lossByName(target.loss, target);
  throw new FoveaError(
    `Expected data loaders to make a learner of, received ${described(dls)}.`,
    'Await them: const dls = await block.dataloaders(source).',
  );
}

function candidatesOf(architecture: unknown): Pretrained {
  const asked = architecture as Pretrained;
  const candidates = asked?.candidates ?? [architecture];
  if (candidates.every((one) => typeof (one as Partial<Architecture>)?.body === 'function')) {
    return { ...asked, candidates: candidates as Pretrained['candidates'] };
  }
  const isName =
    typeof architecture === 'string' && (weightsNames as readonly string[]).includes(architecture);
  throw new FoveaError(
    `Expected an architecture, received ${inspect(architecture, { depth: 0 })}.`,
    isName
      ? `Leave out the quotation marks: import { ${architecture} } from 'fovea'.`
      : `Choose one that fovea exports: ${weightsNames.join(', ')}, e.g. import { resnet34 } from 'fovea'.`,
  );
}
