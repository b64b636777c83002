import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { homePath } from './home-path';
import { unicodeName } from './unicode-name';

/**
 * The path under which a file or folder exists: the one given, or else one whose names are the same in another Unicode form, e.g. where
 * a table writes "é" as one character and the file system as two.
 *
 * @param given Path of a file or folder; `~` at its beginning stands for the user's home folder.
 * @returns The path; undefined if nothing exists there.
 * @throws The system's error if a folder above cannot be searched.
 */
export async function existingPath(given: string): Promise<string | undefined> {
  const path = homePath(given);
  if (await exists(path)) return path;
  // Only characters beyond ASCII have several forms.
  if (!/[^\0-\x7f]/.test(path)) return undefined;
  let found: string = sep;
  for (const name of resolve(path).split(sep).filter(Boolean)) {
    const inner = join(found, name);
    if (await exists(inner)) {
      found = inner;
      continue;
    }
    const same = (await namesIn(found)).find((other) => unicodeName(other) === unicodeName(name));
    if (same === undefined) return undefined;
    found = join(found, same);
  }
  return found;
}

/**
 * The name of a file beside a path at which there is none, whose name differs only by upper and lower case, or by its extension.
 *
 * @param path Path at which nothing exists.
 * @returns Its name; undefined if there is none such.
 */
export async function similarName(path: string): Promise<string | undefined> {
  const folder = await existingPath(dirname(path)).catch(() => undefined);
  if (folder === undefined) return undefined;
  const wanted = comparable(basename(path));
  const names = await namesIn(folder);
  return (
    names.find((name) => comparable(name) === wanted) ??
    names.find((name) => withoutExtension(comparable(name)) === withoutExtension(wanted))
  );
}

const comparable = (name: string) => unicodeName(name).toLowerCase();
const withoutExtension = (name: string) => name.replace(/\.[a-z]{3,4}$/, '');

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (isAbsent(error)) return false;
    throw error;
  }
}

const isAbsent = (error: unknown) => /^(ENOENT|ENOTDIR)$/.test((error as NodeJS.ErrnoException).code ?? '');
