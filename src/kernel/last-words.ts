import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Cell } from './cell';
import type { ExecutionListener } from './execution';

/** Why the kernel before this one died, and what the next one will say of this one. */
export interface LastWords extends ExecutionListener {
  /** This kernel is about to end because it was asked to. */
  endsInOrder(): void;
}

// Plain sh needs a megabyte, a second Node would need forty.
const PROGRAM = join(__dirname, '..', '..', 'src', 'kernel', 'last-words.sh');

/**
 * Watches over this kernel, and says in its first cell why the one before it died, if it did.
 *
 * @param connectionFile What Jupyter wrote for this kernel; beside it lies the file for the next one.
 */
export function lastWords(connectionFile: string): LastWords {
  const file = fileFor(process.env.JPY_SESSION_NAME, connectionFile);
  const report = `${connectionFile}.report`;
  // Node writes one when its heap is full.
  Object.assign(process.report, {
    reportOnFatalError: true,
    compact: true,
    directory: dirname(report),
    filename: basename(report),
  });
  let isFirst = true;
  const watcher = spawn('/bin/sh', [PROGRAM, String(process.pid), file ?? '', report], {
    cwd: '/',
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  // Without it a death stays unexplained; nothing else.
  watcher.on('error', () => {});
  watcher.stdin.on('error', () => {});
  watcher.unref();
  (watcher.stdin as unknown as { unref(): void }).unref();
  const tell = (line: string) => void watcher.stdin.write(`${line}\n`);
  return {
    started(cell) {
      tell(`during cell ${cell.number} (${firstLine(cell)})`);
      if (isFirst && file) sayWhy(file, cell);
      isFirst = false;
    },
    ended: (cell) => tell(`after cell ${cell.number}`),
    endsInOrder: () => tell('end'),
  };
}

/** Where the kernels of a notebook, whose path JupyterLab gives them, leave words for the next one. */
function fileFor(notebook: string | undefined, connectionFile: string): string | undefined {
  if (!notebook) return undefined;
  const key = createHash('sha256').update(notebook).digest('hex').slice(0, 16);
  return join(dirname(connectionFile), `fovea-${key}.txt`);
}

function sayWhy(file: string, cell: Cell): void {
  try {
    cell.write('stderr', readFileSync(file, 'utf8'));
    rmSync(file);
  } catch {
    // The kernel before this one ended in order, or there was none.
  }
}

function firstLine({ code }: Cell): string {
  const lines = code.split('\n').map((line) => line.trim());
  return lines.find((line) => line && !line.startsWith('//'))?.slice(0, 80) ?? '';
}
