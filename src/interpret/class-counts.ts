/** How one class fared: among all decisions, those that said it and those that should have. */
export interface ClassCounts {
  readonly name: string;
  /** Said and so. */
  readonly truePositives: number;
  /** Said but not so. */
  readonly falsePositives: number;
  /** Not said but so. */
  readonly falseNegatives: number;
}

/**
 * Counts what was predicted for what.
 *
 * @param actual Class indices, of images or of pixels. Those outside [0, numClasses) are left out, e.g. unlabelled pixels.
 * @param predicted Class indices in the same order.
 * @returns `numClasses` rows, one for each actual class, of `numClasses` counts, one for each predicted class.
 */
export function countPairs(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  numClasses: number,
): number[][] {
  const counts = Array.from({ length: numClasses }, () => new Array<number>(numClasses).fill(0));
  for (let i = 0; i < actual.length; i++) {
    if (actual[i] in counts && predicted[i] in counts) counts[actual[i]][predicted[i]]++;
  }
  return counts;
}

/**
 * Counts of each class from a confusion matrix: each class against all others.
 *
 * @param confusion Rows actual, columns predicted.
 * @param names Of the classes.
 */
export function countsOfConfusion(
  confusion: readonly (readonly number[])[],
  names: readonly string[],
): ClassCounts[] {
  return names.map((name, i) => {
    const said = confusion.reduce((sum, row) => sum + row[i], 0);
    const so = confusion[i].reduce((sum, count) => sum + count, 0);
    const both = confusion[i][i];
    return { name, truePositives: both, falsePositives: said - both, falseNegatives: so - both };
  });
}

/**
 * Counts of each label where an item may have any number of them.
 *
 * @param actual 1 where the item has the label, else 0; `items * names.length` numbers, item by item.
 * @param predicted The same for what was predicted.
 * @param names Of the labels.
 */
export function countsOfLabels(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  names: readonly string[],
): ClassCounts[] {
  return names.map((name, label) => {
    let [truePositives, falsePositives, falseNegatives] = [0, 0, 0];
    for (let i = label; i < actual.length; i += names.length) {
      if (predicted[i] && actual[i]) truePositives++;
      else if (predicted[i]) falsePositives++;
      else if (actual[i]) falseNegatives++;
    }
    return { name, truePositives, falsePositives, falseNegatives };
  });
}
