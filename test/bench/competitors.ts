import { join } from 'node:path';
import { root } from '../../src/cli/repository';
import type { BenchCase, Side } from './cases';
import type { LessonRecipe } from './fovea/lesson-recipe';
import type { Turn } from './fovea/turn';
import { compileLesson, writeRecipe } from './lessons';
import { answerOf, type Program, program, Worker } from './processes';
import { spread } from './spread';

/** A side that takes turns at a case. */
export interface Competitor {
  turn(): Promise<Turn>;
  stop(): Promise<void>;
}

/** How a case is measured. */
export interface Setup {
  /** Timed steps of a turn. */
  readonly steps: number;
  /** The folder that holds fastai's folder names. */
  readonly data: string;
}

type Start = (side: Side, name: string, setup: Setup) => Promise<Competitor>;

const STARTS: Readonly<Record<BenchCase['kind'], Start>> = {
  async steps(side, name, { steps, data }) {
    const work = side === 'fovea' ? name : name.replace('-bf16', '');
    const worker = await Worker.start(program(side, 'steps', [work], data));
    return {
      turn: async () => ({ seconds: spread(await worker.ask<number[]>(`${steps}`)).median }),
      stop: () => worker.stop(),
    };
  },
  async fit(side, name, { data }) {
    const lesson = name.replace('fit-', '');
    const compiled = compileLesson(lesson);
    if (side === 'fovea') return wholeProcess(program(side, 'fit', [compiled], data));
    const recipe = await answerOf<LessonRecipe>(program('fovea', 'recipe', [compiled], data));
    return wholeProcess(program(side, 'fit', [writeRecipe(recipe)], data));
  },
  async start(side, _, { data }) {
    const start = firstBatch(side, data);
    // From here on files are in memory, and Python's are compiled.
    await answerOf<Turn>(start);
    return wholeProcess(start);
  },
};

/** A competitor whose every turn is a process of its own. */
const wholeProcess = (whole: Program): Competitor => ({
  turn: () => answerOf<Turn>(whole),
  stop: async () => {},
});

/** The notebook of the pets lesson as far as its first batch in the kernel tslab, or the same cells in ipykernel. */
function firstBatch(side: Side, data: string): Program {
  const folder = join(root, 'test', 'bench');
  const [environment, kernel, cells] =
    side === 'fovea'
      ? ['.venv', 'tslab', join(root, 'notebooks', '1-pets.ipynb')]
      : ['.venv-baseline', 'python3', join(folder, 'baseline', 'first_batch.py')];
  const python = join(root, environment, 'bin', 'python');
  return { side, command: [python, join(folder, 'kernel_start.py'), kernel, cells], data };
}

/**
 * Prepares one side of a case; nothing is timed here.
 *
 * @throws FoveaError with the process's own words if it fails.
 */
export const startCompetitor = ({ kind, name }: BenchCase, side: Side, setup: Setup): Promise<Competitor> =>
  STARTS[kind](side, name, setup);
