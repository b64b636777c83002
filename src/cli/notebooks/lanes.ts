import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { freemem } from 'node:os';
import { join } from 'node:path';
import { root } from '../repository';

/** Memory that a lesson needs at most, in bytes. */
const NOTEBOOK_BYTES = 3e9;

/** What a machine has to run notebooks with. */
export interface Machine {
  /** Cores that this process may use. */
  readonly cores: number;
  /** Memory that can be taken without another process losing any. */
  readonly freeBytes: number;
  readonly hasGpu: boolean;
}

/**
 * How many notebooks run at a time: each on at least one core, with 3 GB of memory. A GPU computes for one at a time.
 *
 * @param numNotebooks How many there are to run.
 * @returns At least 1.
 */
export function defaultLanes(numNotebooks: number, { cores, freeBytes, hasGpu }: Machine): number {
  if (hasGpu) return 1;
  return Math.max(1, Math.min(numNotebooks, cores, Math.floor(freeBytes / NOTEBOOK_BYTES)));
}

/** How many of a machine's cores each lane has; the first ones may have one fewer than the last. */
export function coresOfLane(lanes: number, { cores }: Pick<Machine, 'cores'>): number {
  return Math.max(1, Math.floor(cores / lanes));
}

/**
 * How many threads a kernel starts: more than its lane has cores, since it gets those of other lanes when they have nothing left to do.
 * Threads that share a core cost next to nothing, but not if they are many.
 */
export function threadsOfLane(lanes: number, machine: Pick<Machine, 'cores'>): number {
  return Math.min(machine.cores, 2 * coresOfLane(lanes, machine));
}

/** Told which part of the cores to use: number `part` of `parts`, from 0. */
export type CoreUser = (part: number, parts: number) => void;

/** Divides the cores among those who use them at the moment. */
export function coreSharing() {
  const users: CoreUser[] = [];
  const divide = () => {
    users.forEach((use, part) => {
      use(part, users.length);
    });
  };
  return {
    /** @returns Gives the part back to the others. */
    join(user: CoreUser): () => void {
      users.push(user);
      divide();
      return () => {
        users.splice(users.indexOf(user), 1);
        divide();
      };
    },
  };
}

/**
 * Free memory in bytes. Of a container's limit all is counted: what its page cache holds is given back when it is needed.
 */
export function freeBytes(): number {
  return Math.min(freemem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
}

/** Whether kernels compute on a GPU: TensorFlow was set up for CUDA, `nvidia-smi` lists one, and none is hidden by CUDA_VISIBLE_DEVICES. */
export function hasGpu(): boolean {
  if (['', '-1'].includes(process.env.CUDA_VISIBLE_DEVICES ?? '0')) return false;
  return (
    installedVariant() === 'cuda' &&
    spawnSync('nvidia-smi', ['-L'], { encoding: 'utf8' }).stdout?.trim() !== ''
  );
}

/** `cpu` or `cuda`, as set-up wrote it down. */
function installedVariant(): string | undefined {
  try {
    return readFileSync(join(root, '.venv', '.fovea-tensorflow'), 'utf8').split(' ')[0];
  } catch {
    return undefined;
  }
}

/**
 * Does work in lanes side by side: each takes the next item when it has done one.
 *
 * @param items In the order in which they are begun.
 * @param lanes How many at a time.
 * @throws The first error, when all lanes have ended. The lane that throws one takes no further items.
 */
export async function inLanes<T>(
  items: readonly T[],
  lanes: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const rest = items.values();
  const ends = await Promise.allSettled(
    Array.from({ length: lanes }, async () => {
      for (const item of rest) await work(item);
    }),
  );
  const failed = ends.find(({ status }) => status === 'rejected');
  if (failed) throw (failed as PromiseRejectedResult).reason;
}
