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
  await new Promise(setImmediate);
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
