import { averagePrecisionOf } from '../training/metrics/average-precision';

/** How well a model ranks the items with a label before those without. */
export interface LabelPrecision {
  readonly name: string;
  /** Average precision, in [0, 1]. */
  readonly averagePrecision: number;
  /** Items that have the label. */
  readonly support: number;
  /** Their fraction of all items, in (0, 1]: what a ranking by chance reaches. */
  readonly fraction: number;
}

/**
 * Average precision of each label that occurs.
 *
 * @param actual 1 where an item has the label, else 0; `items * names.length` numbers, item by item.
 * @param scores Probabilities in the same order.
 * @param names Of the labels, in the vocabulary's order.
 */
export function precisionsOf(
  actual: ArrayLike<number>,
  scores: ArrayLike<number>,
  names: readonly string[],
): LabelPrecision[] {
  const numItems = actual.length / names.length;
  return names.flatMap((name, label) => {
    const ranked = Array.from({ length: numItems }, (_, item) => {
      const index = item * names.length + label;
      return { score: scores[index], hasLabel: actual[index] > 0 };
    });
    const support = ranked.filter(({ hasLabel }) => hasLabel).length;
    if (support === 0) return [];
    return [{ name, averagePrecision: averagePrecisionOf(ranked), support, fraction: support / numItems }];
  });
}
