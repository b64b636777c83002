import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../src/cli/repository';

export interface Cell {
  readonly cell_type: 'code' | 'markdown' | 'raw';
  readonly source: string | string[];
}

export interface Notebook {
  readonly cells: readonly Cell[];
  readonly metadata: { readonly kernelspec?: { readonly name: string } };
}

export const folder = join(root, 'notebooks');

/** Names of the committed notebooks, e.g. `1-pets.ipynb`. */
export const notebooks = readdirSync(folder)
  .filter((name) => name.endsWith('.ipynb'))
  .sort();

export function readNotebook(path: string): Notebook {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** The text of a cell, which the format allows in pieces. */
export function textOf({ source }: Cell): string {
  return typeof source === 'string' ? source : source.join('');
}

export function codeCells({ cells }: Notebook): string[] {
  return cells.filter((cell) => cell.cell_type === 'code').map(textOf);
}

/** What a made cell is: code, code with tags, or prose. */
export type MadeCell =
  | string
  | { readonly source: string; readonly tags: readonly string[] }
  | { readonly markdown: string };

/** A notebook for the kernel tslab, as text. */
export function notebookOf(cells: readonly MadeCell[]): string {
  const made = cells.map((cell, i) => {
    const id = `cell-${i}`;
    if (typeof cell !== 'string' && 'markdown' in cell)
      return { cell_type: 'markdown', id, source: cell.markdown, metadata: {} };
    return {
      cell_type: 'code',
      id,
      execution_count: null,
      outputs: [],
      source: typeof cell === 'string' ? cell : cell.source,
      metadata: typeof cell === 'string' ? {} : { tags: cell.tags },
    };
  });
  const kernelspec = { name: 'tslab', display_name: 'TypeScript (tslab)', language: 'typescript' };
  return JSON.stringify({ cells: made, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 });
}
