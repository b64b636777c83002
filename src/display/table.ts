import { textTable } from '../base/text-table';
import { breakableLabel, type Html, html } from './html';
import type { MimeBundle } from './jupyter';
import { page } from './theme';

/** One column of a table of rows. */
export interface Column<Row> {
  readonly title: string;
  /** The cell of a row: text is shown as it is, numbers by `format`; undefined leaves the cell empty. */
  value(row: Row, index: number): string | number | undefined;
  /** Writes a number. @defaultValue `String` */
  format?(value: number): string;
  /** @defaultValue 'right', with digits under each other, for columns of numbers, 'left' for others */
  readonly align?: 'left' | 'right';
  /** True for the column that names the row. @defaultValue false */
  readonly isHeading?: boolean;
  /** True for sentences, whose lines may break. @defaultValue false */
  readonly wraps?: boolean;
}

/**
 * A table as markup. All text is escaped.
 *
 * @param rows The rows, from top to bottom.
 * @param columns The columns, from left to right.
 * @param options
 * @param options.caption Title above the table; by default none.
 * @param options.numTotals Number of rows at the end that sum up the others and are set apart by a line; by default 0.
 * @returns A `<table>`, to be put into `page`.
 */
export function table<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  { caption, numTotals = 0 }: { caption?: string; numTotals?: number } = {},
): Html {
  const sides = columns.map((column) => side(rows, column));
  const style = (i: number) => {
    if (sides[i] === 'right') return html` class="fovea-number" style="text-align:right"`;
    return columns[i].wraps ? html` class="fovea-wraps"` : html``;
  };
  const head = columns.map((column, i) => html`<th scope="col"${style(i)}>${column.title}</th>`);
  const body = rows.map((row, index) => {
    const cells = columns.map((column, i) => {
      const text = cell(column, row, index);
      const content = column.wraps ? breakableLabel(text) : text;
      return column.isHeading
        ? html`<th scope="row"${style(i)}>${content}</th>`
        : html`<td${style(i)}>${content}</td>`;
    });
    return html`<tr>${cells}</tr>\n`;
  });
  const totals = body.splice(body.length - numTotals);
  return html`<table class="fovea-table">${caption !== undefined && html`<caption>${caption}</caption>`}
<thead><tr>${head}</tr></thead>
<tbody>${body}</tbody>${totals.length > 0 && html`<tbody class="fovea-totals">${totals}</tbody>`}</table>`;
}

/**
 * The same table as text, for a terminal.
 *
 * @param options
 * @param options.minWidths Least width of each column in characters, so that lines added later stand under the first ones.
 * @returns Lines, without a line break at the end.
 */
export function tableText<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  { caption, minWidths = [] }: { caption?: string; minWidths?: readonly number[] } = {},
): string {
  const titles = columns.map((column) => column.title);
  const cells = rows.map((row, i) => columns.map((column) => cell(column, row, i)));
  const lines = textTable([titles, ...cells], {
    columns: columns.map((column, i) => ({ align: side(rows, column), width: minWidths[i] })),
  });
  return (caption ? [caption, ...lines] : lines).join('\n');
}

/**
 * A table as an output, for `show`.
 *
 * @param rows The rows, from top to bottom.
 * @param columns The columns, from left to right.
 * @param options
 * @param options.caption Title above the table; by default none.
 * @param options.numTotals Number of rows at the end that sum up the others and are set apart by a line; by default 0.
 * @returns The table as HTML and as text.
 */
export function tableBundle<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  { caption, numTotals }: { caption?: string; numTotals?: number } = {},
): MimeBundle {
  return {
    'text/html': page(table(rows, columns, { caption, numTotals })).text,
    'text/plain': tableText(rows, columns, { caption }),
  };
}

function cell<Row>(column: Column<Row>, row: Row, index: number): string {
  const value = column.value(row, index);
  if (typeof value === 'number') return column.format ? column.format(value) : String(value);
  return value ?? '';
}

function side<Row>(rows: readonly Row[], column: Column<Row>): 'left' | 'right' {
  if (column.align) return column.align;
  return rows.some((row, i) => typeof column.value(row, i) === 'number') ? 'right' : 'left';
}
