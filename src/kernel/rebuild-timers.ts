import type * as ts from '@tslab/typescript-for-tslab';

/**
 * Keeps tslab's compiler working when files that it watches change between two cells.
 *
 * tslab holds at most one of TypeScript's timers and runs it itself, for the next cell. TypeScript has two: one builds the program
 * again, the other, when watched folders change (also by hard links to files in them), looks up modules again. With the second pending,
 * tslab refused the first, in every cell from then on. So the second gets a real timer. And what is thrown while a program is built,
 * e.g. because a file has just vanished, must not leave tslab's timer pending.
 *
 * @param sys tslab's system for TypeScript, whose timers are replaced.
 * @returns A function that throws what the last build threw, if it threw.
 */
export function guardRebuildTimers(sys: ts.System): () => void {
  const { setTimeout: setRebuild, clearTimeout: clearRebuild } = sys;
  const timers = new Set<unknown>();
  let failure: { readonly error: unknown } | undefined;
  sys.setTimeout = (callback, milliseconds, ...args) => {
    if (callback.name !== 'updateProgramWithWatchStatus') {
      const timer = setTimeout(() => {
        timers.delete(timer);
        callback(...args);
      }, milliseconds);
      timer.unref();
      timers.add(timer);
      return timer;
    }
    const rebuild = () => {
      try {
        failure = undefined;
        callback(...args);
      } catch (error) {
        failure = { error };
      }
    };
    return setRebuild?.(rebuild, milliseconds);
  };
  sys.clearTimeout = (timer) => {
    if (timers.delete(timer)) clearTimeout(timer);
    else clearRebuild?.(timer);
  };
  return () => {
    const { error } = failure ?? {};
    failure = undefined;
    if (error) throw error;
  };
}
