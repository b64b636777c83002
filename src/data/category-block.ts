import { made, maker } from '../base/recipe';
import { fields, list, text } from '../base/schema';
import { tf } from '../tensorflow/tf';
import type { Sample, SampleValue, TargetBlock } from './block';
import {
  type ClassLabel,
  classesWithout,
  classNames,
  indexByName,
  labelName,
  sortedClasses,
} from './label-name';

/**
 * One of several classes as target, fastai's `CategoryBlock`. In a batch: int32 `[batch]`, indices of the vocabulary.
 *
 * @param options What is known before the training set is read.
 * @param options.vocab The classes, in the order of their indices. By default the training set's labels, sorted: by value if all are
 *   numbers, also as text, so that 2 comes before 10; else by character code.
 * @returns The block, for `blocks` of a `DataBlock`. Its labels are text; numbers and truth values from `getY` become text.
 * @throws FoveaError if `vocab` is not a list, or names no class or one twice.
 */
export function categoryBlock({
  vocab,
}: {
  vocab?: readonly ClassLabel[];
} = {}): TargetBlock<ClassLabel, string> {
  const classes = vocab ? classNames(vocab, 'categoryBlock') : [];
  const indexOf = indexByName(classes);
  return made({
    name: 'category',
    recipe: categoryMaker.describe({ vocab: classes }),
    loss: 'crossEntropy',
    numOutputs: classes.length,
    vocabulary: classes,
    counting: 'classPerImage',
    fit: (labels) => categoryBlock({ vocab: vocab ?? sortedClasses(labels.map(labelName)) }),
    absent: (labels) => classesWithout(classes, labels.map(labelName)),
    checkForm: labelName,
    check: indexOf,
    async open(label) {
      return fixedSample({ values: Int32Array.of(indexOf(label)), shape: [] });
    },
    collate: (values) =>
      tf.tensor1d(
        values.map((value) => value.values[0]),
        'int32',
      ),
    warp: (batch) => batch,
    decode: (targets) => Array.from(targets.dataSync(), (index) => classes[index]),
    annotate: (label) => ({ caption: label }),
  });
}

/** Makes {@link categoryBlock} again, with its vocabulary. */
export const categoryMaker = maker('category', fields({ vocab: list(text) }), categoryBlock);

/** A sample that transforms do not change. */
export function fixedSample(value: SampleValue): Sample {
  const sample: Sample = { cropResize: () => sample, load: async () => value };
  return sample;
}
