import { type Dirent, existsSync } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { FoveaError } from '../base/errors';
import { existingPath } from '../base/existing-path';
import { systemReason } from '../base/system-error';
import { unicodeName } from '../base/unicode-name';
import { OTHER_EXTENSIONS, READ_EXTENSIONS } from '../images/image-format';

/**
 * Lists the image files of a folder and its subfolders, fastai's `get_image_files`: those of the formats that {@link openImage} reads,
 * by their extensions. One warning counts images of other formats, and names that are not UTF-8, which are left out.
 *
 * Files and folders whose names begin with a dot are skipped, as in fastai. Unlike in fastai, paths are sorted by character code, so
 * that a seeded split is the same on every machine.
 *
 * @param folder Path of a folder.
 * @param options
 * @param options.recurse Whether to search subfolders; by default true, as in fastai.
 * @param options.folders Names of the subfolders to search. By default all.
 * @returns Paths that begin with `folder`.
 * @throws FoveaError if the folder or one in it is missing or cannot be read, or there are no images that can be read.
 */
export async function getImageFiles(
  folder: string,
  { recurse = true, folders }: { recurse?: boolean; folders?: readonly string[] } = {},
): Promise<string[]> {
  const root = await expectFolder(folder);
  const wanted = folders?.map(unicodeName);
  const listing: Listing = { files: [], unread: new Map(), unnamed: [] };
  const visited = new Set<string>();
  const walk = async (path: string, depth: number) => {
    // Links may form cycles.
    const real = await realPath(path);
    if (visited.has(real)) return;
    visited.add(real);
    for (const entry of await entriesOf(path)) {
      const name = entry.name.toString();
      if (name.startsWith('.')) continue;
      const inner = join(path, name);
      if (!Buffer.from(name).equals(entry.name)) {
        listing.unnamed.push(`${path}/${entry.name.toString('latin1')}`);
        continue;
      }
      const kind = entry.isSymbolicLink() ? ((await targetOf(inner)) ?? entry) : entry;
      if (kind.isDirectory()) {
        const isWanted = depth > 0 || !wanted || wanted.includes(unicodeName(name));
        if (recurse && isWanted) await walk(inner, depth + 1);
      } else if (kind.isFile() || kind.isSymbolicLink()) {
        note(listing, inner);
      }
    }
  };
  await walk(root, 0);
  const leftOut = describeLeftOut(listing);
  if (listing.files.length === 0) throw noImages(folder, recurse, leftOut);
  if (leftOut) console.warn(`getImageFiles left out ${leftOut}`);
  return listing.files.sort(byName);
}

interface Listing {
  readonly files: string[];
  /** How many images of formats that are not read, by extension. */
  readonly unread: Map<string, number>;
  /** Files and folders whose names are not UTF-8, so that no text can name them. */
  readonly unnamed: string[];
}

function note({ files, unread }: Listing, file: string): void {
  const extension = extname(file).toLowerCase();
  if (READ_EXTENSIONS.has(extension)) files.push(file);
  else if (OTHER_EXTENSIONS.has(extension)) unread.set(extension, (unread.get(extension) ?? 0) + 1);
}

async function expectFolder(folder: string): Promise<string> {
  if (typeof folder !== 'string' || folder === '') {
    throw new FoveaError(
      `Expected the path of a folder in getImageFiles, received ${JSON.stringify(folder) ?? String(folder)}.`,
      'untarData(URLs.PETS) returns the path of a data set: await it.',
    );
  }
  const path = await existingPath(folder).catch((error) => Promise.reject(unreadableFolder(folder, error)));
  if (path === undefined) {
    throw new FoveaError(
      `The folder ${folder} was not found.`,
      'Check the spelling; untarData(URLs.PETS) returns the path of a data set.',
    );
  }
  if ((await stat(path)).isDirectory()) return path;
  throw new FoveaError(
    `Expected the path of a folder in getImageFiles, but ${folder} is a file.`,
    'Name the folder that holds it; a list of files needs no getImageFiles.',
  );
}

async function entriesOf(folder: string): Promise<Dirent<Buffer>[]> {
  try {
    return await readdir(folder, { withFileTypes: true, encoding: 'buffer' });
  } catch (error) {
    throw unreadableFolder(folder, error);
  }
}

// As Latin-1, for a folder that links lead to may have any bytes in its name.
async function realPath(folder: string): Promise<string> {
  try {
    return (await realpath(folder, { encoding: 'buffer' })).toString('latin1');
  } catch (error) {
    throw unreadableFolder(folder, error);
  }
}

function unreadableFolder(folder: string, error: unknown): FoveaError {
  return new FoveaError(
    `The folder ${folder} cannot be read: ${systemReason(error)}.`,
    'Check its permissions, e.g. "ls -ld", or leave it out: getImageFiles(path, { folders: [...] }).',
  );
}

// A link to nothing is listed as the file that it names: reading it says where it leads.
async function targetOf(link: string) {
  return existsSync(link) ? stat(link) : undefined;
}

// Names in one Unicode form: macOS writes "é" as two characters.
function byName(a: string, b: string): number {
  const [first, second] = [unicodeName(a), unicodeName(b)];
  return first < second ? -1 : first > second ? 1 : a < b ? -1 : 1;
}

function describeLeftOut({ unread, unnamed }: Listing): string | undefined {
  const parts: string[] = [];
  const numUnread = [...unread.values()].reduce((sum, count) => sum + count, 0);
  if (numUnread > 0) {
    const counts = [...unread].map(([extension, count]) => `${count} ${extension}`).join(', ');
    const convert = 'convert them to JPEG or PNG, e.g. "magick photo.heic photo.jpg"';
    parts.push(`${files(numUnread)} of formats that fovea does not read (${counts}): ${convert}.`);
  }
  if (unnamed.length > 0) {
    const rename = '"convmv -f latin1 -t utf8 -r --notest FOLDER" renames them';
    parts.push(
      `${unnamed.length === 1 ? 'a file or folder whose name is' : `${unnamed.length} files or folders whose names are`} not UTF-8 (in Latin-1: ${unnamed[0]}): ${rename}.`,
    );
  }
  return parts.length > 0 ? parts.join(' And ') : undefined;
}

const files = (count: number) => (count === 1 ? '1 file' : `${count} files`);

function noImages(folder: string, recurse: boolean, leftOut?: string): FoveaError {
  return new FoveaError(
    `There are no images in ${folder}${leftOut ? ' that fovea can read' : ''}.`,
    leftOut
      ? `Left out: ${leftOut}`
      : `Files with image extensions are looked for, e.g. .jpg or .png${recurse ? ', in all its subfolders, too' : ''}.`,
  );
}
