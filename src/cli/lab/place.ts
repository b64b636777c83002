import { existsSync, mkdirSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { root } from '../repository';

/** What JupyterLab is opened on. */
export interface Place {
  readonly folder: string;
  /** The notebook that is opened at once, if one was named. */
  readonly notebook?: string;
  /** The other arguments of the command line. */
  readonly args: readonly string[];
}

/**
 * The folder or the notebook that a command line names, in any place; the lessons by default.
 *
 * @param args The arguments of `npm run lab`.
 * @param from The folder that relative paths start at.
 */
export function placeOf(args: readonly string[], from: string): Place {
  for (const [i, arg] of args.entries()) {
    const path = resolve(from, arg);
    if (arg.startsWith('-') || !existsSync(path)) continue;
    const others = args.filter((_, at) => at !== i);
    if (statSync(path).isDirectory()) return { folder: path, args: others };
    if (arg.endsWith('.ipynb')) return { folder: dirname(path), notebook: basename(path), args: others };
  }
  return { folder: join(root, 'notebooks'), args };
}

/**
 * Links fovea into a folder's `node_modules/`, if its notebooks could not import it otherwise.
 *
 * @returns The link that was made, if any.
 * @throws Error if the folder cannot be written to.
 */
export function linkLibrary(folder: string): string | undefined {
  try {
    createRequire(join(folder, 'notebook.js')).resolve('fovea');
    return undefined;
  } catch {
    const link = join(folder, 'node_modules', 'fovea');
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(root, link, 'dir');
    return link;
  }
}
