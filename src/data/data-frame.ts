import { basename } from 'node:path';
import { inspect } from 'node:util';
import { FoveaError } from '../base/errors';

/** What one place of a table holds. */
export type Cell = string | number | boolean;

/** One row of a table: values by the names of the columns. */
export interface Row {
  readonly [column: string]: Cell;
}

/** The kinds of values a column may hold. */
export type ColumnType = 'string' | 'number' | 'boolean';

/** One column of a {@link DataFrame}. */
export interface FrameColumn {
  readonly name: string;
  readonly type: ColumnType;
}

/** The rows of a file with their columns, which {@link readCsv} makes; a data block takes it as its source. */
export class DataFrame<Line extends Row = Row> implements Iterable<Line> {
  constructor(
    /** From the first line after the names to the last. */
    readonly rows: readonly Line[],
    /** In the order of the file. */
    readonly columns: readonly FrameColumn[],
    /** Path of the file they were read from. */
    readonly file: string,
  ) {}

  /** Number of rows. */
  get length(): number {
    return this.rows.length;
  }

  /**
   * All values of a column, from the first row to the last.
   *
   * @throws FoveaError naming the columns there are if it is none.
   */
  column<Name extends string & keyof Line>(name: Name): Line[Name][] {
    if (!this.columns.some((column) => column.name === name)) throw noColumn(name, this.columns, this.file);
    return this.rows.map((row) => row[name]);
  }

  [Symbol.iterator](): Iterator<Line> {
    return this.rows[Symbol.iterator]();
  }

  /** In one line, e.g. `train.csv: 1600 rows; fname string, is_valid boolean`. */
  toString(): string {
    const columns = this.columns.map(({ name, type }) => `${name} ${type}`);
    return `${basename(this.file)}: ${this.length} rows; ${columns.join(', ')}`;
  }

  [inspect.custom](): string {
    return this.toString();
  }
}

// Rows stay plain objects; where one was read stands beside it.
const places = new WeakMap<object, { readonly file: string; readonly line: number }>();

/** Notes where a row was read. */
export function notePlace(row: Row, file: string, line: number): void {
  places.set(row, { file, line });
}

/** Where a row was read, e.g. `pascal_2007/train.csv, line 17`; undefined for what was read from no file. */
export function placeOf(item: unknown): string | undefined {
  const place = typeof item === 'object' && item !== null ? places.get(item) : undefined;
  return place && `${place.file}, line ${place.line}`;
}

/**
 * A row's value in a column.
 *
 * @throws FoveaError naming the row's file and line if it has no such column.
 */
export function cellOf(row: Row, column: string): Cell {
  const cell = typeof row === 'object' && row !== null ? row[column] : undefined;
  if (cell !== undefined) return cell;
  const names = Object.keys(row ?? {}).map((name) => ({ name }));
  throw noColumn(column, typeof row === 'object' ? names : [], placeOf(row) ?? `the item ${inspect(row)}`);
}

/** The error for a column that is none. */
export function noColumn(name: string, columns: readonly { readonly name: string }[], where: string) {
  const names = columns.map((column) => JSON.stringify(column.name)).join(', ');
  return new FoveaError(
    `There is no column ${JSON.stringify(name)} in ${where}.`,
    columns.length === 1
      ? `The only one is ${names}. If that should be several, tell readCsv what stands between them, e.g. { delimiter: ";" }.`
      : `It has ${names || 'none: items must be rows, e.g. of readCsv'}.`,
  );
}
