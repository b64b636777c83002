import { tf } from '../../tensorflow/tf';
import { type ClassConfusion, classConfusion, type LabelCounts, labelCounts } from './class-counts';
import { expectOneClassEach, expectSameSize } from './metric';

/**
 * Counts over batches of one class per image or pixel: the most likely one against the target.
 *
 * @param where The metric, for errors.
 * @param options
 * @param options.ignoreIndex A target that does not count.
 * @returns `counts` of all batches so far, undefined before the first.
 */
export function countedClasses(where: string, options: { readonly ignoreIndex?: number } = {}) {
  let confusion: ClassConfusion | undefined;
  return {
    counts: () => confusion?.counts(),
    add(outputs: tf.Tensor, targets: tf.Tensor) {
      expectOneClassEach(where, outputs, targets);
      confusion ??= classConfusion(outputs.shape[outputs.rank - 1], options);
      confusion.add(
        targets.dataSync(),
        numbersOf(() => tf.argMax(outputs, -1)),
      );
    },
  };
}

/**
 * Counts over batches of labels that may be present together.
 *
 * @param where The metric, for errors.
 * @param isPresent The decision, 0 or 1, for outputs float32 `[batch, labels]`.
 * @returns `counts` of all batches so far, undefined before the first.
 */
export function countedLabels(where: string, isPresent: (outputs: tf.Tensor) => tf.Tensor) {
  let labels: LabelCounts | undefined;
  return {
    counts: () => labels?.counts(),
    add(outputs: tf.Tensor, targets: tf.Tensor) {
      expectSameSize(where, outputs, targets);
      labels ??= labelCounts(outputs.shape[outputs.rank - 1]);
      labels.add(
        targets.dataSync(),
        numbersOf(() => isPresent(outputs)),
      );
    },
  };
}

// The numbers of a tensor that is made here and disposed.
function numbersOf(compute: () => tf.Tensor): ArrayLike<number> {
  let values: ArrayLike<number> = [];
  tf.tidy(() => {
    values = compute().dataSync();
  });
  return values;
}
