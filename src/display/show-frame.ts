import { basename } from 'node:path';
import type { DataFrame } from '../data/data-frame';
import { show } from './jupyter';
import { type Column, tableBundle } from './table';

/**
 * Shows the first rows of a table, the columns with their types, and how many rows there are.
 *
 * @param frame E.g. of `readCsv`.
 * @param options.rows How many rows; 5 unless told, as pandas' `head`.
 */
export function showFrame(frame: DataFrame, { rows = 5 }: { rows?: number } = {}): void {
  const first = frame.rows.slice(0, rows);
  const columns: Column<(typeof first)[number]>[] = [
    { title: '', value: (_row, index) => index, isHeading: true },
    ...frame.columns.map(({ name, type }) => ({
      title: `${name}: ${type}`,
      value: (row: (typeof first)[number]) => {
        const cell = row[name];
        return typeof cell === 'boolean' ? String(cell) : cell;
      },
    })),
  ];
  const some = first.length < frame.length ? `The first ${first.length} of ` : '';
  const caption = `${some}${frame.length.toLocaleString('en')} rows of ${basename(frame.file)}`;
  show(tableBundle(first, columns, { caption }));
}
