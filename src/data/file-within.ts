import { isAbsolute, join, relative } from 'node:path';

/** A function from a path, absolute or relative to a folder, to the path that opens it. A path that begins with the folder stays. */
export function fileWithin(folder: string): (file: string) => string {
  const isOutside = (file: string) => !isAbsolute(file) && relative(folder, file).startsWith('..');
  return (file) => (isOutside(file) ? join(folder, file) : file);
}
