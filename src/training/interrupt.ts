import { FoveaError } from '../base/errors';
import { watchInterrupt } from '../base/interrupt';

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
