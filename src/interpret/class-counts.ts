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

/** A confusion matrix before anything is counted: `numClasses` rows of `numClasses` zeros. */
export function emptyConfusion(numClasses: number): number[][] {
  return Array.from({ length: numClasses }, () => new Array<number>(numClasses).fill(0));
}

/**
 * Counts what was predicted for what.
 *
 * @param confusion A row for each actual, a column for each predicted class; counts are added to it.
 * @param actual Class indices, of images or of pixels. Those that have no row are left out, e.g. unlabelled pixels.
 * @param predicted Class indices in the same order.
 * @param options.ignoreIndex A class of `actual` to leave out too.
 */
export function addPairs(
  confusion: number[][],
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  { ignoreIndex }: { readonly ignoreIndex?: number } = {},
): void {
  for (let i = 0; i < actual.length; i++) {
    if (actual[i] in confusion && actual[i] !== ignoreIndex) confusion[actual[i]][predicted[i]]++;
  }
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
