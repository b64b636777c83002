import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { FoveaError } from '../../src/base/errors';
import { root } from '../../src/cli/repository';
import type { Side } from './cases';

/** A program of the benchmark, and where its data is. */
export interface Program {
  readonly side: Side;
  /** The interpreter, the script, its arguments. */
  readonly command: readonly string[];
  /** The folder that holds fastai's folder names. */
  readonly data: string;
}

// As deep as the sources, which import inner modules of the library by relative paths.
const built = join(root, '.cache', 'bench', 'fovea');

/**
 * Compiles fovea's programs, `fovea/*.ts`, into `.cache/bench/fovea/`, so that plain Node runs them on the built library, as it does
 * in a notebook: a loader that compiles while they run (tsx) would add to the memory that is measured.
 *
 * @throws FoveaError with the compiler's own words if they do not compile.
 */
export function buildPrograms(): void {
  const compiler = join(root, 'node_modules', 'typescript-native', 'bin', 'tsc');
  const project = join(root, 'test', 'bench', 'fovea');
  const { status, stdout } = spawnSync(process.execPath, [compiler, '-p', project], { encoding: 'utf8' });
  if (status !== 0) throw new FoveaError(`The programs in ${project} do not compile.`, stdout.trim());
}

/** The program of one side: `fovea/NAME.ts`, compiled, or `baseline/NAME.py` with its setting, in the baseline's environment. */
export function program(side: Side, script: string, args: readonly string[], data: string): Program {
  if (side === 'fovea') {
    return { side, command: [process.execPath, join(built, `${script}.js`), ...args], data };
  }
  const interpreter = join(root, '.venv-baseline', 'bin', 'python');
  const path = join(root, 'test', 'bench', 'baseline', `${script}.py`);
  return { side, command: [interpreter, '-W', 'ignore', path, ...args, '--setting', side], data };
}

const running = new Set<ChildProcessWithoutNullStreams>();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
// A paused process receives no other signal.
process.once('exit', () => running.forEach((child) => void child.kill('SIGKILL')));

/**
 * The environment of a process. fovea and PyTorch's best setting get that of a notebook's kernel, with its allocator settings;
 * fastai's default gets the user's own. Python keeps its compiled files, whatever the user prefers: most installations have
 * them.
 */
async function environmentOf({ side, data }: Program): Promise<NodeJS.ProcessEnv> {
  const { PYTHONDONTWRITEBYTECODE, ...own } = process.env;
  const { KERNEL_ENV } = await import(join(root, 'src', 'setup', 'kernel-spec.mjs'));
  const compiled = { PYTHONPYCACHEPREFIX: join(root, '.cache', 'python') };
  return { ...(side === 'default' ? {} : KERNEL_ENV), ...own, ...compiled, FOVEA_DATA: data };
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
 * A process that answers questions, one line each, and is paused in between (SIGSTOP): threads that wait by spinning, as
 * OpenMP's do, take no time from the side whose turn it is.
 */
export class Worker {
  private constructor(
    private readonly child: ChildProcessWithoutNullStreams,
    private readonly lines: AsyncIterator<string>,
    private readonly failure: () => FoveaError,
  ) {}

  /**
   * Starts a program and waits for its first line, which it prints when its work is prepared.
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
