import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { FoveaError } from '../base/errors';
import { homePath } from '../base/home-path';
import { isStandInName } from '../datasets/stand-in';

/** The folder of the clone, two levels above this file, in `src/` as in `dist/`. */
export const root = join(__dirname, '..', '..');

/** Python's interpreter in the environment that set-up makes. */
export const python = join(root, '.venv', 'bin', 'python');

/** A notebook: its name without `.ipynb`, and its path. */
export interface NotebookFile {
  readonly name: string;
  readonly path: string;
}

/**
 * The notebooks to run, in the order of their names.
 *
 * @param folder The folder that contains them.
 * @param parts Parts of names, e.g. `pets`; an empty list means all notebooks.
 * @throws FoveaError if a part fits no notebook, or the folder contains none.
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
 * `FOVEA_DATA` for a kernel, as an absolute path: kernels run in `notebooks/`, while the user means paths relative to the clone.
 *
 * @param data A folder, or the name of stand-ins: `mini` or `few`.
 */
export function absoluteData(data: string): string {
  return isStandInName(data) ? data : resolve(root, homePath(data));
}
