/** Lets work begin while what it needs, with what is under way, stays within a budget. */
export interface MemoryBudget {
  /**
   * Waits for room, then runs the work. Work that needs more than the whole budget runs alone.
   *
   * @param bytes What the work holds in memory until it ends.
   * @param work What to do.
   */
  run<T>(bytes: number, work: () => Promise<T>): Promise<T>;
}

/** @param bytes How much all work under way may hold at a time. */
export function memoryBudget(bytes: number): MemoryBudget {
  let used = 0;
  const waiting: { needed: number; begin: () => void }[] = [];
  const beginNext = () => {
    while (waiting.length > 0 && (used === 0 || used + waiting[0].needed <= bytes)) {
      const { needed, begin } = waiting.shift()!;
      used += needed;
      begin();
    }
  };
  return {
    async run(needed, work) {
      await new Promise<void>((begin) => {
        waiting.push({ needed, begin });
        beginNext();
      });
      try {
        return await work();
      } finally {
        used -= needed;
        beginNext();
      }
    },
  };
}
