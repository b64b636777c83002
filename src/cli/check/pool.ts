/** Runs a job as soon as it is its turn, and resolves to what the job gives. */
export type Pool = <T>(job: () => Promise<T>) => Promise<T>;

/** Runs at most `size` jobs at a time, in the order in which they were handed in. */
export function pool(size: number): Pool {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (job) => {
    if (running === size) await new Promise<void>((begin) => waiting.push(begin));
    else running++;
    try {
      return await job();
    } finally {
      // A job that waits takes the place of this one.
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}
