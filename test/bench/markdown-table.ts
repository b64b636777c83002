import { padCells } from '../../src/base/text-table';

/**
 * A table in Markdown whose lines are written as their numbers come in.
 *
 * @param columns Titles, and how many characters the cells take at most.
 */
export function markdownTable(columns: readonly (readonly [title: string, width: number])[]) {
  const widths = columns.map(([, width]) => ({ width }));
  const line = (cells: readonly string[]) => `| ${padCells(cells, widths).join(' | ')} |`;
  return {
    head: `${line(columns.map(([title]) => title))}\n${line(widths.map(({ width }) => '-'.repeat(width)))}`,
    line,
  };
}
