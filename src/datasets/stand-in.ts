import { fork } from 'node:child_process';
import { join } from 'node:path';
import type * as Drawings from 'fovea-drawings';
import { FoveaError } from '../base/errors';
import { withLock } from '../base/lock';
import type { PublicDataset } from './registry';

/** The package in data/drawings/; undefined if it is not built. */
function drawings(): typeof Drawings | undefined {
  try {
    return require('fovea-drawings');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

/** The folder names of all sets that can be drawn. */
export function standInFolders(): string[] {
  return Object.keys(drawings()?.SETS ?? {});
}

/**
 * Whether there is a drawn stand-in for a data set.
 *
 * @param dataset One of `URLs`.
 */
export function hasStandIn({ folder }: Pick<PublicDataset, 'folder'>): boolean {
  return standInFolders().includes(folder);
}

/**
 * The folder of a drawn data set, `data/mini/` and fastai's name for it in the project; drawn now if it is missing or if another
 * program than today's drew it. A process of its own draws it, so that this one stays free. The folder appears only when whole;
 * two processes that ask at the same time draw it once.
 *
 * @param dataset One of `URLs`.
 * @param options
 * @param options.project The project's folder.
 * @param options.print Called with a line before drawing starts, which says how long it takes.
 * @param options.signal Ends the drawing.
 * @returns The folder. README.txt in it says that the images are drawn.
 * @throws FoveaError if there is no stand-in for this set, or if it cannot be drawn.
 */
export async function ensureStandIn(
  { folder: set }: Pick<PublicDataset, 'folder'>,
  {
    project,
    print = () => {},
    signal,
  }: { project: string; print?: (line: string) => void; signal?: AbortSignal },
): Promise<string> {
  const program = drawings();
  if (!program) {
    throw new FoveaError('The program that draws the stand-ins is not built.', 'Run "npm run build".');
  }
  if (!hasStandIn({ folder: set })) {
    throw new FoveaError(
      `There is no drawn stand-in for ${set}.`,
      `There is one for ${standInFolders().join(', ')}. For the real one leave FOVEA_DATA out, or set it to a folder that holds ${set}/.`,
    );
  }
  const parent = join(project, 'data', 'mini');
  const folder = join(parent, set);
  if (program.isDrawn(set, folder)) return folder;
  const onWait = (pid: number | undefined) =>
    print(`Another ${pid ? `process (${pid})` : 'call'} is drawing ${set}; waiting.`);
  const work = async () => {
    // Another process may have drawn it while this one waited.
    if (program.isDrawn(set, folder)) return;
    const { seconds } = program.SETS[set];
    print(`Drawing stand-ins for ${set}, once: about ${seconds} seconds on two cores ...`);
    await draw(program.PROGRAM, { set, folder, signal });
  };
  await withLock(join(parent, `.${set}.lock`), work, { onWait, signal });
  return folder;
}

/** Runs the program that draws, in a process that ends with this one. */
function draw(
  program: string,
  { set, folder, signal }: { set: string; folder: string; signal: AbortSignal | undefined },
): Promise<void> {
  return new Promise((resolve, reject) => {
    // Without this process's flags: a test's loader or a debugger's port are of no use there.
    const child = fork(program, [set, folder], { execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    const stop = () => child.kill();
    signal?.addEventListener('abort', stop);
    let complaint = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      complaint += text;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      signal?.removeEventListener('abort', stop);
      if (code === 0) resolve();
      else if (signal?.aborted) reject(signal.reason);
      else {
        const reason = complaint.trim() || 'the program that draws it was stopped.';
        reject(
          new FoveaError(
            `The stand-in for ${set} could not be drawn: ${reason}`,
            'Free some space if the disk is full, then run it again.',
          ),
        );
      }
    });
  });
}
