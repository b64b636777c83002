import { FoveaError } from '../../base/errors';
import { type FreeMemory, freeMemory } from '../../base/free-memory';
import type { BatchSource } from '../../data/block';
import type { Model } from '../../models/model';
import type { Precision } from '../../tensorflow/precision';
import { isOnGpu } from '../../tensorflow/tfjs-internals';
import { type MemoryNeed, type MemoryUser, memoryNeed } from './batch-memory';

// The estimate is right within 30 %: what is refused would need more than is free even if it were 30 % less.
const CERTAIN = 1.5;
const SURE_TO_FIT = 0.7;

/** What an estimate was made for. It is made again when one of these is another. */
interface Estimate {
  readonly train: BatchSource;
  readonly numTrained: number;
  readonly precision?: Precision;
  readonly need?: MemoryNeed;
}

const estimates = new WeakMap<Model, Estimate>();

// What the process held before its first fit. An allocator may keep what earlier fits took, for later ones.
let atRest: number | undefined;

/**
 * Estimates, before a fit changes anything, the memory that its batches need. It is said once if that is more than is free; what cannot fit
 * is refused. On a GPU nothing is said: its memory is not known.
 *
 * @param readFree Tells what is free; called after the estimate.
 * @throws FoveaError if a batch needs far more memory than is free, with a size that fits.
 */
export async function expectMemory(
  user: MemoryUser,
  options: { validates?: boolean } = {},
  readFree: () => FreeMemory | undefined = freeMemory,
): Promise<void> {
  if (isOnGpu()) return;
  atRest ??= process.memoryUsage.rss();
  const { model, optimizer, train } = user;
  const numTrained = optimizer.trainable().length;
  const { precision } = model;
  const before = estimates.get(model);
  const isKnown =
    before?.train === train && before.numTrained === numTrained && before.precision === precision;
  const need = isKnown ? before.need : await memoryNeed(user, options);
  estimates.set(model, { train, numTrained, precision, need });
  const size = Math.min(train.batchSize ?? 0, train.numItems);
  const free = readFree();
  if (!need || !free || size === 0) return;
  const kept = Math.max(0, process.memoryUsage.rss() - atRest);
  const problem = memoryProblem(need, size, { ...free, available: free.available + kept }, model);
  if (problem?.isCertain) throw problem.error;
  if (problem && !isKnown) console.warn(problem.error.message);
}

/** A batch that may not fit, or certainly does not. */
export interface MemoryProblem {
  readonly isCertain: boolean;
  readonly error: FoveaError;
}

/**
 * Compares what a batch needs with what is free.
 *
 * @param need By the size of the batch.
 * @param batchSize The size that was asked for.
 * @param model For its least batch.
 * @returns Undefined if the batch fits.
 */
export function memoryProblem(
  need: MemoryNeed,
  batchSize: number,
  { available, swap }: FreeMemory,
  { leastTrainingBatch: least = 1 }: Pick<Model, 'leastTrainingBatch'> = {},
): MemoryProblem | undefined {
  const needed = need(batchSize);
  if (needed <= available) return undefined;
  let fitting = 2 ** Math.ceil(Math.log2(batchSize) - 1);
  while (fitting >= least && need(fitting) > SURE_TO_FIT * available) fitting /= 2;
  const error = new FoveaError(
    `A batch of ${batchSize} images needs about ${gigabytes(needed)} of memory, ${gigabytes(available)} are free.`,
    fitting >= Math.max(1, least)
      ? `Try batches of ${fitting}, which need about ${gigabytes(need(fitting))}: { batchSize: ${fitting} } among the options that make the loaders.`
      : 'Make the images smaller, take a smaller architecture, or end other programs: kernels of other notebooks keep their memory.',
  );
  return { isCertain: needed > CERTAIN * (available + swap), error };
}

const gigabytes = (bytes: number) =>
  `${bytes < 1e10 ? (bytes / 1e9).toFixed(1) : Math.round(bytes / 1e9)} GB`;
