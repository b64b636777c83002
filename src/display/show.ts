import { basename } from 'node:path';
import { expectPositiveInteger } from '../base/expect-number';
import { countText } from '../base/number-text';
import { DataFrame } from '../data/data-frame';
import { type MimeBundle, showBundle } from './jupyter';
import { type Column, tableBundle } from './table';

/**
 * Shows the first rows of a table, its columns with their types, and its number of rows.
 *
 * @param frame The table, e.g. what `readCsv` returns.
 * @param options
 * @param options.rows Number of rows to show; by default 5, as in pandas' `head`.
 * @throws FoveaError if it is not a positive integer.
 */
export async function show(frame: DataFrame, options?: { rows?: number }): Promise<void>;
/**
 * Shows one output in the running cell, or prints its text outside Jupyter. A figure of plotly gets no button that uploads it, unless
 * its own `config` asks for one.
 *
 * @param bundle The output in all its MIME types.
 */
export async function show(bundle: MimeBundle): Promise<void>;
export async function show(
  shown: DataFrame | MimeBundle,
  { rows = 5 }: { rows?: number } = {},
): Promise<void> {
  expectPositiveInteger(rows, 'rows of show');
  showBundle(shown instanceof DataFrame ? frameBundle(shown, rows) : withoutUpload(shown));
}

const PLOTLY = 'application/vnd.plotly.v1+json';

/** A figure of plotly offers to upload itself to a cloud, unless its `config` says otherwise. */
function withoutUpload(bundle: MimeBundle): MimeBundle {
  const figure = bundle[PLOTLY] as { config?: object } | undefined;
  if (!figure) return bundle;
  const config = {
    displaylogo: false,
    showSendToCloud: false,
    modeBarButtonsToRemove: ['lasso2d', 'select2d'],
    responsive: true,
  };
  return { ...bundle, [PLOTLY]: { ...figure, config: { ...config, ...figure.config } } };
}

function frameBundle(frame: DataFrame, rows: number): MimeBundle {
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
  const selection = first.length < frame.length ? `The first ${first.length} of ` : '';
  const caption = `${selection}${countText(frame.length)} rows of ${basename(frame.file)}`;
  return tableBundle(first, columns, { caption });
}
