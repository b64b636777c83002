import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { FoveaError } from '../base/errors';
import { homePath } from '../base/home-path';
import { cachedSet, holdsFiles } from './fastai-cache';
import type { PublicDataset } from './registry';
import { isStandInName, type StandInName } from './stand-in';

/** Where data is looked for. Tests give folders of their own. */
export interface Locations {
  /** Environment variables: FOVEA_DATA and FASTAI_HOME are read. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The folder that a relative FOVEA_DATA starts from. */
  readonly currentFolder: string;
  /** The project's folder: its `data/` is searched, and `data/mini/` and `data/few/` receive the drawn sets. */
  readonly project: string;
  /** The user's home folder, which holds `.fastai`. */
  readonly home: string;
}

/** The result of a search: `none` if the set must be downloaded, `stand-in` if drawn stand-ins were asked for. */
export type Found =
  | { readonly kind: 'folder'; readonly path: string; readonly by: string }
  | { readonly kind: 'stand-in'; readonly name: StandInName }
  | { readonly kind: 'none'; readonly looked: readonly string[] };

/**
 * Where data is looked for by default: this process's environment and current folder, the project of this file, the user's home.
 */
export function usualLocations(): Locations {
  return {
    environment: process.env,
    currentFolder: process.cwd(),
    project: resolve(__dirname, '..', '..'),
    home: homedir(),
  };
}

/**
 * Looks for a data set on this machine: FOVEA_DATA, then the project's `data/`, then fastai's cache.
 *
 * @param dataset One of `URLs`.
 * @param locations Where to look.
 * @returns The folder and where it was found, or the folders that were searched.
 * @throws FoveaError if FOVEA_DATA names a folder that is missing or does not contain the set: then nothing else is searched.
 */
export function locate(dataset: PublicDataset, locations: Locations = usualLocations()): Found {
  const asked = locations.environment.FOVEA_DATA?.trim();
  if (asked && isStandInName(asked)) return { kind: 'stand-in', name: asked };
  if (asked) return { kind: 'folder', path: inAskedFolder(dataset, asked, locations), by: 'FOVEA_DATA' };

  const candidates = [
    { path: join(locations.project, 'data', dataset.folder), by: 'data/' },
    { path: cachedSet(dataset, locations).folder, by: "fastai's cache" },
  ];
  const found = candidates.find(({ path }) => holdsFiles(path));
  return found ? { kind: 'folder', ...found } : { kind: 'none', looked: candidates.map(({ path }) => path) };
}

function inAskedFolder(dataset: PublicDataset, asked: string, locations: Locations): string {
  const { currentFolder, project, home } = locations;
  // A notebook runs in notebooks/ while the variable was set in the project's folder: both are tried.
  const roots = [...new Set([currentFolder, project].map((from) => resolve(from, homePath(asked, home))))];
  const paths = roots.map((root) => join(root, dataset.folder));
  const path = paths.find(holdsFiles);
  if (path) return path;
  throw new FoveaError(
    `${dataset.title} was not found in the folder of FOVEA_DATA=${asked} (looked for ${paths.join(' and ')}).`,
    `FOVEA_DATA must name a folder that contains ${dataset.folder}/, or be the word mini for drawn stand-ins, or few for a few of them. Without it data/ and fastai's cache are searched, then the set is downloaded.`,
  );
}
