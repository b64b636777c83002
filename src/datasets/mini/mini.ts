import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FoveaError } from '../../base/errors';
import { withLock } from '../../base/lock';
import type { PublicDataset } from '../registry';
import { BIWI_VERSION, drawBiwi } from './biwi/biwi';
import { CAMVID_VERSION, drawCamvid } from './camvid/camvid';
import { drawPascal, PASCAL_VERSION } from './pascal/pascal';
import { drawPets, PETS_VERSION } from './pets/pets';

/** Draws a stand-in for a data set, in the layout and with the file names of the real one. */
interface Drawer {
  /** Changes whenever the drawings do: an older set on disk is then drawn anew. */
  readonly version: string;
  /** About how long it takes two idle cores. */
  readonly seconds: number;
  /** Draws everything into an empty folder. */
  readonly draw: (folder: string) => Promise<void>;
}

const DRAWERS: Readonly<Record<string, Drawer>> = {
  biwi_head_pose: { version: BIWI_VERSION, seconds: 10, draw: drawBiwi },
  camvid_tiny: { version: CAMVID_VERSION, seconds: 10, draw: drawCamvid },
  pascal_2007: { version: PASCAL_VERSION, seconds: 15, draw: drawPascal },
  'oxford-iiit-pet': { version: PETS_VERSION, seconds: 15, draw: drawPets },
};

/**
 * Whether there is a drawn stand-in for a data set.
 *
 * @param dataset One of `URLs`.
 */
export function hasMini(dataset: Pick<PublicDataset, 'folder'>): boolean {
  return dataset.folder in DRAWERS;
}

/** The folder names of all sets that can be drawn. */
export function miniFolders(): string[] {
  return Object.keys(DRAWERS);
}

/**
 * The folder of a drawn data set, `data/mini/` and fastai's name for it in the project; drawn now if it is missing or of
 * an older version. It appears only when whole; two processes asking at once draw it once.
 *
 * @param dataset One of `URLs`.
 * @param options.project The project's folder.
 * @param options.print Called with a line before drawing starts, which says how long it takes.
 * @returns The folder. README.txt in it says that the images are drawn.
 * @throws FoveaError if there is no stand-in for this set.
 */
export async function ensureMini(
  dataset: Pick<PublicDataset, 'folder'>,
  { project, print = () => {} }: { project: string; print?: (line: string) => void },
): Promise<string> {
  const drawer = DRAWERS[dataset.folder];
  if (!drawer) {
    throw new FoveaError(
      `There is no drawn stand-in for ${dataset.folder}.`,
      `There is one for ${miniFolders().join(', ')}. For the real one leave FOVEA_DATA out, or set it to a folder that holds ${dataset.folder}/.`,
    );
  }
  const parent = join(project, 'data', 'mini');
  const folder = join(parent, dataset.folder);
  const stamp = join(folder, '.version');
  const isCurrent = async () => existsSync(stamp) && (await readFile(stamp, 'utf8')) === drawer.version;
  if (await isCurrent()) return folder;

  await withLock(join(parent, `.${dataset.folder}.lock`), async () => {
    if (await isCurrent()) return;
    print(`Drawing stand-ins for ${dataset.folder}, once: about ${drawer.seconds} seconds on two cores ...`);
    const temporary = join(parent, `.${dataset.folder}.drawing`);
    await rm(temporary, { recursive: true, force: true });
    await mkdir(temporary, { recursive: true });
    try {
      await drawer.draw(temporary);
      await writeFile(join(temporary, '.version'), drawer.version);
      await rm(folder, { recursive: true, force: true });
      await rename(temporary, folder);
    } finally {
      await rm(temporary, { recursive: true, force: true });
    }
  });
  return folder;
}
