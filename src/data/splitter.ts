import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { FoveaError } from '../base/errors';
import { newStream, randomFrom } from '../base/random';
import { type Cell, cellOf, placeOf, type Row } from './data-frame';

/** Which items are for training and which for validation, by their indices. */
export interface Indices {
  readonly train: readonly number[];
  readonly valid: readonly number[];
}

/** Divides items into a training and a validation set. */
export type Splitter<Item = unknown> = (items: readonly Item[]) => Indices;

/**
 * Sets a random part aside for validation, fastai's `RandomSplitter`: the same items for the same seed.
 *
 * @param options.validPct Part of the items to validate on, in [0, 1]; 0.2 as in fastai.
 * @param options.seed An integer in [0, 2^32). Without one the split follows `setSeed`.
 * @throws FoveaError if `validPct` is no part.
 */
export function randomSplitter({
  validPct = 0.2,
  seed,
}: {
  validPct?: number;
  seed?: number;
} = {}): Splitter {
  if (!(validPct >= 0 && validPct <= 1)) {
    throw new FoveaError(
      `Expected validPct of randomSplitter between 0 and 1, received ${validPct}.`,
      'A fifth is 0.2.',
    );
  }
  return (items) => {
    const random = seed === undefined ? newStream() : randomFrom(seed);
    const order = random.permutation(items.length);
    const numValid = Math.trunc(validPct * items.length);
    return { train: order.slice(numValid), valid: order.slice(0, numValid) };
  };
}

/**
 * Validates on the items at the indices given, fastai's `IndexSplitter`.
 *
 * @throws FoveaError if an index is none of the items'.
 */
export function indexSplitter(validIndices: readonly number[]): Splitter {
  return (items) => {
    const outside = validIndices.find(
      (index) => !(Number.isInteger(index) && index >= 0 && index < items.length),
    );
    if (outside !== undefined) {
      throw new FoveaError(
        `Index ${outside} of indexSplitter is none of the ${items.length} items'.`,
        `Indices run from 0 to ${items.length - 1}.`,
      );
    }
    const valid = new Set(validIndices);
    return { train: items.map((_, i) => i).filter((i) => !valid.has(i)), valid: [...validIndices] };
  };
}

/** Validates on the items for which `isValid` is true, fastai's `FuncSplitter`. */
export function funcSplitter<Item = string>(isValid: (item: Item) => boolean): Splitter<Item> {
  return (items) => {
    const train: number[] = [];
    const valid: number[] = [];
    items.forEach((item, i) => {
      (isValid(item) ? valid : train).push(i);
    });
    return { train, valid };
  };
}

/**
 * Validates on the files a list names, fastai's `FileSplitter`.
 *
 * @param list Path of a text file with one file name, without folders, a line.
 */
export function fileSplitter(list: string): Splitter<string> {
  return (items) => {
    const names = new Set(readFileSync(list, 'utf8').split(/\r?\n/).filter(Boolean));
    return funcSplitter<string>((file) => names.has(basename(file)))(items);
  };
}

/**
 * Splits by the folder above a file's folder, e.g. `train/beagle/7.jpg`, fastai's `GrandparentSplitter`.
 * Files in neither folder are left out.
 *
 * @param options.trainName `train` unless told, as in fastai.
 * @param options.validName `valid` unless told, as in fastai.
 */
export function grandparentSplitter({
  trainName = 'train',
  validName = 'valid',
}: {
  trainName?: string;
  validName?: string;
} = {}): Splitter<string> {
  return (items) => {
    const within = (name: string) =>
      items.flatMap((file, i) => (basename(dirname(dirname(file))) === name ? [i] : []));
    return { train: within(trainName), valid: within(validName) };
  };
}

/**
 * Validates on the rows a column says so of, fastai's `ColSplitter`.
 *
 * @param column Of True and False, or 1 and 0; `is_valid` unless told, as in fastai.
 * @param options.on The value, or values, that stand for validation in a column of others, e.g. `valid`.
 * @throws FoveaError naming file and line for a row without the column, or with a value that says neither.
 */
export function colSplitter(
  column = 'is_valid',
  { on }: { on?: Cell | readonly Cell[] } = {},
): Splitter<Row> {
  const valid = on === undefined ? undefined : [on].flat();
  return funcSplitter<Row>((row) => {
    const cell = cellOf(row, column);
    if (valid) return valid.includes(cell);
    if (typeof cell === 'boolean' || cell === 0 || cell === 1) return Boolean(cell);
    throw new FoveaError(
      `Expected True or False in column ${JSON.stringify(column)} of ${placeOf(row) ?? JSON.stringify(row)}, received ${JSON.stringify(cell)}.`,
      `Correct it, or say which value stands for validation: colSplitter("${column}", { on: ${JSON.stringify(cell)} }).`,
    );
  });
}

/**
 * Checks what a splitter returned.
 *
 * @throws FoveaError if a side is empty, an index is none of the items', or an item is on both sides or twice on one.
 */
export function checkSplit({ train, valid }: Indices, numItems: number): void {
  for (const [name, side] of [
    ['training', train],
    ['validation', valid],
  ] as const) {
    if (side.length === 0) {
      throw new FoveaError(
        `The splitter left no items for ${name}: of ${numItems}, ${train.length} are for training and ${valid.length} for validation.`,
        "Check the splitter, e.g. that the names it looks for are the items', or use randomSplitter().",
      );
    }
  }
  const seen = new Set<number>();
  for (const index of [...train, ...valid]) {
    if (!(Number.isInteger(index) && index >= 0 && index < numItems)) {
      throw new FoveaError(`The splitter returned index ${index}, which is none of the ${numItems} items'.`);
    }
    if (seen.has(index)) {
      throw new FoveaError(
        `The splitter returned item ${index} twice.`,
        'An item seen in training must not be validated on: the figures would be too good.',
      );
    }
    seen.add(index);
  }
}
