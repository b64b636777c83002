import { made, maker } from '../base/recipe';
import { fields, list, text } from '../base/schema';
import { tf } from '../tensorflow/tf';
import type { TargetBlock } from './block';
import { fixedSample } from './category-block';
import {
  type ClassLabel,
  classesWithout,
  classNames,
  indexByName,
  labelNames,
  sortedClasses,
} from './label-name';

/**
 * Any number of classes as target, possibly none, fastai's `MultiCategoryBlock`. In a batch: float32 `[batch, classes]`, 1 for each
 * class of an image and 0 elsewhere.
 *
 * @param options What is known before the training set is read.
 * @param options.vocab The classes, in the order of their outputs. By default the training set's labels, sorted as `categoryBlock`
 *   sorts them.
 * @returns The block, for `blocks` of a `DataBlock`. Its labels are text; numbers and truth values from `getY` become text.
 * @throws FoveaError if `vocab` is not a list, or names no class or one twice.
 */
export function multiCategoryBlock({
  vocab,
}: {
  vocab?: readonly ClassLabel[];
} = {}): TargetBlock<readonly ClassLabel[], readonly string[]> {
  const classes = vocab ? classNames(vocab, 'multiCategoryBlock') : [];
  const indexOf = indexByName(classes);
  return made({
    name: 'multi-category',
    recipe: multiCategoryMaker.describe({ vocab: classes }),
    loss: 'binaryCrossEntropy',
    numOutputs: classes.length,
    vocabulary: classes,
    counting: 'labels',
    fit: (labels) => multiCategoryBlock({ vocab: vocab ?? sortedClasses(labels.flatMap(labelNames)) }),
    absent: (labels) => classesWithout(classes, labels.flatMap(labelNames)),
    checkForm: labelNames,
    check: (labels) => labelNames(labels).forEach(indexOf),
    async open(labels) {
      const values = new Float32Array(classes.length);
      for (const label of labelNames(labels)) values[indexOf(label)] = 1;
      return fixedSample({ values, shape: [classes.length] });
    },
    collate: (values) => {
      const numbers = values.flatMap(({ values: one }) => [...one]);
      return tf.tensor2d(numbers, [values.length, classes.length], 'float32');
    },
    warp: (batch) => batch,
    decode(targets) {
      const numbers = targets.dataSync();
      return Array.from({ length: targets.shape[0] }, (_, row) =>
        classes.filter((_, column) => numbers[row * classes.length + column] > 0.5),
      );
    },
    annotate: (labels) => ({ caption: labels.join(';') || 'no label', labels }),
  });
}

/** Makes {@link multiCategoryBlock} again, with its vocabulary. */
export const multiCategoryMaker = maker('multiCategory', fields({ vocab: list(text) }), multiCategoryBlock);
