import { readFile } from 'node:fs/promises';
import { inspect } from 'node:util';
import { parse } from 'csv-parse/sync';
import { FoveaError } from '../base/errors';
import { existingPath } from '../base/existing-path';
import { parseLosslessly, parseNumber } from '../base/parse-number';
import { systemReason } from '../base/system-error';
import {
  type Cell,
  type ColumnType,
  DataFrame,
  type FrameColumn,
  noColumn,
  noteLocation,
  type Row,
} from './data-frame';

/** Options of {@link readCsv}. */
export interface CsvOptions<Types extends Readonly<Record<string, ColumnType>>> {
  /**
   * What separates two values.
   *
   * @defaultValue ','
   */
  readonly delimiter?: string;
  /** Types of some columns, e.g. `{ id: 'string' }`. By default the values decide. */
  readonly types?: Types;
}

/** A row in which the columns that `types` names have those types. */
export type TypedRow<Types extends Readonly<Record<string, ColumnType>>> = Row & {
  readonly [Name in keyof Types]: { string: string; number: number; boolean: boolean }[Types[Name]];
};

/**
 * Reads a table from a CSV file in UTF-8. Its first line names the columns.
 *
 * A column of `True` and `False` holds booleans, and a column of numbers holds numbers, NaN where it is empty, as in pandas; any
 * other holds text. Unlike in pandas, a column holds numbers only if each is what JavaScript or Python prints for it: one with `007`,
 * `1.10` or `12E5` in it stays text, for these may be labels or file names. `types: { price: 'number' }` says that they are numbers.
 *
 * Blank lines are left out. A value in quotes may hold commas, line ends (which become `\n`) and doubled quotes.
 *
 * @param file Path of the file.
 * @param options The delimiter, and types of columns.
 * @returns All rows. Later errors about a row name its line in the file.
 * @throws FoveaError naming file and line if the file is missing, empty or not UTF-8, a row has too many or too few values, a quote is
 *   not closed, or a value is not of the type that `types` names.
 * @see pandas' `read_csv`.
 */
export async function readCsv<Types extends Readonly<Record<string, ColumnType>> = Record<never, never>>(
  file: string,
  { delimiter = ',', types }: CsvOptions<Types> = {},
): Promise<DataFrame<TypedRow<Types>>> {
  const [head, ...lines] = parseLines(await readText(file), delimiter, file);
  const names = (head?.values ?? []).map((name, i) => name || `Unnamed: ${i}`);
  if (lines.length === 0) {
    const what = head ? 'the names of columns but no rows' : 'nothing in it';
    throw new FoveaError(
      `${file} has ${what}.`,
      'Is the file complete? Its first line must name the columns.',
    );
  }
  checkNames(names, file);
  for (const name of Object.keys(types ?? {})) {
    if (!names.includes(name)) throw noColumn(name, asColumns(names), file);
  }
  const full = lines.filter(({ values }) => names.length === 1 || values.length > 1 || values[0].trim());
  for (const line of full) checkLength(line, names, file);
  const columns = names.map((name, i): FrameColumn => {
    return { name, type: types?.[name] ?? typeOf(full.map(({ values }) => values[i])) };
  });
  const rows = full.map(({ values, line }) => {
    const row: Row = Object.fromEntries(
      columns.map((column, i) => [column.name, cell(values[i], column, `${file}, line ${line}`)]),
    );
    noteLocation(row, file, line);
    return row as TypedRow<Types>;
  });
  return new DataFrame(rows, columns, file);
}

interface Line {
  readonly values: readonly string[];
  /** The line where it begins, counted from 1. */
  readonly line: number;
}

async function readText(file: string): Promise<string> {
  const bytes = await readBytes(file);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new FoveaError(`${file} is not text in UTF-8.`, 'Save it again as "CSV UTF-8".');
  }
}

async function readBytes(file: string): Promise<Buffer> {
  if (typeof file !== 'string' || file === '' || file.includes('\0')) {
    throw new FoveaError(`Expected the path of a CSV file in readCsv, received ${inspect(file)}.`);
  }
  try {
    const path = await existingPath(file);
    if (path !== undefined) return await readFile(path);
  } catch (error) {
    throw new FoveaError(
      `The file ${file} cannot be read: ${systemReason(error)}.`,
      'Give the path of a CSV file that may be read.',
    );
  }
  throw new FoveaError(`The file ${file} was not found.`, 'Check the spelling.');
}

function parseLines(text: string, delimiter: string, file: string): Line[] {
  const found: Line[] = [];
  let last = 0;
  try {
    // One form of line ends: of mixed ones csv-parse counts some twice.
    parse(text.replace(/\r\n?/g, '\n'), {
      delimiter,
      record_delimiter: '\n',
      skip_empty_lines: true,
      relax_column_count: true,
      max_record_size: 0,
      on_record: (values: string[], { lines }) => {
        last = lines;
        found.push({ values, line: lines - values.join('').split('\n').length + 1 });
        return null;
      },
    });
    return found;
  } catch (error) {
    const { code, lines = last + 1 } = error as { code?: string; lines?: number };
    // An open quote is noticed at the end of the file, but it is in the row after the last one that was read.
    const line = code === 'CSV_QUOTE_NOT_CLOSED' ? last + 1 : lines;
    throw new FoveaError(
      `${file}, line ${line}, is not valid CSV: ${(error as Error).message.replace(/ at line \d+/, '')}.`,
      'A value that contains quotes must be in quotes, with those inside doubled: "say ""cheese""".',
    );
  }
}

function checkNames(names: readonly string[], file: string): void {
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    throw new FoveaError(
      `${file} has two columns ${JSON.stringify(twice)}.`,
      'Give one of them another name.',
    );
  }
}

function checkLength({ values, line }: Line, names: readonly string[], file: string): void {
  if (values.length === names.length) return;
  throw new FoveaError(
    `Expected ${names.length} values in ${file}, line ${line}, one for each of ${names.join(', ')}, received ${values.length}: ${JSON.stringify(values)}.`,
    'A value that contains a comma must be in quotes; an empty value needs its comma, too.',
  );
}

const BOOLEANS: Readonly<Record<string, boolean>> = {
  True: true,
  TRUE: true,
  true: true,
  False: false,
  FALSE: false,
  false: false,
};

const READERS: Record<ColumnType, (text: string) => Cell | undefined> = {
  string: (text) => text,
  boolean: (text) => (Object.hasOwn(BOOLEANS, text) ? BOOLEANS[text] : undefined),
  number: (text) => (isMissing(text) ? Number.NaN : parseNumber(text.trim())),
};

function isMissing(text: string): boolean {
  return ['', 'NaN'].includes(text.trim());
}

function typeOf(texts: readonly string[]): ColumnType {
  if (texts.every((text) => READERS.boolean(text) !== undefined)) return 'boolean';
  const present = texts.filter((text) => !isMissing(text));
  const areNumbers =
    present.length > 0 && present.every((text) => parseLosslessly(text.trim()) !== undefined);
  return areNumbers ? 'number' : 'string';
}

function cell(text: string, { name, type }: FrameColumn, location: string): Cell {
  const value = READERS[type](text);
  if (value !== undefined) return value;
  throw new FoveaError(
    `Expected a ${type} in column ${JSON.stringify(name)} of ${location}, received ${JSON.stringify(text)}.`,
    'Correct the value, or leave the column out of types.',
  );
}

const asColumns = (names: readonly string[]) => names.map((name) => ({ name }));
