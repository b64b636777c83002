import { FoveaError } from './errors';

/** Watches for the user's stop: Jupyter's stop button, or Ctrl+C. */
export interface InterruptWatch {
  readonly interrupted: boolean;
  /** Aborted at the interrupt. */
  readonly signal: AbortSignal;
  /** Stops watching. */
  close(): void;
}

/**
 * Starts watching for SIGINT. While watched, it does not end the process.
 *
 * Waits for a macrotask first: a SIGINT handler registered before a cell's first await kills tslab's kernel when that
 * cell is interrupted (Node's watchdog restores the default handler).
 */
export async function watchInterrupt(): Promise<InterruptWatch> {
  await yieldToEventLoop();
  const abort = new AbortController();
  const listener = () => abort.abort();
  process.on('SIGINT', listener);
  return {
    get interrupted() {
      return abort.signal.aborted;
    },
    signal: abort.signal,
    close: () => void process.off('SIGINT', listener),
  };
}

/** Waits for one macrotask, so that progress, the kernel's messages and interrupts get through. */
export async function yieldToEventLoop(): Promise<void> {
  await new Promise(setImmediate);
}

/**
 * Runs work that the user may stop between batches.
 *
 * @param task For the message, e.g. `validate`.
 * @param work Calls `pause` after each batch, which yields to the event loop.
 * @throws FoveaError at the pause after an interrupt.
 */
export async function interruptible<T>(
  task: string,
  work: (pause: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const watch = await watchInterrupt();
  try {
    return await work(async () => {
      await yieldToEventLoop();
      if (watch.interrupted) throw new FoveaError(`${task} was interrupted.`);
    });
  } finally {
    watch.close();
  }
}
