import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** How a file's contents are checked. */
export interface Checksum {
  /** Its name in messages, e.g. `MD5 of the first MiB`. */
  readonly name: string;
  /** The expected hexadecimal digits, or the first ones. */
  readonly digits: string;
  /** Computes all digits of a file. */
  of(file: string): Promise<string>;
}

/**
 * fastai's checksum: the MD5 of a file's first 2^20 bytes.
 *
 * @param digits The expected hexadecimal digits.
 */
export function md5OfFirstMiB(digits: string): Checksum {
  return { name: 'MD5 of the first MiB', digits, of: (file) => digest('md5', file, 2 ** 20 - 1) };
}

/**
 * The MD5 of a whole file.
 *
 * @param digits The expected hexadecimal digits.
 */
export function md5(digits: string): Checksum {
  return { name: 'MD5', digits, of: (file) => digest('md5', file) };
}

/**
 * torch.hub's checksum: a file's SHA-256.
 *
 * @param digits The expected hexadecimal digits, or the first ones, as torch.hub's file names have them.
 */
export function sha256(digits: string): Checksum {
  return { name: 'SHA-256', digits, of: (file) => digest('sha256', file) };
}

async function digest(algorithm: string, file: string, end?: number): Promise<string> {
  const hash = createHash(algorithm);
  for await (const chunk of createReadStream(file, { end })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
