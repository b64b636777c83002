import { isDeepStrictEqual } from 'node:util';
import { FoveaError } from '../base/errors';
import type { TargetBlock } from '../data/block';
import type { ColourStatistics } from '../transforms/batch-transform';
import type { LearnerData } from './learner-options';

/**
 * Prepares loaders to take the place of a learner's: normalizes them as before.
 *
 * @param model The name of the model, for errors and warnings.
 * @throws FoveaError, before anything is changed, if their targets or their normalization do not fit the model.
 */
export function prepareReplacement(before: LearnerData, after: LearnerData, model: string): void {
  if (!after?.train || !after.valid) {
    throw new FoveaError(
      'Expected data loaders with a training and a validation set as dls, received something else.',
      'Make them by a DataBlock: await block.dataloaders(source).',
    );
  }
  if (before.target) expectSameTarget(before.target, after.target, model);
  const { normalization } = before;
  if (isDeepStrictEqual(normalization, after.normalization)) return;
  if (normalization && !after.normalization && after.normalize) {
    after.normalize(normalization, { model });
    return;
  }
  throw new FoveaError(
    `Expected images normalized as ${model} was trained, ${textOf(normalization)}, received loaders ${textOf(after.normalization)}.`,
    normalization
      ? 'Leave normalize() out of their batchTransforms: they are then normalized as the earlier ones.'
      : 'Leave normalize() out of their batchTransforms.',
  );
}

function expectSameTarget(before: TargetBlock, after: TargetBlock | undefined, model: string): void {
  const [expected, received] = [before, after].map((target) => target && taskOf(target));
  if (isDeepStrictEqual(expected, received)) return;
  const differing = Object.keys(expected ?? {}).find(
    (key) => !isDeepStrictEqual(expected?.[key], received?.[key]),
  ) as string;
  const [ours, theirs] = [expected, received].map((task) => JSON.stringify(task?.[differing]) ?? 'nothing');
  throw new FoveaError(
    `Expected loaders of the targets that ${model} was made for, with ${differing} ${ours}, received ${theirs}.`,
    `Make a new learner for other targets.${sameTarget(before, differing)}`,
  );
}

const BLOCKS_OF_SAME_CLASSES: Record<string, string> = {
  category: 'categoryBlock({ vocab: learn.dls.vocabulary })',
  'multi-category': 'multiCategoryBlock({ vocab: learn.dls.vocabulary })',
  mask: 'maskBlock(learn.dls.vocabulary)',
};

/** How to make the block of the earlier loaders, where that would remove the difference. */
function sameTarget({ name, ignoreIndex }: TargetBlock, differing: string): string {
  if (differing === 'ignoreIndex') {
    return ` For the same targets set ${ignoreIndex === undefined ? 'no ignoreIndex' : `ignoreIndex: ${ignoreIndex}`}.`;
  }
  const block = differing === 'classes' || differing === 'block' ? BLOCKS_OF_SAME_CLASSES[name] : undefined;
  return block ? ` For the same classes in the same order: ${block}.` : '';
}

/** What a model's outputs and its loss depend on. */
function taskOf(target: TargetBlock): Record<string, unknown> {
  const { name, vocabulary, numOutputs, ignoreIndex } = target;
  return { block: name, classes: vocabulary, outputs: numOutputs, ignoreIndex };
}

function textOf(statistics: ColourStatistics | undefined): string {
  return statistics ? `by ${JSON.stringify(statistics)}` : 'not normalized';
}
