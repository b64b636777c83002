import { join } from 'node:path';
import { root } from '../repository';
import type { BenchCase, Who } from './cases';
import { answerOf, type Program, program, Worker } from './processes';
import { spread } from './spread';

/** What one turn came to. */
export interface Turn {
  /** Of a step (the median), or of the whole. */
  readonly seconds: number;
  /** Peak resident memory of the process, MB. */
  readonly peakMb?: number;
  /** Validation loss and metric at the end. */
  readonly scores?: Readonly<Record<string, number>>;
}

/** One who takes turns at a case. */
export interface Contestant {
  turn(): Promise<Turn>;
  stop(): Promise<void>;
}

/** How a case is done. */
export interface Setup {
  /** Timed steps of a turn. */
  readonly steps: number;
  /** The folder that holds fastai's folder names. */
  readonly data: string;
}

type Enter = (who: Who, name: string, setup: Setup) => Promise<Contestant>;

const ENTRANCES: Readonly<Record<BenchCase['kind'], Enter>> = {
  async steps(who, name, { steps, data }) {
    const work = who === 'fovea' ? name : name.replace('-bf16', '');
    const worker = await Worker.start(program(who, 'steps', [work], data));
    return {
      turn: async () => ({ seconds: spread(await worker.ask<number[]>(`${steps}`)).median }),
      stop: () => worker.stop(),
    };
  },
  async fit(who, name, { data }) {
    const fit = program(who, 'fit', [name.replace('fit-', '')], data);
    return { turn: () => answerOf<Turn>(fit), stop: async () => {} };
  },
  async start(who, _, { data }) {
    const start = firstBatch(who, data);
    // Files are in memory from here on, and Python's are compiled.
    await answerOf<Turn>(start);
    return { turn: () => answerOf<Turn>(start), stop: async () => {} };
  },
};

/** The notebook of the pets lesson as far as its first batch in the kernel tslab, or the same cells in ipykernel. */
function firstBatch(who: Who, data: string): Program {
  const folder = join(root, 'src', 'cli', 'bench');
  const [environment, kernel, cells] =
    who === 'fovea'
      ? ['.venv', 'tslab', join(root, 'notebooks', '1-pets.ipynb')]
      : ['.venv-peer', 'python3', join(folder, 'peer', 'first_batch.py')];
  const python = join(root, environment, 'bin', 'python');
  return { who, command: [python, join(folder, 'kernel_start.py'), kernel, cells], data };
}

/**
 * Prepares one's part of a case; nothing is timed here.
 *
 * @throws FoveaError with the process's own words if it fails.
 */
export const enter = ({ kind, name }: BenchCase, who: Who, setup: Setup): Promise<Contestant> =>
  ENTRANCES[kind](who, name, setup);
