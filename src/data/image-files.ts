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
 * Lists the image files of a folder and the folders in it.
 *
 * Files and folders whose names begin with a dot are left out, as in fastai. Sorted by path (by character code), unlike
 * fastai, so that a seeded split is the same on every machine.
 *
 * @param folder Path of a folder.
 * @param options.recurse Looks into folders in it, too; true as in fastai.
 * @param options.folders Only these folders in it, by name; all unless told.
 * @returns Paths that begin with `folder`.
 * @throws FoveaError if the folder is missing or holds no image.
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
    // Links may lead in circles.
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
      `Files with the extensions of images are looked for, e.g. .jpg or .png${recurse ? ', in all folders of it' : ''}.`,
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
