import { described } from '../base/described';
import { FoveaError } from '../base/errors';
import type { Batch, BatchSource } from '../data/block';

/**
 * All items of a loader in their order, as validation sees them: also of a training loader, which shuffles and augments them.
 *
 * @throws FoveaError if it is no loader.
 */
export function inOrder(loader: BatchSource): BatchSource {
  expectLoader(loader);
  return loader.inOrder?.() ?? loader;
}

/** @throws FoveaError unless it gives batches: a list of files, or both loaders of a data set, do not. */
export function expectLoader(loader: unknown): void {
  const { batches, valid } = Object(loader);
  if (typeof batches === 'function') return;
  const isLoaders = typeof Object(valid).batches === 'function';
  throw new FoveaError(
    `Expected a loader, received ${isLoaders ? 'the loaders of a training and a validation set' : described(loader)}.`,
    isLoaders
      ? 'Name one of them: { loader: dls.valid } or { loader: dls.train }.'
      : 'Make one: { loader: dls.testDl(files) }.',
  );
}

/** Whether a batch has targets: a `testDl` reads none by default. */
export function hasLabels({ targets }: Pick<Batch, 'targets'>): boolean {
  return targets.size > 0;
}

/**
 * Checks that a batch has targets to compare predictions with.
 *
 * @throws FoveaError if its loader reads none.
 */
export function expectLabels(batch: Pick<Batch, 'targets'>): void {
  if (hasLabels(batch)) return;
  throw new FoveaError(
    'Expected items with labels, to compare predictions with, received a loader without labels.',
    'Make it with labels: dls.testDl(items, { withLabels: true }). Without labels there are getPreds, tta, predict and showResults.',
  );
}

/**
 * The error for a loader that gave no batch.
 *
 * @param task What for.
 */
export function nothingTo(task: 'predict' | 'validate', { numItems }: BatchSource): FoveaError {
  if (numItems > 0) {
    return new FoveaError(
      `There is nothing to ${task}: none of the loader's ${numItems} items could be read.`,
      'Warnings above name those that were skipped. Run verifyImages(files), and repair or remove what it names.',
    );
  }
  return new FoveaError(
    `There is nothing to ${task}: the loader gave no items.`,
    task === 'validate'
      ? 'Give others, e.g. validate({ loader: dls.testDl(items, { withLabels: true }) }).'
      : 'Give others, e.g. getPreds({ loader: dls.testDl(files) }).',
  );
}
