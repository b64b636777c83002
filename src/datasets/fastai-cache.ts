import { readdirSync, readFileSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { homePath } from '../base/home-path';
import type { PublicDataset } from './registry';

/** What decides where fastai's cache is. */
export interface CacheHome {
  /** Environment variables: FASTAI_HOME is read. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The user's home folder, which holds `.fastai`. */
  readonly home: string;
}

/** The folders of fastai's cache. */
export interface FastaiCache {
  readonly data: string;
  readonly archive: string;
}

/** Where a data set lies in fastai's cache. */
export interface CachedSet {
  /** Path of its folder, which need not exist. */
  readonly folder: string;
  /** Path of its archive. */
  readonly archive: string;
  /** Path of the file by which processes take turns. */
  readonly lock: string;
}

/**
 * Where a data set lies in fastai's cache. Archives of one's own that have the same name, e.g. of two courses, are kept apart: the second
 * one's folder is named by its checksum too.
 */
export function cachedSet({ url, folder, md5 }: PublicDataset, home: CacheHome): CachedSet {
  const cache = fastaiCache(home);
  if (md5 === undefined) {
    const archive = join(cache.archive, basename(new URL(url).pathname));
    return { folder: join(cache.data, folder), archive, lock: `${archive}.lock` };
  }
  const own = `${folder}-${md5.slice(0, 8)}`;
  const [shared, apart] = [folder, own].map((name) => join(cache.data, name));
  const isOthers = holdsFiles(shared) && ![undefined, md5].includes(md5Of(noteOf(folder, home)));
  return {
    folder: holdsFiles(apart) || isOthers ? apart : shared,
    archive: join(cache.archive, `${own}.tgz`),
    lock: join(cache.archive, `${folder}.lock`),
  };
}

/** Notes which archive of one's own a folder of the cache was unpacked from. */
export async function noteArchive({ folder, md5 }: PublicDataset, home: CacheHome): Promise<void> {
  if (md5 !== undefined) await writeFile(noteOf(folder, home), md5);
}

const noteOf = (folder: string, home: CacheHome) => join(fastaiCache(home).archive, `${folder}.md5`);

/** Undefined for folders that something else unpacked. */
function md5Of(note: string): string | undefined {
  try {
    return readFileSync(note, 'utf8').trim();
  } catch {
    return undefined;
  }
}

/**
 * fastai's cache folders: `data` and `archive` in `$FASTAI_HOME` (or `~/.fastai`), or where its `config.ini` puts them.
 */
export function fastaiCache({ environment, home }: CacheHome): FastaiCache {
  const configured = environment.FASTAI_HOME || '~/.fastai';
  const root = resolve(homePath(configured, home));
  let ini = '';
  try {
    ini = readFileSync(join(root, 'config.ini'), 'utf8');
  } catch {
    // Without a config.ini fastai has not run here yet: it would create one with the folders below.
  }
  const folder = (key: string) => {
    const line = new RegExp(`^\\s*${key}\\s*[=:]\\s*(.+?)\\s*$`, 'im').exec(ini);
    return resolve(root, homePath(line?.[1] ?? key, home));
  };
  return { data: folder('data'), archive: folder('archive') };
}

/**
 * Whether a path is a folder with something in it.
 *
 * @param path Any path; it need not exist.
 */
export function holdsFiles(path: string): boolean {
  try {
    return statSync(path).isDirectory() && readdirSync(path).length > 0;
  } catch {
    return false;
  }
}
