import { posix } from 'node:path';
import { inspect } from 'node:util';
import { FoveaError } from '../base/errors';
import type { PublicDataset } from './registry';

/** What `untarData` must know of an archive that is not one of `URLs`. */
export interface OwnDatasetOptions {
  /** Size of the archive in bytes, as `ls -l` prints it. */
  readonly bytes: number;
  /** MD5 of the whole archive in hexadecimal, as `md5sum` prints it: a damaged or exchanged archive is refused. */
  readonly md5: string;
  /**
   * The folder it unpacks to.
   *
   * @defaultValue the archive's name without `.tgz` or `.tar.gz`
   */
  readonly folder?: string;
}

/**
 * Describes an archive of one's own as `URLs` describes public ones.
 *
 * @param url Address of a gzipped tar archive, http or https.
 * @throws FoveaError if it is no such address, or size or checksum are missing or not possible.
 */
export function ownDataset(
  url: string,
  { bytes, md5, folder }: Partial<OwnDatasetOptions> = {},
): PublicDataset {
  const name = archiveName(url);
  const example = `untarData('${url}', { bytes: 12345678, md5: '${'0123456789abcdef'.repeat(2)}' })`;
  if (!(Number.isSafeInteger(bytes) && (bytes as number) > 0)) {
    throw new FoveaError(
      `Expected the size of ${name} in bytes, received ${inspect(bytes)}.`,
      `Give what "ls -l ${name}" prints, e.g. ${example}.`,
    );
  }
  if (!/^[0-9a-f]{32}$/i.test(String(md5))) {
    throw new FoveaError(
      `Expected the MD5 of ${name} as 32 hexadecimal digits, received ${inspect(md5)}.`,
      `Give what "md5sum ${name}" prints, e.g. ${example}.`,
    );
  }
  const stem = name.replace(/\.(tgz|tar\.gz)$/i, '');
  const own = folder ?? stem;
  if (own === '' || own === '.' || own === '..' || /[\\/]/.test(own)) {
    throw new FoveaError(
      `Expected the name of a folder as folder of untarData, received ${inspect(own)}.`,
      'Give a name without / in it: the folder lies in the cache.',
    );
  }
  return { title: own, folder: own, url, bytes: bytes as number, md5: String(md5).toLowerCase() };
}

function archiveName(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed?.protocol !== 'http:' && parsed?.protocol !== 'https:') {
    throw new FoveaError(
      `Expected one of URLs, or the address of an archive, in untarData, received ${inspect(url)}.`,
      "Give an address that begins with https://, or unpack the set yourself: its folder's path is all that getImageFiles needs.",
    );
  }
  const name = decodeURIComponent(posix.basename(parsed.pathname));
  if (/.\.(tgz|tar\.gz)$/i.test(name)) return name;
  throw new FoveaError(
    `Expected the address of a gzipped tar archive, .tgz or .tar.gz, in untarData, received ${inspect(url)}.`,
    'Pack the folder by "tar czf my-images.tgz my-images", or unpack the archive yourself.',
  );
}
