import { largest } from './extremes';

/** How the cells of one column are written. */
export interface TextColumn {
  /** @defaultValue 'left' */
  readonly align?: 'left' | 'right';
  /** Least width in characters. @defaultValue 0 */
  readonly width?: number;
}

/**
 * Cells padded with blanks to the widths of their columns.
 *
 * @param cells One for each column.
 * @param columns Alignment and width of each column.
 */
export function padCells(cells: readonly string[], columns: readonly TextColumn[]): string[] {
  return cells.map((cell, i) => {
    const { align = 'left', width = 0 } = columns[i];
    return align === 'right' ? cell.padStart(width) : cell.padEnd(width);
  });
}

/**
 * Rows of cells as lines of text whose columns stand under each other.
 *
 * @param rows The titles first; as many cells in each row as there are columns.
 * @param options
 * @param options.columns Alignment and least width of each column; left and as wide as the widest cell by default.
 * @param options.rule A character that draws a line under the titles; none by default.
 * @returns One line of text for each row, and one for the rule.
 */
export function textTable(
  rows: readonly (readonly string[])[],
  { columns = rows[0].map(() => ({})), rule }: { columns?: readonly TextColumn[]; rule?: string } = {},
): string[] {
  const fitted = columns.map(({ align, width = 0 }, i) => ({
    align,
    width: Math.max(width, largest(rows.map((row) => row[i].length))),
  }));
  const lines = rows.map((row) => padCells(row, fitted).join('  ').trimEnd());
  if (rule) lines.splice(1, 0, fitted.map(({ width }) => rule.repeat(width)).join('  '));
  return lines;
}
