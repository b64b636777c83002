import { FoveaError } from '../base/errors';
import { maker } from '../base/recipe';
import { fields, list, text } from '../base/schema';
import { tf } from '../tensorflow/tf';
import type { Sample, SampleValue, TargetBlock } from './block';

/**
 * One of several classes as target, fastai's `CategoryBlock`. In a batch: int32 `[batch]`, indices of the vocabulary.
 *
 * @param options What is known before the training set is read.
 * @param options.vocab The classes, in the order of their indices. By default the training set's labels, sorted.
 * @returns The block, for `blocks` of a `DataBlock`.
 */
export function categoryBlock({ vocab }: { vocab?: readonly string[] } = {}): TargetBlock<string, string> {
  const classes = vocab ?? [];
  const indexOf = indexByName(classes);
  return {
    name: 'category',
    recipe: categoryMaker.describe({ vocab: classes }),
    loss: 'crossEntropy',
    numOutputs: classes.length,
    vocabulary: classes,
    counting: 'classPerImage',
    fit: (labels) => (vocab ? categoryBlock({ vocab }) : categoryBlock({ vocab: sortedUnique(labels) })),
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
  };
}

/** Makes {@link categoryBlock} again, with its vocabulary. */
export const categoryMaker = maker('category', fields({ vocab: list(text) }), categoryBlock);

/** A sample that transforms do not change. */
export function fixedSample(value: SampleValue): Sample {
  const sample: Sample = { cropResize: () => sample, load: async () => value };
  return sample;
}

/** The distinct labels, sorted by character code, as Python sorts. */
export function sortedUnique(labels: readonly string[]): string[] {
  return [...new Set(labels.map(String))].sort();
}

/** A function from a class to its index. It throws a FoveaError for an unknown class. */
export function indexByName(classes: readonly string[]): (label: string) => number {
  const indices = new Map(classes.map((name, index) => [name, index]));
  return (label) => {
    const index = indices.get(String(label));
    if (index !== undefined) return index;
    const known = classes.length < 10 ? ` It knows ${classes.map((name) => `"${name}"`).join(', ')}.` : '';
    throw new FoveaError(
      `Label "${label}" was not included in the training dataset.${known}`,
      'Move an item with this label to the training set, correct the label, or name all classes with the option vocab.',
    );
  };
}
