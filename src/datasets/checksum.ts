import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** How a file is told from any other. */
export interface Checksum {
  /** In words, e.g. `MD5 of the first MiB`. */
  readonly kind: string;
  /** The digits expected, hexadecimal; a file whose digits begin so fits. */
  readonly digits: string;
  /** The digits of a file. */
  of(file: string): Promise<string>;
}

/** fastai's check: the MD5 of a file's first 2^20 bytes. */
export function md5OfFirstMiB(digits: string): Checksum {
  return { kind: 'MD5 of the first MiB', digits, of: (file) => digest('md5', file, 2 ** 20 - 1) };
}

/** torch.hub's check: a file's SHA-256, of which its name holds the first digits. */
export function sha256(digits: string): Checksum {
  return { kind: 'SHA-256', digits, of: (file) => digest('sha256', file) };
}

async function digest(algorithm: string, file: string, end?: number): Promise<string> {
  const hash = createHash(algorithm);
  for await (const chunk of createReadStream(file, { end })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
