import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { inspect, types } from 'node:util';
import { FoveaError } from '../base/errors';
import { homePath } from '../base/home-path';
import { newStream, randomFrom } from '../base/random';
import { systemReason } from '../base/system-error';
import { type Cell, cellOf, locationOf, presentCellOf, type Row } from './data-frame';
import { noPath } from './labeller';

/** The indices of the items for training and for validation. */
export interface Indices {
  /** For training. */
  readonly train: readonly number[];
  /** For validation. */
  readonly valid: readonly number[];
  /** Whether `valid` is empty on purpose, to train on all items. Without it an empty set is an error. */
  readonly withoutValidation?: boolean;
}

/** Splits items into a training and a validation set. */
export type Splitter<Item = unknown> = (items: readonly Item[]) => Indices;

/**
 * Chooses a random fraction of the items for validation, fastai's `RandomSplitter`. The same seed chooses the same items.
 *
 * @param options
 * @param options.validPct Fraction of the items to validate on, in [0, 1]; by default 0.2, as in fastai. With 0 all items are for
 *   training, and nothing is validated.
 * @param options.seed An integer in [0, 2^32). By default the split follows `setSeed`.
 * @returns The splitter.
 * @throws FoveaError if `validPct` is not in [0, 1], or the seed not such an integer.
 */
export function randomSplitter({
  validPct = 0.2,
  seed,
}: {
  validPct?: number;
  seed?: number;
} = {}): Splitter {
  if (typeof validPct !== 'number' || !(validPct >= 0 && validPct <= 1)) {
    throw new FoveaError(
      `Expected validPct of randomSplitter between 0 and 1, received ${inspect(validPct)}.`,
      'A fifth is 0.2.',
    );
  }
  if (seed !== undefined && !(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32)) {
    throw new FoveaError(
      `Expected an integer in [0, 2^32) as seed of randomSplitter, received ${inspect(seed)}.`,
      'E.g. seed: 42. Without a seed the split follows setSeed.',
    );
  }
  return (items) => {
    const random = seed === undefined ? newStream() : randomFrom(seed);
    const order = random.permutation(items.length);
    const numValid = Math.trunc(validPct * items.length);
    const split = { train: order.slice(numValid), valid: order.slice(0, numValid) };
    return validPct === 0 ? { ...split, withoutValidation: true } : split;
  };
}

/**
 * Validates on the items at the given indices, fastai's `IndexSplitter`.
 *
 * @param validIndices Indices of the items to validate on.
 * @returns The splitter. It throws a FoveaError if an index is out of range.
 */
export function indexSplitter(validIndices: readonly number[]): Splitter {
  return (items) => {
    const outside = validIndices.find(
      (index) => !(Number.isInteger(index) && index >= 0 && index < items.length),
    );
    if (outside !== undefined) {
      throw new FoveaError(
        `Index ${outside} of indexSplitter is out of range: there are ${items.length} items.`,
        `Indices run from 0 to ${items.length - 1}.`,
      );
    }
    const valid = new Set(validIndices);
    return { train: items.map((_, i) => i).filter((i) => !valid.has(i)), valid: [...validIndices] };
  };
}

/**
 * Validates on the items for which a function returns true, fastai's `FuncSplitter`.
 *
 * @param isValid From an item to whether it is for validation.
 * @returns The splitter.
 */
export function funcSplitter<Item = string>(isValid: (item: Item) => boolean): Splitter<Item> {
  return (items) => {
    const train: number[] = [];
    const valid: number[] = [];
    items.forEach((item, i) => {
      const answer: unknown = isValid(item);
      if (types.isPromise(answer)) throw asynchronous();
      (answer ? valid : train).push(i);
    });
    return { train, valid };
  };
}

function asynchronous(): FoveaError {
  return new FoveaError(
    'The function of funcSplitter returned a promise, which is neither true nor false.',
    'Leave out async and await in it. What must be awaited, await before.',
  );
}

/**
 * Validates on the files that a list names, fastai's `FileSplitter`.
 *
 * @param list Path of a text file with one file name, without folders, per line. White space around a name is not part of it.
 * @returns The splitter. It throws a FoveaError if the list cannot be read, is empty, or names none of the files.
 */
export function fileSplitter(list: string): Splitter<string> {
  return (items) => {
    checkPaths(items, 'fileSplitter');
    const names = new Set(namesIn(list));
    const split = funcSplitter<string>((file) => names.has(basename(file).normalize('NFC')))(items);
    if (split.valid.length > 0) return split;
    throw new FoveaError(
      `${list} names none of the ${items.length} files: its first name is ${JSON.stringify([...names][0])}, the first file ${JSON.stringify(basename(items[0]))}.`,
      'It must hold one file name per line, with the extension and without folders.',
    );
  };
}

function checkPaths(items: readonly unknown[], where: string): void {
  const cure = 'Rows of a table are split by a column, colSplitter(name), or at random.';
  for (const item of items) if (typeof item !== 'string') throw noPath(item, where, cure);
}

function namesIn(list: string): string[] {
  const text = readList(list);
  const names = text.split(/[\r\n]+/).map((line) => line.trim().normalize('NFC'));
  const found = names.filter(Boolean);
  if (found.length > 0) return found;
  throw new FoveaError(
    `The list of fileSplitter, ${list}, is empty.`,
    'It must hold one file name per line.',
  );
}

const LIST_CURE = 'Give the path of a text file with one file name per line.';

function readList(list: string): string {
  if (typeof list !== 'string' || list === '' || list.includes('\0')) {
    throw new FoveaError(
      `Expected the path of a list in fileSplitter, received ${inspect(list)}.`,
      LIST_CURE,
    );
  }
  let bytes: Buffer;
  try {
    bytes = readFileSync(homePath(list));
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new FoveaError(
      `The list of fileSplitter, ${list}, ${isMissing ? 'was not found' : `cannot be read: ${systemReason(error)}`}.`,
      LIST_CURE,
    );
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new FoveaError(
      `The list of fileSplitter, ${list}, is not text in UTF-8.`,
      'Save it again as UTF-8: names that are read wrong would be left in the training set.',
    );
  }
}

/**
 * Splits by the folder above a file's folder, e.g. `train` of `train/beagle/7.jpg`, fastai's `GrandparentSplitter`. Files in neither
 * folder are not used.
 *
 * @param options
 * @param options.trainName The folder of training items; by default `train`, as in fastai.
 * @param options.validName The folder of validation items; by default `valid`, as in fastai.
 * @returns The splitter.
 */
export function grandparentSplitter({
  trainName = 'train',
  validName = 'valid',
}: {
  trainName?: string;
  validName?: string;
} = {}): Splitter<string> {
  return (items) => {
    checkPaths(items, 'grandparentSplitter');
    const within = (name: string) =>
      items.flatMap((file, i) => (basename(dirname(dirname(file))) === name ? [i] : []));
    return { train: within(trainName), valid: within(validName) };
  };
}

/**
 * Splits rows by a column, fastai's `ColSplitter`.
 *
 * @param column Name of a column of True (validation) and False (training), or 1 and 0; by default `is_valid`, as in fastai.
 * @param options
 * @param options.on The value, or values, that mean validation in a column of other values, e.g. `valid`.
 * @returns The splitter. It throws a FoveaError naming file and line for a row without the column, or without a value there, or with one that is
 *   neither.
 */
export function colSplitter(
  column = 'is_valid',
  { on }: { on?: Cell | readonly Cell[] } = {},
): Splitter<Row> {
  const valid = on === undefined ? undefined : [on].flat();
  if (valid) return funcSplitter<Row>((row) => valid.includes(cellOf(row, column)));
  return truthSplitter(
    column,
    (cell) =>
      `Correct it, or give the value that means validation: colSplitter("${column}", { on: ${JSON.stringify(cell)} }).`,
  );
}

/**
 * Splits rows by a column of True and False, or 1 and 0.
 *
 * @param cureOf What to do about another value.
 * @throws FoveaError, when it splits, naming file and line of another value, or of none.
 */
export function truthSplitter(column: string, cureOf: (cell: Cell) => string): Splitter<Row> {
  return funcSplitter<Row>((row) => {
    const cell = cellOf(row, column);
    if (typeof cell === 'boolean' || cell === 0 || cell === 1) return Boolean(cell);
    // One empty value makes text of a column of True and False: it is the one to name.
    const text = String(presentCellOf(row, column));
    if (/^(true|false)$/i.test(text)) return /^true$/i.test(text);
    throw new FoveaError(
      `Expected True or False in column ${JSON.stringify(column)} of ${locationOf(row) ?? JSON.stringify(row)}, received ${JSON.stringify(cell)}.`,
      cureOf(cell),
    );
  });
}

/**
 * Checks what a splitter returned.
 *
 * @throws FoveaError if it is not two lists, a set is empty (unless validation is on purpose), an index is out of range, or an item is in both sets or twice in one.
 */
export function checkSplit(split: Indices, numItems: number): void {
  const { train, valid } = split ?? {};
  if (!Array.isArray(train) || !Array.isArray(valid)) {
    throw new FoveaError(
      `Expected { train, valid } with a list of indices each from the splitter, received ${inspect(split)}.`,
      'A splitter of your own returns both lists, and no promise.',
    );
  }
  for (const [name, side] of [
    ['training', train],
    ['validation', valid],
  ] as const) {
    if (side.length === 0 && !(name === 'validation' && split.withoutValidation)) {
      throw new FoveaError(
        `The splitter left no items for ${name}: of ${numItems}, ${train.length} are for training and ${valid.length} for validation.`,
        name === 'training'
          ? 'Check the splitter, e.g. that the items have the names it looks for, or use randomSplitter().'
          : 'Check the splitter, e.g. that the items have the names it looks for; of few items, randomSplitter needs a larger validPct. To train on all items: randomSplitter({ validPct: 0 }).',
      );
    }
  }
  const seen = new Set<number>();
  for (const index of [...train, ...valid]) {
    if (!(Number.isInteger(index) && index >= 0 && index < numItems)) {
      throw new FoveaError(
        `The splitter returned index ${index}, which is out of range: there are ${numItems} items.`,
      );
    }
    if (seen.has(index)) {
      throw new FoveaError(
        `The splitter returned item ${index} twice.`,
        'An item of the training set must not be in the validation set: the metrics would be too good.',
      );
    }
    seen.add(index);
  }
}
