import type { TestContext } from 'node:test';
import timers from 'node:timers/promises';

/** What a test sees of the pauses that a piece of work makes; none of them takes any time. */
export interface Pauses {
  /** How many there were so far. */
  count(): number;
  /** Resolves after as many more. */
  more(count: number): Promise<void>;
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Lets what waits by `node:timers/promises` go on at once, until the test ends: a test need not wait, nor hope that it waited enough. */
export function noPauses(context: TestContext): Pauses {
  const { mock } = context.mock.method(
    timers,
    'setTimeout',
    async (_milliseconds: number, value: unknown, { signal }: { signal?: AbortSignal } = {}) => {
      await turn();
      signal?.throwIfAborted();
      return value;
    },
  );
  return {
    count: () => mock.callCount(),
    async more(count) {
      const upTo = mock.callCount() + count;
      while (mock.callCount() < upTo) await turn();
    },
  };
}
