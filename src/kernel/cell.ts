import { AsyncLocalStorage } from 'node:async_hooks';
import type { CompiledCode } from './compiled-code';

/** An error as Jupyter's messages carry it. */
export interface ErrorReport {
  /** Its name, e.g. `TypeError`. */
  readonly ename: string;
  /** Its message. */
  readonly evalue: string;
  /** What the notebook shows, line by line. */
  readonly traceback: readonly string[];
}

/** Code that one request runs, and where its outputs go. */
export interface Cell {
  /** In the order in which this kernel ran them, from 1; also of code without a prompt number. */
  readonly id: number;
  /** The prompt number that the notebook shows. */
  readonly number: number;
  readonly code: string;
  /** Set when it has been compiled: leads to its lines. */
  compiled?: CompiledCode;
  /** Aborted when the user presses stop. */
  readonly stop: AbortController;
  /** The reply has been sent after a stop: what still runs of it prints nothing. */
  isAbandoned: boolean;
  write(stream: 'stdout' | 'stderr', text: string): void;
  display(data: object, isUpdate: boolean): void;
  error(report: ErrorReport): void;
}

const context = new AsyncLocalStorage<Cell>();

/** Runs a cell's code: {@link cellOfCode} is then that cell, also in what it starts and in what goes on after its end. */
export function runInCell<T>(cell: Cell, run: () => T): T {
  return context.run(cell, run);
}

/** The cell whose code is running here; undefined outside cells. */
export function cellOfCode(): Cell | undefined {
  return context.getStore();
}
