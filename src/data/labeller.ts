import { basename, dirname } from 'node:path';
import { inspect, types } from 'node:util';
import { FoveaError, unknownChoice } from '../base/errors';
import { type Cell, cellOf, emptyCell, isBlank, presentCellOf, type Row } from './data-frame';

/**
 * Takes labels from file names, fastai's `RegexLabeller`.
 *
 * @param pattern Its first group, in parentheses, is the label.
 * @param options
 * @param options.on What to search: the file's `name`, or its whole `path`, with / between folders on every system; by default `path`,
 *   as in fastai.
 * @returns A function from a file's path to its label.
 * @throws FoveaError if the pattern is no regular expression or has no group. The returned function throws one, naming pattern and file, if the pattern does not
 *   match.
 */
export function regexLabeller(
  pattern: RegExp | string,
  { on = 'path' }: { on?: 'name' | 'path' } = {},
): (file: string) => string {
  if (on !== 'name' && on !== 'path') throw unknownChoice('"on" of regexLabeller', on, ['name', 'path']);
  const given = compiled(pattern);
  // A global or sticky pattern remembers where it stopped and would miss every other file.
  const search = new RegExp(given.source, given.flags.replace(/[gy]/g, ''));
  if (new RegExp(`${search.source}|`, search.flags).exec('')!.length < 2) {
    throw new FoveaError(
      `The pattern ${given} has no group to take the label from.`,
      'Put parentheses around the part that is the label, e.g. /(.+)_\\d+\\.jpg$/.',
    );
  }
  return (file) => {
    checkPath(file, 'regexLabeller');
    const text = on === 'name' ? basename(file) : file.replaceAll('\\', '/');
    const label = search.exec(text)?.[1];
    if (label === undefined) throw noMatch(search, given, text, on);
    return label;
  };
}

function compiled(pattern: unknown): RegExp {
  if (types.isRegExp(pattern)) return pattern;
  const example = 'Give one whose first group is the label, e.g. /(.+)_\\d+\\.jpg$/.';
  if (typeof pattern !== 'string') {
    throw new FoveaError(
      `Expected a regular expression in regexLabeller, received ${inspect(pattern)}.`,
      example,
    );
  }
  try {
    return new RegExp(pattern);
  } catch (error) {
    throw new FoveaError(
      `Expected a regular expression in regexLabeller: ${(error as Error).message}.`,
      example,
    );
  }
}

function noMatch(search: RegExp, given: RegExp, text: string, on: 'name' | 'path'): FoveaError {
  const problem = `The pattern ${given} does not match the file ${on} ${JSON.stringify(text)}.`;
  if (new RegExp(search.source, `${search.flags.replace('i', '')}i`).test(text)) {
    return new FoveaError(
      problem,
      'It matches if upper and lower case are not distinguished: add the i flag.',
    );
  }
  return new FoveaError(problem, 'Change the pattern, or let getItems skip such files.');
}

/**
 * Takes labels from folders, fastai's `parent_label`.
 *
 * @param file Path of a file, e.g. `pets/beagle/7.jpg`.
 * @returns The name of the folder it lies in, e.g. `beagle`.
 * @throws FoveaError if the path names no folder, e.g. `7.jpg`.
 */
export function parentLabel(file: string): string {
  checkPath(file, 'parentLabel');
  const folder = basename(dirname(file));
  if (folder !== '' && folder !== '.' && folder !== '..') return folder;
  throw new FoveaError(
    `The path ${JSON.stringify(file)} names no folder that parentLabel could take as label.`,
    'Give paths with the folder of each class, e.g. pets/beagle/7.jpg, or take labels from the names: regexLabeller.',
  );
}

function checkPath(file: unknown, where: string): void {
  if (typeof file !== 'string') {
    throw noPath(
      file,
      where,
      'Items that are rows of a table have their labels in a column: colReader(name).',
    );
  }
}

/** The error for an item that is no path where one is needed. */
export function noPath(item: unknown, where: string, cure: string): FoveaError {
  const received = inspect(item, { breakLength: Number.POSITIVE_INFINITY });
  return new FoveaError(`Expected the path of a file in ${where}, received ${received}.`, cure);
}

/**
 * Takes a row's value in a column, fastai's `ColReader`.
 *
 * @param column Name of the column.
 * @returns A function from a row to its value. It throws a FoveaError naming file and line for a row without the column.
 */
export function colReader(column: string): (row: Row) => Cell;
/**
 * Takes a row's value in a column and makes a path of it.
 *
 * @param column Name of the column.
 * @param options
 * @param options.prefix Text to put before the value, e.g. a folder with its slash; by default `''`.
 * @param options.suffix Text to put after the value, e.g. `.jpg`; by default `''`.
 * @returns A function from a row to its value as text. It throws a FoveaError naming file and line for an empty value.
 */
export function colReader(
  column: string,
  options: { readonly prefix?: string; readonly suffix?: string },
): (row: Row) => string;
/**
 * Takes a row's labels in a column.
 *
 * @param column Name of the column.
 * @param options
 * @param options.labelDelimiter What separates labels, e.g. a space. White space around a label is not part of it.
 * @param options.allowEmpty Whether an empty value is an image without labels; by default false: a missing value is an error, as it is
 *   in fastai, where pandas reads it as NaN.
 * @returns A function from a row to its labels. It throws a FoveaError naming file and line for an empty value, unless these are allowed.
 */
export function colReader(
  column: string,
  options: { readonly labelDelimiter: string; readonly allowEmpty?: boolean },
): (row: Row) => string[];
export function colReader(
  column: string,
  options?: {
    readonly prefix?: string;
    readonly suffix?: string;
    readonly labelDelimiter?: string;
    readonly allowEmpty?: boolean;
  },
): (row: Row) => Cell | string[] {
  const { prefix = '', suffix = '', labelDelimiter, allowEmpty = false } = options ?? {};
  if (labelDelimiter === '') {
    throw new FoveaError(
      'The labelDelimiter of colReader is empty, so it separates single letters.',
      "Give what separates two labels in the column, e.g. ' ' or ';'.",
    );
  }
  return (row) => {
    if (labelDelimiter !== undefined) return labelsIn(row, column, labelDelimiter, allowEmpty);
    return options ? `${prefix}${presentCellOf(row, column)}${suffix}` : cellOf(row, column);
  };
}

function labelsIn(row: Row, column: string, delimiter: string, allowEmpty: boolean): string[] {
  const cell = cellOf(row, column);
  const labels = (isBlank(cell) ? '' : String(cell)).split(delimiter).map((label) => label.trim());
  const present = labels.filter(Boolean);
  if (present.length > 0 || allowEmpty) return present;
  const option = `{ labelDelimiter: ${JSON.stringify(delimiter)}, allowEmpty: true }`;
  throw emptyCell(row, column, `If it means an image without labels, say so: ${option}.`);
}
