import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { epochsMimeType } from '../../display/epoch-table';
import { type NotebookFile, python, root } from '../repository';
import type { CoreUser } from './lanes';
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

/** What the kernel runs before the first cell of a quick run. */
const QUICK_CODE = `require(${JSON.stringify(join(root, 'dist', 'training', 'fits', 'epoch-limit'))}).limitEpochs(1);`;

type Event =
  | { event: 'start'; cells: number }
  | { event: 'cell'; number: number; source: string }
  | { event: 'epoch'; row: EpochResult }
  | ({ event: 'failure' } & CellFailure)
  | { event: 'end'; seconds: number; peak_rss_mb: number };

/** How a notebook is run. */
export interface ExecutionOptions {
  /** The kernel's environment. */
  readonly env: NodeJS.ProcessEnv;
  /** Gives the kernel a part of the cores, which may change while it runs; returns how to give it back. */
  readonly shareCores: (user: CoreUser) => () => void;
  /** Whether each fit has at most one epoch. */
  readonly quick: boolean;
  /** Ends the kernel. */
  readonly signal: AbortSignal;
  /** Called when a cell begins: its position from 1, the number of code cells, and its first line. */
  readonly onCell: (number: number, cells: number, source: string) => void;
  /** Called for each epoch when its table shows it. */
  readonly onEpoch: (row: EpochResult) => void;
}

/**
 * Runs a notebook in the tslab kernel, from its first cell to the last or to the first that fails.
 *
 * @param notebook The notebook; it is not changed.
 * @param output Path of the executed copy, which is also written if the run fails.
 * @throws The signal's reason if it ended the run.
 */
export async function executeNotebook(
  notebook: NotebookFile,
  output: string,
  { env, shareCores, quick, signal, onCell, onEpoch }: ExecutionOptions,
): Promise<Execution> {
  signal.throwIfAborted();
  const log = join(root, '.cache', 'notebooks', `${notebook.name}.log`);
  mkdirSync(dirname(log), { recursive: true });
  const kernels = join(root, '.venv', 'share', 'jupyter', 'kernels');
  const script = join(root, 'src', 'cli', 'notebooks', 'execute.py');
  const args = [
    ...[script, notebook.path, '--output', output, '--kernels', kernels, '--log', log],
    ...['--epochs-type', epochsMimeType],
    ...(quick ? ['--quick', QUICK_CODE] : []),
  ];
  const child = spawn(python, args, {
    cwd: root,
    env: { ...env, PYDEVD_DISABLE_FILE_VALIDATION: '1' },
    stdio: ['pipe', 'pipe', 'pipe'],
    // In a process group of its own: Ctrl-C reaches this process alone, which then ends the kernel by closing the pipe.
    detached: true,
  });
  // The program may end before it has read all.
  child.stdin.on('error', () => {});
  const leaveCores = shareCores((part, parts) => child.stdin.write(`${part} ${parts}\n`));
  const end = () => child.stdin.end();
  signal.addEventListener('abort', end);
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-4000);
  });
  const closed = new Promise<void>((done) => child.on('close', () => done()));

  const epochs: EpochResult[] = [];
  let cells = 0;
  let failure: CellFailure | undefined;
  let ending: { seconds: number; peakMb: number } | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    const event = JSON.parse(line) as Event;
    if (event.event === 'start') cells = event.cells;
    if (event.event === 'cell') onCell(event.number, cells, event.source);
    if (event.event === 'epoch') {
      epochs.push(event.row);
      onEpoch(event.row);
    }
    if (event.event === 'failure') failure = event;
    if (event.event === 'end') ending = { seconds: event.seconds, peakMb: event.peak_rss_mb };
  }
  await closed;
  leaveCores();
  signal.removeEventListener('abort', end);
  signal.throwIfAborted();
  if (!ending) {
    const message = errors.trim().split('\n').at(-1) || readFileSync(log, 'utf8').slice(-1000);
    failure = { number: 0, source: '', message: `the notebook could not be run: ${message}` };
  }
  return { failure, epochs, seconds: ending?.seconds ?? 0, peakMb: ending?.peakMb ?? 0 };
}
