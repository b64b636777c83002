import { inspect } from 'node:util';
import { FoveaError } from '../base/errors';
import { made, maker } from '../base/recipe';
import { fields, positiveInteger } from '../base/schema';
import { tf } from '../tensorflow/tf';
import type { TargetBlock } from './block';
import { fixedSample } from './category-block';

/** What a regression block reads: one number, or as many for each image. */
export type NumbersSource = number | readonly number[];

/**
 * One number or several as target, e.g. an age or a price, fastai's `RegressionBlock`. In a batch: float32 `[batch]` for one number,
 * else `[batch, numbers]`, in the units of `getY`. The loss is the mean squared error: numbers far from 0 are learned sooner if
 * `getY` scales them, or with `yRange` of the learner.
 *
 * @param options What is known before the training set is read.
 * @param options.numOutputs Numbers for each image. By default as many as the first training item has.
 * @returns The block, for `blocks` of a `DataBlock`. Its labels are numbers, or lists of numbers.
 * @throws FoveaError if `numOutputs` is not a positive integer.
 * @see fastai's `RegressionBlock(n_out)`. For positions in an image there is `pointBlock`, which moves them with the image.
 */
export function regressionBlock({
  numOutputs,
}: {
  numOutputs?: number;
} = {}): TargetBlock<NumbersSource, NumbersSource> {
  if (numOutputs !== undefined && !(Number.isInteger(numOutputs) && numOutputs >= 1)) {
    throw new FoveaError(
      `Expected a positive integer as numOutputs of regressionBlock, received ${shown(numOutputs)}.`,
      'It is how many numbers each image has, e.g. 1.',
    );
  }
  const count = numOutputs ?? 1;
  const shape = count === 1 ? [] : [count];
  return made({
    name: 'regression',
    recipe: regressionMaker.describe({ numOutputs: count }),
    loss: 'meanSquaredError',
    numOutputs: count,
    vocabulary: [],
    fit: (sources) => regressionBlock({ numOutputs: numOutputs ?? numbersOf(sources[0]).length }),
    checkForm: numbersOf,
    check(source) {
      const { length } = numbersOf(source);
      if (length === count) return;
      throw new FoveaError(
        `Expected ${count === 1 ? 'one number' : `${count} numbers`} as label, received ${length}: ${shown(source)}.`,
        'Every image needs as many numbers as the first one of the training set.',
      );
    },
    open: async (source) => fixedSample({ values: Float32Array.from(numbersOf(source)), shape }),
    collate: (values) =>
      tf.tensor(
        values.flatMap((value) => [...value.values]),
        [values.length, ...shape],
        'float32',
      ),
    warp: (batch) => batch,
    decode(targets) {
      const numbers = Array.from(targets.dataSync());
      return Array.from({ length: targets.shape[0] }, (_, i) =>
        count === 1 ? numbers[i] : numbers.slice(i * count, (i + 1) * count),
      );
    },
    annotate(label) {
      const numbers = [label].flat();
      return { caption: numbers.map((number) => String(Number(number.toPrecision(4)))).join('; '), numbers };
    },
  });
}

/** Makes {@link regressionBlock} again, with its count of numbers. */
export const regressionMaker = maker('regression', fields({ numOutputs: positiveInteger }), regressionBlock);

function numbersOf(source: unknown): readonly number[] {
  const numbers: unknown[] =
    Array.isArray(source) || ArrayBuffer.isView(source) ? [...(source as number[])] : [source];
  if (numbers.length > 0 && numbers.every(Number.isFinite)) return numbers as number[];
  throw new FoveaError(
    `Expected a number, or a list of numbers, as label of regressionBlock, received ${shown(source)}.`,
    typeof source === 'string'
      ? "Convert text: Number(text) in getY, or readCsv(file, { types: { price: 'number' } })."
      : 'Give this item a number, or leave it out of the items. An empty cell of a CSV is no number.',
  );
}

const shown = (value: unknown) => inspect(value, { breakLength: Number.POSITIVE_INFINITY });
