import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { FoveaError } from '../../base/errors';
import { isStandInName } from '../../datasets/stand-in';
import { python, root } from '../repository';

/** What a quick run is, for the terminal and for its handouts. */
export const QUICK_RUN = 'few images, one epoch a fit; its numbers mean nothing';

/** What a handout says and shows. */
export interface HandoutOptions {
  /** The data it was run on, for the line under the title. @defaultValue nothing is said of it */
  readonly data?: string;
  /** Whether it was a quick run. @defaultValue false */
  readonly quick?: boolean;
  /** False leaves the code cells out. @defaultValue true */
  readonly code?: boolean;
  /** Whether what an output could run is left out, for notebooks that were not run here just now. @defaultValue false */
  readonly sanitize?: boolean;
  /** Path of a `.pdf` that it is also printed to, by a browser of the Chromium family. */
  readonly pdf?: string;
}

/**
 * Writes an executed notebook as one HTML file that makes no network request.
 *
 * @param executed Path of the executed `.ipynb`.
 * @param output Path of the `.html` to write.
 * @throws FoveaError with nbconvert's error message if it fails.
 */
export async function writeHandout(
  executed: string,
  output: string,
  { data, quick = false, code = true, sanitize = false, pdf }: HandoutOptions = {},
): Promise<void> {
  const facts = [
    `Node ${process.versions.node}`,
    ...(data === undefined ? [] : [isStandInName(data) ? `${data} data (drawn by code)` : 'real data']),
    ...(quick ? [`quick run: ${QUICK_RUN}`] : []),
  ];
  const args = ['-m', 'fovea_handouts', executed, '--output', output];
  for (const fact of facts) args.push('--fact', fact);
  if (!code) args.push('--no-code');
  if (sanitize) args.push('--sanitize');
  if (pdf !== undefined) args.push('--pdf', pdf);
  try {
    await promisify(execFile)(python, args, { cwd: root });
  } catch (error) {
    const reason = ((error as { stderr?: string }).stderr ?? '').trim().split('\n').at(-1);
    throw new FoveaError(`No handout was made of ${executed}: ${reason}`, 'Run "npm run doctor".');
  }
}
