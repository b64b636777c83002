import { inspect } from 'node:util';
import { printable } from '../../base/printable';
import { textTable } from '../../base/text-table';
import type { ClassCounting, TargetBlock } from '../../data/block';
import type { DataLoaders } from '../../data/data-loaders';
import type { ImageSource } from '../../data/image-source';
import type { Model } from '../../models/model';
import type { Loss } from '../losses/loss';
import { collectPredictions } from './get-preds';

/** A model's prediction for one item. As text, and as the last line of a cell, it is a line for each likely class. */
export interface Prediction<Label = unknown> {
  /** As the target block decodes it: the class's name, a list of names, a mask, points. */
  readonly label: Label;
  /** Index of the class, or indices of all labels found; undefined for masks, points and custom targets. */
  readonly decoded?: number | readonly number[];
  /** After softmax, sigmoid or nothing, e.g. one number for each class; a mask's, row by row and class by class. */
  readonly probabilities: readonly number[];
  /** The label and its probabilities as lines of text. */
  toString(): string;
}

/**
 * What can be predicted: an image in any form that an image block reads, or an item as `getItems` returns them, e.g. a row of a table.
 */
export type PredictSource = ImageSource | ItemObject;

/** An item of one's own form: no image, no buffer, no promise of one. */
export type ItemObject = (object | { readonly [field: string]: unknown }) & {
  readonly pixels?: never;
  readonly data?: never;
  readonly byteLength?: never;
  readonly then?: never;
};

/**
 * Predicts one item as validation would see it.
 *
 * @param item As `getItems` returns them; or a file's path, URL or bytes, or an image in memory.
 * @throws FoveaError if its image cannot be read.
 * @see fastai's `Learner.predict`.
 */
export async function predictItem(
  { dls, model, loss }: { readonly dls: DataLoaders; readonly model: Model; readonly loss: Loss },
  item: PredictSource,
): Promise<Prediction> {
  const result = await collectPredictions({ model, loss }, dls.testDl([item]));
  try {
    const [label] = dls.target.decode(result.decoded);
    const decoded = indicesOf(dls.target, result.decoded.dataSync());
    const prediction = { label, decoded, probabilities: Array.from(result.predictions.dataSync()) };
    return printable(prediction, () => textOf(prediction, dls.vocabulary));
  } finally {
    result.dispose();
  }
}

function indicesOf({ counting }: TargetBlock, decoded: ArrayLike<number>): number | number[] | undefined {
  const indices: Record<ClassCounting, () => number | number[] | undefined> = {
    classPerImage: () => decoded[0],
    classPerPixel: () => undefined,
    labels: () => Array.from(decoded).flatMap((isPresent, index) => (isPresent ? [index] : [])),
  };
  return counting && indices[counting]();
}

const MAX_LINES = 5;

function textOf(
  { label, decoded, probabilities }: Omit<Prediction, 'toString'>,
  vocabulary: readonly string[],
) {
  if (decoded === undefined) return inspect(label, { breakLength: 100, maxArrayLength: 12 });
  const names = [decoded].flat().map((index) => vocabulary[index]);
  const mostLikely = probabilities
    .map((probability, i) => ({ name: vocabulary[i], probability }))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, MAX_LINES);
  const lines = textTable(
    mostLikely.map(({ name, probability }) => [name, `${(100 * probability).toFixed(2)} %`]),
    { columns: [{}, { align: 'right', width: '100.00 %'.length }] },
  ).map((line) => `  ${line}`);
  const rest = probabilities.length - mostLikely.length;
  return [names.join(', ') || 'no label', ...lines, ...(rest > 0 ? [`  ... ${rest} more`] : [])].join('\n');
}
