import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Header, type HeaderData } from 'tar';
import type { Locations } from '../../src/datasets/locate';
import type { PublicDataset } from '../../src/datasets/registry';
import { temporaryFolder } from '../temporary-folder';

/** One entry of an archive made for a test: any header, hostile ones too. */
export interface Entry extends HeaderData {
  path: string;
  content?: string | Buffer;
}

export function tarBytes(entries: readonly Entry[]): Buffer {
  const blocks = entries.flatMap(({ content = '', ...data }) => {
    const bytes = Buffer.from(content);
    const header = Buffer.alloc(512);
    new Header({ type: 'File', size: bytes.length, mode: 0o644, mtime: new Date(0), ...data }).encode(header);
    return [header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

export function tgz(entries: readonly Entry[]): Buffer {
  return gzipSync(tarBytes(entries));
}

export function described(url: string, bytes: Buffer, folder = 'tiny_set'): PublicDataset {
  const md5OfFirstMiB = createHash('md5')
    .update(bytes.subarray(0, 2 ** 20))
    .digest('hex');
  return { title: 'Tiny set', folder, url, bytes: bytes.length, md5OfFirstMiB };
}

/** Locations of a test's own: nothing of this machine is found or written. */
export function temporaryLocations(environment: Locations['environment'] = {}): Locations {
  const folder = temporaryFolder();
  return {
    environment,
    currentFolder: join(folder, 'project', 'notebooks'),
    project: join(folder, 'project'),
    home: join(folder, 'home'),
  };
}

/** Files in fastai's cache, relative to it. */
export function inCache({ home }: Locations): string[] {
  const cache = join(home, '.fastai');
  if (!existsSync(cache)) return [];
  const entries = readdirSync(cache, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(cache.length + 1))
    .sort();
}
