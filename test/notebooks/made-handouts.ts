import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../src/cli/repository';
import { folder, notebooks } from './notebook-file';

/** Where the tests of the notebooks leave handouts, for the tests in a browser; not committed. */
export const handouts = join(root, '.cache', 'handouts');

/** A notebook's handout, and why it cannot be looked at: not made, or older than what it is made from. */
export interface MadeHandout {
  readonly name: string;
  readonly path: string;
  readonly missing: string | false;
}

/** The handouts of the committed notebooks, made by their tests. */
export function madeHandouts(): MadeHandout[] {
  const exporter = join(root, 'src', 'cli', 'notebooks', 'python', 'fovea_handouts');
  const sources = readdirSync(exporter, { recursive: true, encoding: 'utf8' });
  const makers = [
    join(root, 'dist', 'index.js'),
    ...sources.filter((name) => /\.(py|j2|css|js|json)$/.test(name)).map((name) => join(exporter, name)),
  ];
  return notebooks.map((file) => {
    const name = file.replace(/\.ipynb$/, '');
    const path = join(handouts, `${name}.html`);
    const isFresh =
      existsSync(path) &&
      [...makers, join(folder, file)].every((one) => statSync(one).mtimeMs <= statSync(path).mtimeMs);
    return {
      name,
      path,
      missing: !isFresh && `no fresh handout of ${name}: run "npm test -- notebooks" first`,
    };
  });
}
