import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { epochsMimeType } from '../../display/epoch-table';
import { type NotebookFile, python, root } from '../repository';
import { NotebookProgress } from './progress';
import type { EpochResult } from './results';

/** A cell that threw, did not compile, or was skipped. */
export interface CellFailure {
  /** Position among the code cells, from 1; 0 if the notebook could not be run at all. */
  readonly number: number;
  readonly source: string;
  readonly message: string;
}

/** The result of running a notebook. */
export interface Execution {
  readonly failure?: CellFailure;
  /** Wall time in seconds, including the kernel's start. */
  readonly seconds: number;
  /** Peak resident memory of the kernel's process, in MB. */
  readonly peakMb: number;
  readonly epochs: readonly EpochResult[];
}

type Event =
  | { event: 'start'; cells: number }
  | { event: 'cell'; number: number; source: string }
  | { event: 'epoch'; row: EpochResult }
  | ({ event: 'failure' } & CellFailure)
  | { event: 'end'; seconds: number; peak_rss_mb: number };

/**
 * Runs a notebook in the tslab kernel, from its first cell to the last or to the first that fails.
 *
 * @param notebook The notebook; it is not changed.
 * @param output Path of the executed copy, which is also written if the run fails.
 * @param options
 * @param options.env The kernel's environment.
 * @param options.onEpoch Called for each epoch when its table shows it.
 */
export async function executeNotebook(
  notebook: NotebookFile,
  output: string,
  { env, onEpoch }: { env: NodeJS.ProcessEnv; onEpoch?: (row: EpochResult) => void },
): Promise<Execution> {
  const log = join(root, '.cache', 'notebooks', `${notebook.name}.log`);
  mkdirSync(dirname(log), { recursive: true });
  const kernels = join(root, '.venv', 'share', 'jupyter', 'kernels');
  const script = join(root, 'src', 'cli', 'notebooks', 'execute.py');
  const args = [
    ...[script, notebook.path, '--output', output, '--kernels', kernels, '--log', log],
    ...['--epochs-type', epochsMimeType],
  ];
  const child = spawn(python, args, {
    cwd: root,
    env: { ...env, PYDEVD_DISABLE_FILE_VALIDATION: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-4000);
  });
  const closed = new Promise<void>((done) => child.on('close', () => done()));

  const progress = new NotebookProgress(notebook.name);
  const epochs: EpochResult[] = [];
  const timer = setInterval(() => progress.draw(), 1000);

  let cells = 0;
  let failure: CellFailure | undefined;
  let end: { seconds: number; peakMb: number } | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    const event = JSON.parse(line) as Event;
    if (event.event === 'start') cells = event.cells;
    if (event.event === 'cell') progress.begin(event.number, cells, event.source);
    if (event.event === 'epoch') {
      epochs.push(event.row);
      progress.note(event.row);
      onEpoch?.(event.row);
    }
    if (event.event === 'failure') failure = event;
    if (event.event === 'end') end = { seconds: event.seconds, peakMb: event.peak_rss_mb };
  }
  await closed;
  clearInterval(timer);
  progress.end();
  if (!end) {
    const message = errors.trim().split('\n').at(-1) || readFileSync(log, 'utf8').slice(-1000);
    failure = { number: 0, source: '', message: `the notebook could not be run: ${message}` };
  }
  return { failure, epochs, seconds: end?.seconds ?? 0, peakMb: end?.peakMb ?? 0 };
}
