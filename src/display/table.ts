import { breakableLabel, type Html, html } from './html';
import type { MimeBundle } from './jupyter';
import { page } from './theme';

/** One column of a table of rows. */
export interface Column<Row> {
  readonly title: string;
  /** What to show of a row: text as it is, numbers by `format`; undefined leaves the cell empty. */
  value(row: Row, index: number): string | number | undefined;
  /** How a number is written; as JavaScript does unless told. */
  format?(value: number): string;
  /** `right` with digits under each other for numbers, `left` for the rest, unless told. */
  readonly align?: 'left' | 'right';
  /** True for the column that names the row. */
  readonly isHeading?: boolean;
  /** True for sentences: lines may break. Short values stay on one line. */
  readonly wraps?: boolean;
}

/**
 * A table as markup. All text is escaped.
 *
 * @param rows In the order to show.
 * @param columns Titles, values, formats.
 * @param options.caption Words above the table.
 * @param options.numTotals How many of the last rows sum up those before: a rule sets them apart.
 * @returns A `<table>`; put it into `page`.
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
 * The same table for a terminal.
 *
 * @param options.minWidths Least width of each column in characters, so that lines added later stand under the first ones.
 * @returns Lines without one at the end.
 */
export function textTable<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  { caption, minWidths = [] }: { caption?: string; minWidths?: readonly number[] } = {},
): string {
  const lines = [
    columns.map((column) => column.title),
    ...rows.map((row, i) => columns.map((column) => cell(column, row, i))),
  ];
  const widths = columns.map((_, i) => Math.max(minWidths[i] ?? 0, ...lines.map((line) => line[i].length)));
  const sides = columns.map((column) => side(rows, column));
  const pad = (text: string, i: number) =>
    sides[i] === 'right' ? text.padStart(widths[i]) : text.padEnd(widths[i]);
  const text = lines.map((line) => line.map(pad).join('  ').trimEnd());
  return (caption ? [caption, ...text] : text).join('\n');
}

/**
 * A table as an output: markup and text.
 *
 * @returns A bundle for `show`.
 */
export function tableBundle<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  { caption, numTotals }: { caption?: string; numTotals?: number } = {},
): MimeBundle {
  return {
    'text/html': page(table(rows, columns, { caption, numTotals })).text,
    'text/plain': textTable(rows, columns, { caption }),
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
