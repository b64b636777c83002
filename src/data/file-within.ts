import { isAbsolute, join, relative } from 'node:path';
import { homePath } from '../base/home-path';

/** A function from a path, absolute or relative to a folder, to the path that opens it. A path that begins with the folder stays. */
export function fileWithin(folder: string): (file: string) => string {
  const root = homePath(folder);
  const isOutside = (file: string) => !isAbsolute(file) && relative(root, file).startsWith('..');
  return (given) => {
    const file = homePath(given);
    return isOutside(file) ? join(root, file) : file;
  };
}

/**
 * The paths that open some files, as items of a data block: so a prediction later takes a path as it is, not relative to the folder.
 *
 * @param files Absolute, or relative to the folder.
 * @returns The paths, and a function from each back to the path that was given.
 */
export function filesWithin(folder: string, files: readonly string[]) {
  const within = fileWithin(folder);
  const given = new Map(files.map((file) => [within(file), file]));
  return { items: files.map(within), givenOf: (item: string) => given.get(item) ?? item };
}
