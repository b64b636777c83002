import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { FoveaError } from '../base/errors';

/** The clone's folder; this file lies two folders below it, in `src/` and in `dist/`. */
export const root = join(__dirname, '..', '..');

/** The interpreter of the environment that set-up makes. */
export const python = join(root, '.venv', 'bin', 'python');

/** A notebook by its name without `.ipynb`, and where it is. */
export interface NotebookFile {
  readonly name: string;
  readonly path: string;
}

/**
 * The notebooks to run, in the order of their names.
 *
 * @param folder Where they are.
 * @param parts Parts of names, e.g. `pets`; none means all.
 * @throws FoveaError if a part fits no notebook, or there are none at all.
 */
export function findNotebooks(folder: string, parts: readonly string[]): NotebookFile[] {
  const names = (existsSync(folder) ? readdirSync(folder) : [])
    .filter((file) => file.endsWith('.ipynb'))
    .map((file) => file.slice(0, -'.ipynb'.length))
    .sort();
  if (!names.length) throw new FoveaError(`No notebooks in ${folder}.`);
  for (const part of parts) {
    if (!names.some((name) => name.includes(part))) {
      throw new FoveaError(`No notebook's name has "${part}" in it.`, `There are: ${names.join(', ')}.`);
    }
  }
  return names
    .filter((name) => !parts.length || parts.some((part) => name.includes(part)))
    .map((name) => ({ name, path: join(folder, `${name}.ipynb`) }));
}

/**
 * `FOVEA_DATA` as a kernel needs it: kernels run in `notebooks/`, so a relative folder is taken from the clone's.
 *
 * @param data A folder, or `mini` for the data sets drawn by code.
 */
export function absoluteData(data: string): string {
  return data === 'mini' ? data : resolve(root, data);
}
