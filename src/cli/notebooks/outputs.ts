import { readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename } from 'node:path';
import { FoveaError } from '../../base/errors';
import { megabytes } from '../../base/number-text';
import { isStandInName } from '../../datasets/stand-in';
import { root } from '../repository';
import { lastingOutputs, type Output, textOf } from './lasting-outputs';

/** Largest size of a committed notebook, in bytes: code hosts do not render larger ones well. */
const LARGEST = 1.5e6;

// From the best to the smallest, until the notebook is light enough.
const THUMBNAILS = [
  { maxWidth: 360, quality: 72 },
  { maxWidth: 280, quality: 68 },
  { maxWidth: 220, quality: 64 },
  { maxWidth: 160, quality: 58 },
] as const;

interface Cell {
  readonly cell_type: string;
  readonly source: string | readonly string[];
  execution_count?: number | null;
  outputs?: readonly Output[];
}

interface Notebook {
  readonly cells: readonly Cell[];
  metadata: Readonly<Record<string, unknown>>;
}

/**
 * Puts the outputs of a run into the committed notebook, in a form that code hosts render and that the next run reproduces, and what the
 * kernel says of itself. Nothing else in the notebook changes. The file is as JupyterLab would write it, so that opening it changes nothing.
 *
 * @param executed Path of the executed copy.
 * @param notebook Path of the notebook to overwrite.
 * @param options
 * @param options.data The data it was run on: a folder, whose path must not appear in an output, or the name of stand-ins; by default 'mini'.
 * @throws FoveaError if the notebook was changed since it was run, an output names a folder of this machine, or the notebook
 *   would be larger than 1.5 MB. The notebook then stays unchanged.
 */
export async function writeOutputsBack(
  executed: string,
  notebook: string,
  { data = 'mini' }: { data?: string } = {},
): Promise<void> {
  const run: Notebook = JSON.parse(readFileSync(executed, 'utf8'));
  const kept: Notebook = JSON.parse(readFileSync(notebook, 'utf8'));
  const name = basename(notebook);
  const sources = ({ cells }: Notebook) =>
    JSON.stringify(cells.map((cell) => [cell.cell_type, textOf(cell.source)]));
  if (sources(run) !== sources(kept)) {
    throw new FoveaError(`${name} was changed since it was run; nothing was written.`, 'Run it again.');
  }
  const { kernelspec = kept.metadata.kernelspec, language_info = kept.metadata.language_info } = run.metadata;
  kept.metadata = { ...kept.metadata, kernelspec, language_info };
  let text = '';
  for (const thumbnails of THUMBNAILS) {
    for (const [i, cell] of kept.cells.entries()) {
      if (cell.cell_type !== 'code') continue;
      cell.execution_count = run.cells[i].execution_count;
      cell.outputs = await lastingOutputs(run.cells[i].outputs ?? [], thumbnails);
    }
    text = `${JSON.stringify(sortKeys(kept), null, 1)}\n`;
    if (Buffer.byteLength(text) <= LARGEST) break;
  }
  for (const folder of [root, homedir(), ...(isStandInName(data) ? [] : [data])]) {
    if (folder.length > 1 && text.includes(JSON.stringify(folder).slice(1, -1))) {
      throw new FoveaError(
        `An output of ${name} names the folder ${folder}; it was not written.`,
        'Show a path relative to the data folder instead.',
      );
    }
  }
  if (Buffer.byteLength(text) > LARGEST) {
    throw new FoveaError(
      `${name} with its outputs has ${megabytes(Buffer.byteLength(text))}, more than 1.5 MB; it was not written.`,
      'Show fewer or smaller images.',
    );
  }
  writeFileSync(notebook, text);
}

/** A value whose objects have their keys in the order in which Jupyter writes them. */
function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, part]) => [key, sortKeys(part)]));
}
