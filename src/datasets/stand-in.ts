import { fork } from 'node:child_process';
import { join } from 'node:path';
import type * as Drawings from 'fovea-drawings';
import { FoveaError } from '../base/errors';
import { withLock } from '../base/lock';
import type { PublicDataset } from './registry';

/**
 * The drawn stand-ins, by the word that `FOVEA_DATA` asks for them with, which is also their folder in the project's `data/`:
 * `mini` are whole stand-ins, `few` a few images of each, for a quick run.
 */
export const standInNames = ['mini', 'few'] as const satisfies readonly Drawings.Size[];
export type StandInName = (typeof standInNames)[number];

/** Whether a value of `FOVEA_DATA` asks for drawn stand-ins. */
export function isStandInName(word: string): word is StandInName {
  return (standInNames as readonly string[]).includes(word);
}

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
 * The folder of a drawn data set, `data/mini/` or `data/few/` and fastai's name for it in the project; drawn now if it is missing or if another
 * program than today's drew it. A process of its own draws it, so that this one stays free. The folder appears only when whole;
 * two processes that ask at the same time draw it once.
 *
 * @param dataset One of `URLs`.
 * @param options
 * @param options.project The project's folder.
 * @param options.name Which stand-in; by default 'mini'.
 * @param options.print Called with a line before drawing starts, or before waiting for another process that draws the set; it says
 *   how long that takes.
 * @param options.signal Ends the drawing.
 * @returns The folder. README.txt in it says that the images are drawn.
 * @throws FoveaError if there is no stand-in for this set, or if it cannot be drawn.
 */
export async function ensureStandIn(
  { folder: set }: Pick<PublicDataset, 'folder'>,
  {
    project,
    name = 'mini',
    print = () => {},
    signal,
  }: { project: string; name?: StandInName; print?: (line: string) => void; signal?: AbortSignal },
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
  const parent = join(project, 'data', name);
  const folder = join(parent, set);
  if (program.isDrawn(set, name, folder)) return folder;
  const { seconds } = program.SETS[set].sizes[name];
  const duration = `about ${seconds} seconds on two cores ...`;
  const onWait = (pid: number | undefined) =>
    print(`Waiting for another ${pid ? `process (${pid})` : 'call'}, which is drawing ${set}: ${duration}`);
  const work = async () => {
    // Another process may have drawn it while this one waited.
    if (program.isDrawn(set, name, folder)) return;
    const what = name === 'mini' ? 'stand-ins' : 'a few stand-ins';
    print(`Drawing ${what} for ${set}, once: ${duration}`);
    await draw(program.PROGRAM, { set, folder, name, signal });
  };
  await withLock(join(parent, `.${set}.lock`), work, { onWait, signal });
  return folder;
}

/** Runs the program that draws, in a process that ends with this one. */
function draw(
  program: string,
  { set, folder, name, signal }: { set: string; folder: string; name: StandInName; signal?: AbortSignal },
): Promise<void> {
  return new Promise((resolve, reject) => {
    // Without this process's flags: a test's loader or a debugger's port are of no use there.
    const child = fork(program, [set, folder, name], {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
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
