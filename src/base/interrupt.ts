import { AsyncLocalStorage } from 'node:async_hooks';
import { FoveaError } from './errors';

/** Watches for the user's stop: Jupyter's stop button, or Ctrl+C. */
export interface InterruptWatch {
  readonly interrupted: boolean;
  /** Aborted at the interrupt. */
  readonly signal: AbortSignal;
  /** Stops watching. */
  close(): void;
}

const cellStop = new AsyncLocalStorage<AbortSignal>();
const watches = new Set<InterruptWatch>();

/**
 * Runs the code of a notebook's cell. Nothing that watches for an interrupt begins in it any more once the cell was stopped.
 *
 * @param stop Aborted when the cell is stopped.
 */
export function runStoppable<T>(stop: AbortSignal, run: () => T): T {
  return cellStop.run(stop, run);
}

/** How much work that watches for an interrupt is running in this process. */
export function numWatches(): number {
  return watches.size;
}

/**
 * The error of work that the user stopped, which a notebook shows as one line.
 *
 * @param state What became of it, or how to go on; a sentence.
 */
export function stopped(state?: string): FoveaError {
  return new FoveaError(state ? `Stopped. ${state}` : 'Stopped.');
}

/**
 * Starts watching for SIGINT. While watched, it does not end the process.
 *
 * Waits for a macrotask first: a SIGINT handler registered before a cell's first await kills tslab's kernel when that
 * cell is interrupted (Node's watchdog restores the default handler).
 *
 * @throws FoveaError in a notebook's cell that was stopped before.
 */
export async function watchInterrupt(): Promise<InterruptWatch> {
  await yieldToEventLoop();
  if (cellStop.getStore()?.aborted) throw stopped();
  const abort = new AbortController();
  const listener = () => abort.abort();
  process.on('SIGINT', listener);
  const watch: InterruptWatch = {
    get interrupted() {
      return abort.signal.aborted;
    },
    signal: abort.signal,
    close() {
      process.off('SIGINT', listener);
      watches.delete(watch);
    },
  };
  watches.add(watch);
  return watch;
}

/** Waits for one macrotask, so that progress, the kernel's messages and interrupts get through. */
export async function yieldToEventLoop(): Promise<void> {
  await new Promise(setImmediate);
}

/**
 * Runs work that the user may stop between batches.
 *
 * @param work Calls `pause` after each batch, which yields to the event loop.
 * @throws FoveaError at the pause after an interrupt.
 */
export async function interruptible<T>(work: (pause: () => Promise<void>) => Promise<T>): Promise<T> {
  const watch = await watchInterrupt();
  try {
    return await work(async () => {
      await yieldToEventLoop();
      if (watch.interrupted) throw stopped();
    });
  } finally {
    watch.close();
  }
}
