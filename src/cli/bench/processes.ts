import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { FoveaError } from '../../base/errors';
import { root } from '../repository';
import type { Who } from './cases';

/** A program of the benchmark, and where its data is. */
export interface Program {
  readonly who: Who;
  /** The interpreter, the script, its arguments. */
  readonly command: readonly string[];
  /** The folder that holds fastai's folder names. */
  readonly data: string;
}

/**
 * The script of one who takes part: `NAME.js` beside this file, or `peer/NAME.py` in the peer's environment, which is told
 * its setting.
 */
export function program(who: Who, script: string, args: readonly string[], data: string): Program {
  if (who === 'fovea') {
    return { who, command: [process.execPath, join(__dirname, `${script}.js`), ...args], data };
  }
  const interpreter = join(root, '.venv-peer', 'bin', 'python');
  const path = join(root, 'src', 'cli', 'bench', 'peer', `${script}.py`);
  return { who, command: [interpreter, '-W', 'ignore', path, ...args, '--setting', who], data };
}

const running = new Set<ChildProcessWithoutNullStreams>();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
// A process that was stopped hears nothing else.
process.once('exit', () => running.forEach((child) => void child.kill('SIGKILL')));

/**
 * What a process is started in. fovea and PyTorch's best setting get the environment of a notebook's kernel, with its
 * allocator settings; fastai's default gets the user's own. Python keeps its compiled files, whatever the user prefers: most
 * installations have them.
 */
async function environmentOf({ who, data }: Program): Promise<NodeJS.ProcessEnv> {
  const { PYTHONDONTWRITEBYTECODE, ...own } = process.env;
  const { KERNEL_ENV } = await import(join(root, 'src', 'setup', 'kernel-spec.mjs'));
  const compiled = { PYTHONPYCACHEPREFIX: join(root, '.cache', 'python') };
  return { ...(who === 'default' ? {} : KERNEL_ENV), ...own, ...compiled, FOVEA_DATA: data };
}

async function start(started: Program) {
  const [interpreter, ...args] = started.command;
  const child = spawn(interpreter, args, { cwd: root, env: await environmentOf(started) });
  running.add(child);
  child.once('close', () => running.delete(child));
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-2000);
  });
  const failure = () =>
    new FoveaError(`A process of the benchmark failed: ${started.command.join(' ')}`, errors.trim());
  return { child, failure };
}

/**
 * Runs a program to its end.
 *
 * @returns The last line of its output, which is JSON.
 * @throws FoveaError with the program's own words if it fails.
 */
export async function answerOf<Answer>(started: Program): Promise<Answer> {
  const { child, failure } = await start(started);
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw failure();
  return JSON.parse(output.trimEnd().split('\n').at(-1) as string);
}

/**
 * A process that answers questions, one line each, and is stopped in between (SIGSTOP): threads that wait by spinning, as
 * OpenMP's do, take nothing from whoever has the next turn.
 */
export class Worker {
  private constructor(
    private readonly child: ChildProcessWithoutNullStreams,
    private readonly lines: AsyncIterator<string>,
    private readonly failure: () => FoveaError,
  ) {}

  /**
   * Starts a program and waits for its first line, which says that all is prepared.
   *
   * @throws FoveaError with the program's own words if it ends before.
   */
  static async start(started: Program): Promise<Worker> {
    const { child, failure } = await start(started);
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const worker = new Worker(child, lines, failure);
    await worker.nextLine();
    return worker;
  }

  /** @throws FoveaError with the program's own words if it ends instead of answering. */
  async ask<Answer>(question: string): Promise<Answer> {
    this.child.kill('SIGCONT');
    this.child.stdin.write(`${question}\n`);
    return JSON.parse(await this.nextLine());
  }

  /** Ends the process. */
  async stop(): Promise<void> {
    if (!running.has(this.child)) return;
    this.child.kill('SIGKILL');
    await once(this.child, 'close');
  }

  private async nextLine(): Promise<string> {
    const line = await this.lines.next();
    if (line.done) throw this.failure();
    this.child.kill('SIGSTOP');
    return line.value;
  }
}
