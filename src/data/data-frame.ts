import { basename } from 'node:path';
import { inspect } from 'node:util';
import { FoveaError } from '../base/errors';

/** One value of a table. */
export type Cell = string | number | boolean;

/** One row of a table: values by the names of the columns. */
export interface Row {
  readonly [column: string]: Cell;
}

/** The type of a column's values. */
export type ColumnType = 'string' | 'number' | 'boolean';

/** One column of a {@link DataFrame}. */
export interface FrameColumn {
  /** As the file's first line names it. */
  readonly name: string;
  /** The type of all its values. */
  readonly type: ColumnType;
}

/** A table that {@link readCsv} read: rows and columns. It can be the source of a data block. */
export class DataFrame<Line extends Row = Row> implements Iterable<Line> {
  constructor(
    /** In the order of the file. */
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
   * All values of a column, in the order of the rows.
   *
   * @param name The column's name.
   * @throws FoveaError naming the columns of the table if there is none of this name.
   */
  column<Name extends string & keyof Line>(name: Name): Line[Name][] {
    if (!this.columns.some((column) => column.name === name)) throw noColumn(name, this.columns, this.file);
    return this.rows.map((row) => row[name]);
  }

  [Symbol.iterator](): Iterator<Line> {
    return this.rows[Symbol.iterator]();
  }

  /** The table in one line, e.g. `train.csv: 1600 rows; fname string, is_valid boolean`. */
  toString(): string {
    const columns = this.columns.map(({ name, type }) => `${name} ${type}`);
    return `${basename(this.file)}: ${this.length} rows; ${columns.join(', ')}`;
  }

  [inspect.custom](): string {
    return `${this.toString()}; await frame.show() shows the first.`;
  }
}

// Rows are plain objects; where each was read is stored beside them.
const locations = new WeakMap<object, { readonly file: string; readonly line: number }>();

/** Stores where a row was read. */
export function noteLocation(row: Row, file: string, line: number): void {
  locations.set(row, { file, line });
}

/** Where a row was read, e.g. `pascal_2007/train.csv, line 17`; undefined for anything else. */
export function locationOf(item: unknown): string | undefined {
  const location = typeof item === 'object' && item !== null ? locations.get(item) : undefined;
  return location && `${location.file}, line ${location.line}`;
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
  throw noColumn(column, typeof row === 'object' ? names : [], locationOf(row) ?? `the item ${inspect(row)}`);
}

/**
 * A row's value in a column in which no row may be empty.
 *
 * @throws FoveaError naming the row's file and line if it has no such column or no value there.
 */
export function presentCellOf(row: Row, column: string): Cell {
  const cell = cellOf(row, column);
  if (!isBlank(cell)) return cell;
  throw emptyCell(row, column);
}

/** Whether a value is missing: empty text, or NaN in a column of numbers. */
export function isBlank(cell: Cell): boolean {
  return Number.isNaN(cell) || cell === null || String(cell).trim() === '';
}

/**
 * The error for a row without a value in a column.
 *
 * @param cure What else can be done about it.
 */
export function emptyCell(row: Row, column: string, cure = ''): FoveaError {
  return new FoveaError(
    `The column ${JSON.stringify(column)} is empty in ${locationOf(row) ?? `the item ${inspect(row)}`}.`,
    `Fill it in, or leave out such rows.${cure && ` ${cure}`}`,
  );
}

/** The error for a column that does not exist. */
export function noColumn(name: string, columns: readonly { readonly name: string }[], where: string) {
  const names = columns.map((column) => JSON.stringify(column.name)).join(', ');
  return new FoveaError(
    `There is no column ${JSON.stringify(name)} in ${where}.`,
    columns.length === 1
      ? `The only one is ${names}. If that should be several, give readCsv the delimiter, e.g. { delimiter: ";" }.`
      : `It has ${names || 'none: items must be rows, e.g. of readCsv'}.`,
  );
}
