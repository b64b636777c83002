import { existsSync } from 'node:fs';
import { basename, relative } from 'node:path';
import { FoveaError } from '../base/errors';
import { stopped, watchInterrupt } from '../base/interrupt';
import { withLock } from '../base/lock';
import { megabytes } from '../base/number-text';
import { md5, md5OfFirstMiB } from './checksum';
import { isDiskFull, spaceCure } from './disk-space';
import { download, type Patience } from './download';
import { extract } from './extract';
import { cachedSet, holdsFiles, noteArchive } from './fastai-cache';
import { type Locations, locate, usualLocations } from './locate';
import { printTransfers, type TransferListener } from './progress-lines';
import type { PublicDataset } from './registry';
import { ensureStandIn, hasStandIn, type StandInName } from './stand-in';

/** How `untarData` searches, downloads and reports. */
export interface UntarOptions {
  /**
   * Whether drawn stand-ins may replace a set that cannot be downloaded.
   *
   * @defaultValue true
   */
  readonly standIn?: boolean;
  /** @internal Time limits and retries of the download. */
  readonly patience?: Patience;
  /**
   * @internal Where to look.
   *
   * @defaultValue usualLocations()
   */
  readonly locations?: Locations;
  /**
   * @internal Called with what was found and with the progress of the download.
   *
   * @defaultValue printTransfers()
   */
  readonly listener?: TransferListener;
}

type Fetching = Required<Omit<UntarOptions, 'standIn'>>;

/**
 * What the public `untarData` does, reported to a listener instead of shown. Reports name no folder of this machine, so that a notebook
 * can be passed on with its outputs.
 *
 * @param dataset One of `URLs`.
 * @returns The folder.
 * @throws FoveaError if the set can neither be found, downloaded nor drawn, or the user interrupts it.
 */
export async function untarData(
  dataset: PublicDataset,
  {
    standIn = true,
    patience = {},
    locations = usualLocations(),
    listener = printTransfers(),
  }: UntarOptions = {},
): Promise<string> {
  const { title, folder, url } = dataset;
  const found = locate(dataset, locations);
  if (found.kind === 'folder') {
    listener.line(`${title}: from ${found.by}.`);
    return found.path;
  }
  if (found.kind === 'stand-in') {
    const { name } = found;
    const note = `FOVEA_DATA=${name} asks for them; without it the real set is looked for, then fetched.`;
    return drawn(dataset, name, { locations, listener, note });
  }
  const watch = await watchInterrupt();
  let failure: FoveaError;
  try {
    return await fetchSet(dataset, { patience, locations, listener }, watch.signal);
  } catch (error) {
    if (watch.interrupted) {
      listener.line(`${title}: interrupted.`);
      throw stopped('Run it again to go on from there.');
    }
    if (!(error instanceof FoveaError)) throw error;
    failure = error;
  } finally {
    watch.close();
  }
  const { problem, cure } = failure;
  if (!standIn || !hasStandIn(dataset)) {
    const advice = `unpack ${url} so that ${found.looked[0]} exists, or set FOVEA_DATA to a folder that holds ${folder}/.`;
    throw new FoveaError(
      `${title} was not found (looked in ${found.looked.join(' and ')}) and could not be fetched: ${problem}`,
      cure ? `${cure}\n  Or ${advice}` : `U${advice.slice(1)}`,
    );
  }
  const note = `The real set was found neither in data/ nor in fastai's cache, and could not be fetched: ${problem} For the real ones run "npm run data -- ${folder}" with a network, or unpack ${url} into data/.`;
  return drawn(dataset, 'mini', { locations, listener, note });
}

async function drawn(
  dataset: PublicDataset,
  name: StandInName,
  { locations, listener, note }: { locations: Locations; listener: TransferListener; note: string },
) {
  const { title } = dataset;
  const { project } = locations;
  const watch = await watchInterrupt();
  try {
    const print = (text: string) => listener.line(text, { untilNext: true });
    const path = await ensureStandIn(dataset, { project, name, print, signal: watch.signal });
    const what = name === 'mini' ? 'drawn stand-ins' : 'a few drawn stand-ins';
    listener.note(`${title}: ${what}, not photos (${relative(project, path)}). ${note}`);
    return path;
  } catch (error) {
    if (!watch.interrupted) throw error;
    listener.line(`${title}: interrupted.`);
    throw stopped('Run it again.');
  } finally {
    watch.close();
  }
}

async function fetchSet(
  dataset: PublicDataset,
  { listener, patience, locations }: Fetching,
  signal: AbortSignal,
): Promise<string> {
  const { title, url, bytes } = dataset;
  const { archive, lock } = cachedSet(dataset, locations);
  const onWait = (pid: number | undefined) =>
    listener.line(`${title}: another ${pid ? `process (${pid})` : 'call here'} is fetching it; waiting.`, {
      untilNext: true,
    });
  const work = async () => {
    // Another process may have downloaded it while this one waited, or another set of this name.
    const { folder } = cachedSet(dataset, locations);
    if (holdsFiles(folder)) {
      listener.line(`${title}: from fastai's cache.`);
      return folder;
    }
    if (!existsSync(archive)) listener.line(`${title}: fetching ${megabytes(bytes)} from ${url}.`);
    const checksum = dataset.md5 ? md5(dataset.md5) : md5OfFirstMiB(dataset.md5OfFirstMiB ?? '');
    const expected = { url, bytes, checksum };
    await download(expected, archive, {
      ...patience,
      // Archives hardly compress photos: unpacked they need as much again, or more.
      spareBytes: bytes,
      signal,
      onProgress: (progress) => listener.progress('fetching', title, progress),
    });
    listener.line(`${title}: unpacking into fastai's cache.`);
    await extract(archive, folder, {
      // Photos are hardly compressed, masks by a lot: eight times the archive is more than these sets need.
      maxBytes: 8 * bytes + 2 ** 26,
      discardDamaged: true,
      signal,
      onProgress: (progress) => listener.progress('unpacking', title, progress),
    });
    if (basename(folder) === dataset.folder) await noteArchive(dataset, locations);
    listener.line(`${title}: ready.`);
    return folder;
  };
  try {
    return await withLock(lock, work, { onWait, signal });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof FoveaError || signal.aborted || !code) throw error;
    const isFull = isDiskFull(error);
    throw new FoveaError(
      `fastai's cache could not be written (${isFull ? 'the disk is full' : code}).`,
      isFull ? spaceCure : `Set FASTAI_HOME to a folder that you may write; ${archive} cannot be written.`,
    );
  }
}
