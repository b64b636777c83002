import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
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
  /** Sends all cells at once, and waits for all; gives the messages of each. */
  run(...cells: (string | CellToRun)[]): Promise<Received[][]>;
  /** Presses stop when a cell has printed or shown something. */
  runAndInterrupt(after: string, ...cells: string[]): Promise<Received[][]>;
  ask(type: string, content: object, channel?: 'shell' | 'control'): Promise<Received[]>;
  /** Asks when a cell has begun to run; gives the messages of the cell. */
  askWhileRunning(code: string, type: string): Promise<Received[]>;
  /** Sends a message that has no reply. */
  tell(type: string, content: object): Promise<Received[]>;
  /** Waits for an output of the last run's first cell. */
  wait(type: string): Promise<Received[]>;
  interrupt(): Promise<void>;
  restart(): Promise<void>;
  /** Ends the kernel as JupyterLab does; `restart` starts the next one. */
  shutdown(): Promise<void>;
  /** Waits until the kernel is dead and its log says something. */
  awaitDeath(said: string): Promise<void>;
  /** What the kernel wrote to Jupyter's log. */
  log(): string;
  close(): Promise<void>;
}

/**
 * Starts a kernel.
 *
 * @param folder The notebook's folder. Within the clone its cells can import the library.
 * @param start The program in place of the clone's `src/kernel/start.mjs`.
 */
export async function startKernel(folder = join(root, 'notebooks'), start?: string): Promise<Kernel> {
  const scratch = mkdtempSync(join(tmpdir(), 'fovea-kernel-'));
  const log = join(scratch, 'log');
  const script = join(root, 'test', 'kernel', 'converse.py');
  const child = spawn(python, [script, folder, log, ...(start ? [start] : [])], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = new Promise((done) => child.on('close', done));
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
    run: (...cells) => order('run', { cells: cellsOf(cells) }),
    runAndInterrupt: (interruptAfter, ...cells) => order('run', { cells: cellsOf(cells), interruptAfter }),
    ask: (type, content, channel = 'shell') => order('ask', { type, content, channel }),
    askWhileRunning: (code, type) => order('askWhileRunning', { code, type }),
    tell: (type, content) => order('tell', { type, content }),
    wait: (type) => order('wait', { type }),
    interrupt: () => order('interrupt'),
    shutdown: () => order('shutdown'),
    restart: () => order('restart'),
    awaitDeath: (said) => order('awaitDeath', { said }),
    log: () => readFileSync(log, 'utf8'),
    async close() {
      child.stdin.end();
      await ended;
      rmSync(scratch, { recursive: true });
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
