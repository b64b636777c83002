import { existsSync } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { FoveaError } from '../base/errors';

// The extensions of image/* in Python's mimetypes, which fastai goes by.
const EXTENSIONS = new Set(
  (
    '.avif .bmp .gif .heic .heif .ico .ief .jpe .jpeg .jpg .pbm .pgm .png .pnm .ppm .ras .rgb .svg ' +
    '.tif .tiff .webp .xbm .xpm .xwd'
  ).split(' '),
);

/**
 * Lists the image files of a folder and its subfolders, fastai's `get_image_files`.
 *
 * Files and folders whose names begin with a dot are skipped, as in fastai. Unlike in fastai, paths are sorted by character code, so
 * that a seeded split is the same on every machine.
 *
 * @param folder Path of a folder.
 * @param options
 * @param options.recurse Whether to search subfolders; by default true, as in fastai.
 * @param options.folders Names of the subfolders to search. By default all.
 * @returns Paths that begin with `folder`.
 * @throws FoveaError if the folder is missing or contains no images.
 */
export async function getImageFiles(
  folder: string,
  { recurse = true, folders }: { recurse?: boolean; folders?: readonly string[] } = {},
): Promise<string[]> {
  if (!existsSync(folder)) {
    throw new FoveaError(
      `The folder ${folder} was not found.`,
      'Check the spelling; untarData(URLs.PETS) returns the path of a data set.',
    );
  }
  const found: string[] = [];
  const visited = new Set<string>();
  const walk = async (path: string, depth: number) => {
    // Links may form cycles.
    const real = await realpath(path);
    if (visited.has(real)) return;
    visited.add(real);
    for (const entry of await readdir(path, { withFileTypes: true })) {
      if (entry.name.startsWith('.')) continue;
      const inner = join(path, entry.name);
      const isFolder = entry.isSymbolicLink() ? await isLinkToFolder(inner) : entry.isDirectory();
      if (!isFolder) {
        if (EXTENSIONS.has(extname(entry.name).toLowerCase())) found.push(inner);
      } else if (recurse && (depth > 0 || !folders || folders.includes(entry.name))) {
        await walk(inner, depth + 1);
      }
    }
  };
  await walk(folder, 0);
  if (found.length === 0) {
    throw new FoveaError(
      `There are no images in ${folder}.`,
      `Files with image extensions are looked for, e.g. .jpg or .png${recurse ? ', in all its subfolders, too' : ''}.`,
    );
  }
  return found.sort();
}

async function isLinkToFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}
