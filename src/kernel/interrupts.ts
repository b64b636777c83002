import { setTimeout as pause } from 'node:timers/promises';
import { FoveaError } from '../base/errors';
import { numWatches } from '../base/interrupt';
import type { Cell, ErrorReport } from './cell';
import type { Language } from './language';

// A batch of a large model takes seconds: as long as that, work may end in order.
const PATIENCE_MS = 10_000;
const SETTLING_MS = 500;
const POLL_MS = 20;

/**
 * Stops the running cell when the kernel is sent SIGINT. Work that watches for it, such as a fit, ends by itself first: the cell then
 * shows what became of it. Other code goes on in the background, where it prints nothing any more.
 *
 * @param runningCell The cell that runs now.
 */
export function stopAtInterrupt(runningCell: () => Cell | undefined, language: Language): void {
  process.on('SIGINT', async () => {
    const cell = runningCell();
    if (!cell || cell.stop.signal.aborted) return;
    const isWatched = numWatches() > 0;
    cell.stop.abort();
    const deadline = Date.now() + PATIENCE_MS;
    while (numWatches() > 0 && runningCell() === cell && Date.now() < deadline) await pause(POLL_MS);
    const settled = Date.now() + (isWatched ? SETTLING_MS : 0);
    while (runningCell() === cell && Date.now() < settled) await pause(POLL_MS);
    if (runningCell() === cell) language.interrupt();
  });
}

/** Whether an error only says that a cell was stopped while it computed without an await. */
export function isInterrupt(error: unknown): boolean {
  return (error as NodeJS.ErrnoException)?.code === 'ERR_SCRIPT_EXECUTION_INTERRUPTED';
}

/** The report of a cell that was stopped: one line, which work that was stopped may have continued. */
export function stopReport(error: unknown): ErrorReport {
  const isWords = error instanceof FoveaError && error.message.startsWith('Stopped.');
  const evalue = isWords ? error.message : 'Stopped.';
  return { ename: 'Interrupted', evalue, traceback: [evalue] };
}
