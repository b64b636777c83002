import { existsSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { FoveaError } from '../base/errors';
import { type DownloadOptions, type DownloadProgress, download } from './download';
import { extract } from './extract';
import { fastaiCache, holdsFiles, locate, type Places, usualPlaces } from './locate';
import { withLock } from './lock';
import { ensureMini, hasMini } from './mini/mini';
import { everyTenth, megabytes } from './progress-lines';
import type { Dataset } from './registry';

/** How `untarData` looks, fetches and speaks. */
export interface UntarOptions {
  /** Called with one line at a time: what was found, how the download gets on. */
  readonly print?: (line: string) => void;
  /** Called as bytes come; by default a line is printed at every tenth of the file. */
  readonly onProgress?: (progress: DownloadProgress) => void;
  /** Whether drawn stand-ins may take the place of a set that cannot be fetched. */
  readonly standIn?: boolean;
  /** Waiting times of the download; those of `download`. */
  readonly patience?: Omit<DownloadOptions, 'onProgress'>;
  /** Where to look; the real places by default. */
  readonly places?: Places;
}

/**
 * The folder of a data set, fetched and unpacked if need be. Looked for in this order: FOVEA_DATA (a folder that
 * holds fastai's folder names, or the word `mini` for drawn stand-ins), the project's `data/`, fastai's cache, the download.
 * Where the download cannot be had, the drawn stand-ins take its place, and a line says so. The lines name no folder of this
 * machine, so that a notebook may be handed on with its outputs.
 *
 * @param dataset One of `URLs`.
 * @param options.print Where the lines go; `console.log` by default.
 * @param options.standIn true by default: a lesson goes on with drawings rather than not at all.
 * @returns The folder, e.g. `.../oxford-iiit-pet`; its layout is the archive's.
 * @throws FoveaError if FOVEA_DATA names a folder without the set, or nothing is found, nothing can be fetched and nothing drawn.
 */
export async function untarData(
  dataset: Dataset,
  {
    print = console.log,
    onProgress,
    standIn = true,
    patience = {},
    places = usualPlaces(),
  }: UntarOptions = {},
): Promise<string> {
  const found = locate(dataset, places);
  if (found.kind === 'folder') {
    print(`${dataset.title}: from ${found.by}.`);
    return found.path;
  }
  if (found.kind === 'mini') {
    return drawn(
      dataset,
      places,
      print,
      'FOVEA_DATA=mini asks for them; without it the real set is looked for, then fetched.',
    );
  }
  try {
    return await fetchSet(dataset, { print, onProgress, patience, places });
  } catch (error) {
    if (!(error instanceof FoveaError)) throw error;
    if (!standIn || !hasMini(dataset)) {
      throw new FoveaError(
        `${dataset.title} was not found (looked in ${found.looked.join(' and ')}) and could not be fetched: ${error.problem}`,
        `Unpack ${dataset.url} so that ${found.looked[0]} exists, or set FOVEA_DATA to a folder that holds ${dataset.folder}/.`,
      );
    }
    const cure = `NOTE: the real set was found neither in data/ nor in fastai's cache, and could not be fetched: ${error.problem} For the real ones run "npm run data -- ${dataset.folder}" with a network, or unpack ${dataset.url} into data/.`;
    return drawn(dataset, places, print, cure);
  }
}

async function drawn(dataset: Dataset, places: Places, print: (line: string) => void, note: string) {
  const path = await ensureMini(dataset, { project: places.project, print });
  print(`${dataset.title}: drawn stand-ins, not photos (${relative(places.project, path)}). ${note}`);
  return path;
}

async function fetchSet(
  dataset: Dataset,
  {
    print,
    onProgress,
    patience,
    places,
  }: Required<Pick<UntarOptions, 'print' | 'patience' | 'places'>> & Pick<UntarOptions, 'onProgress'>,
): Promise<string> {
  const cache = fastaiCache(places);
  const folder = join(cache.data, dataset.folder);
  const archive = join(cache.archive, basename(new URL(dataset.url).pathname));
  const onWait = (pid: number | undefined) =>
    print(`${dataset.title}: another ${pid ? `process (${pid})` : 'call here'} is fetching it; waiting.`);
  return withLock(
    `${archive}.lock`,
    async () => {
      // Another process may have finished while this one waited.
      if (holdsFiles(folder)) {
        print(`${dataset.title}: from fastai's cache.`);
        return folder;
      }
      if (!existsSync(archive))
        print(`${dataset.title}: fetching ${megabytes(dataset.bytes)} from ${dataset.url}.`);
      await download(dataset, archive, {
        ...patience,
        onProgress: onProgress ?? everyTenth(dataset.title, print),
      });
      print(`${dataset.title}: unpacking into fastai's cache.`);
      // Photos hardly shrink, masks do by a lot: eight times the archive is ample for these sets.
      await extract(archive, folder, { maxBytes: 8 * dataset.bytes + 2 ** 26 });
      return folder;
    },
    { onWait },
  ).catch((error: NodeJS.ErrnoException) => {
    if (error instanceof FoveaError || !error.code) throw error;
    throw new FoveaError(
      `fastai's cache could not be written (${error.code}).`,
      `Set FASTAI_HOME to a folder of yours; ${archive} is none.`,
    );
  });
}
