import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { python, root } from '../../src/cli/repository';

/** A message that the kernel sent for a request. */
export interface Received {
  readonly type: string;
  // biome-ignore lint/suspicious/noExplicitAny: what Jupyter's protocol says of each type
  readonly content: any;
}

/** A cell to be run; more of the content of its request may be given. */
export type CellToRun = { readonly code: string; readonly [key: string]: unknown };

/** A kernel as JupyterLab starts it, and a client of it. */
export interface Kernel {
  /** The folder that it runs in, below the clone's. */
  readonly folder: string;
  /** Sends all cells at once, and waits for all; gives the messages of each. */
  run(...cells: (string | CellToRun)[]): Promise<Received[][]>;
  /** Presses stop when a cell has printed or shown something. */
  runAndInterrupt(after: string, ...cells: string[]): Promise<Received[][]>;
  ask(type: string, content: object, channel?: 'shell' | 'control'): Promise<Received[]>;
  tell(type: string, content: object): Promise<Received[]>;
  /** Waits for an output of the last run's first cell. */
  wait(type: string): Promise<Received[]>;
  restart(): Promise<void>;
  awaitDeath(): Promise<void>;
  facts(): Promise<{ pid: number; isAlive: boolean }>;
  /** What the kernel wrote to Jupyter's log. */
  log(): string;
  close(): Promise<void>;
}

/** Starts a kernel. */
export async function startKernel(env: Readonly<Record<string, string>> = {}): Promise<Kernel> {
  // Notebooks find the library from within the clone.
  const folder = mkdtempSync(join(root, 'notebooks', '.kernel-test-'));
  const script = join(root, 'test', 'kernel', 'converse.py');
  const { JPY_SESSION_NAME: _, ...own } = process.env;
  const child = spawn(python, [script, folder], { env: { ...own, ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text;
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`The client of the kernel ended: ${complaint}`);
    return JSON.parse(value);
  };
  const order = (what: string, details: object = {}) => {
    child.stdin.write(`${JSON.stringify({ do: what, ...details })}\n`);
    return answer();
  };
  await answer();
  const cellsOf = (cells: readonly (string | CellToRun)[]) =>
    cells.map((cell) => (typeof cell === 'string' ? { code: cell } : cell));
  return {
    folder,
    run: (...cells) => order('run', { cells: cellsOf(cells) }),
    runAndInterrupt: (interruptAfter, ...cells) => order('run', { cells: cellsOf(cells), interruptAfter }),
    ask: (type, content, channel = 'shell') => order('ask', { type, content, channel }),
    tell: (type, content) => order('tell', { type, content }),
    wait: (type) => order('wait', { type }),
    restart: () => order('restart'),
    awaitDeath: () => order('awaitDeath'),
    facts: () => order('facts'),
    log: () => readFileSync(join(folder, 'kernel.log'), 'utf8'),
    async close() {
      const ended = new Promise((done) => child.on('close', done));
      child.stdin.end();
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

/** The text of the error that a cell shows; undefined if it shows none. */
export function errorText(messages: readonly Received[]): string | undefined {
  return messages.find(({ type }) => type === 'error')?.content.traceback.join('\n');
}

/** All that a cell printed. */
export function printed(messages: readonly Received[], name = 'stdout'): string {
  return messages
    .filter(({ type, content }) => type === 'stream' && content.name === name)
    .map(({ content }) => content.text)
    .join('');
}

/** The reply to a request. */
export function reply(messages: readonly Received[]) {
  return messages.find(({ type }) => type.endsWith('_reply'))?.content;
}
