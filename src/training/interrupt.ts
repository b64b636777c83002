import { FoveaError } from '../base/errors';

/** Watches for the user's stop: Jupyter's stop button, or Ctrl+C. */
export interface InterruptWatch {
  readonly interrupted: boolean;
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
  await new Promise(setImmediate);
  let interrupted = false;
  const listener = () => {
    interrupted = true;
  };
  process.on('SIGINT', listener);
  return {
    get interrupted() {
      return interrupted;
    },
    close: () => void process.off('SIGINT', listener),
  };
}

/**
 * Runs work that the user may stop between batches.
 *
 * @param what For the message, e.g. `validate`.
 * @param work Calls `pause` after each batch: it lets messages and interrupts through.
 * @throws FoveaError at the pause after an interrupt.
 */
export async function interruptible<T>(
  what: string,
  work: (pause: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const watch = await watchInterrupt();
  try {
    return await work(async () => {
      await new Promise(setImmediate);
      if (watch.interrupted) throw new FoveaError(`${what} was interrupted.`);
    });
  } finally {
    watch.close();
  }
}
