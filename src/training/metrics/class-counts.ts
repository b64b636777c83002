import { tf } from '../../tensorflow/tf';
import { expectClassPerPlace, expectSameSize } from './metric';

/** For each class or label: how often it was predicted, how often it was there, how often both. */
export interface ClassCounts {
  readonly hits: Float64Array;
  readonly predicted: Float64Array;
  readonly actual: Float64Array;
}

/** Counts of a batch, added to those before. */
export type CountClasses = (outputs: tf.Tensor, targets: tf.Tensor) => void;

/**
 * Counts over batches of one class per image or pixel: the most likely one against the target.
 *
 * @param where The metric, for errors.
 * @param options.ignoreIndex Target whose places do not count at all.
 * @returns `add`, for outputs `[batch, ..., classes]` and int32 targets `[batch, ...]`, and `counts` of all so far
 * (undefined before the first). Other targets that are no class (e.g. 255) count against the prediction alone.
 */
export function countingClasses(
  where: string,
  { ignoreIndex }: { readonly ignoreIndex?: number } = {},
): { add: CountClasses; counts: () => ClassCounts | undefined } {
  let counts: ClassCounts | undefined;
  return {
    counts: () => counts,
    add: (outputs, targets) => {
      expectClassPerPlace(where, outputs, targets);
      const numClasses = outputs.shape[outputs.rank - 1];
      counts ??= emptyCounts(numClasses);
      const predicted = read(() => tf.argMax(outputs, -1));
      const actual = read(() => targets);
      for (let i = 0; i < predicted.length; i++) {
        if (actual[i] === ignoreIndex) continue;
        counts.predicted[predicted[i]]++;
        if (actual[i] < 0 || actual[i] >= numClasses) continue;
        counts.actual[actual[i]]++;
        if (predicted[i] === actual[i]) counts.hits[actual[i]]++;
      }
    },
  };
}

/**
 * Counts over batches of labels that may be present together.
 *
 * @param where The metric, for errors.
 * @param isPresent The decision, 0 or 1, for outputs float32 `[batch, labels]`.
 * @returns `add`, for outputs and targets 0 or 1 of the same shape, and `counts` of all so far (undefined before the first).
 */
export function countingLabels(
  where: string,
  isPresent: (outputs: tf.Tensor) => tf.Tensor,
): { add: CountClasses; counts: () => ClassCounts | undefined } {
  let counts: ClassCounts | undefined;
  return {
    counts: () => counts,
    add: (outputs, targets) => {
      expectSameSize(where, outputs, targets);
      const numLabels = outputs.shape[outputs.rank - 1];
      counts ??= emptyCounts(numLabels);
      const found = read(() => isPresent(outputs));
      const there = read(() => targets);
      for (let i = 0; i < found.length; i++) {
        const label = i % numLabels;
        if (found[i]) counts.predicted[label]++;
        if (there[i]) counts.actual[label]++;
        if (found[i] && there[i]) counts.hits[label]++;
      }
    },
  };
}

function emptyCounts(size: number): ClassCounts {
  return {
    hits: new Float64Array(size),
    predicted: new Float64Array(size),
    actual: new Float64Array(size),
  };
}

// The indirection through tidy disposes whatever the computation makes; a kernel's uint8 mask is read as numbers too.
function read(compute: () => tf.Tensor): ArrayLike<number> {
  let values: ArrayLike<number> = [];
  tf.tidy(() => {
    values = compute().dataSync();
  });
  return values;
}
