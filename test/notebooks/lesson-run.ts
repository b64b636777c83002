import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { lastingOutputs, type Output, textOf } from '../../src/cli/notebooks/lasting-outputs';
import type { EpochResult } from '../../src/cli/notebooks/results';
import { root } from '../../src/cli/repository';
import { handouts } from './made-handouts';
import { folder, notebooks } from './notebook-file';

/** Names of the lessons, e.g. `1-pets`. */
export const lessons = notebooks.map((file) => file.replace(/\.ipynb$/, ''));

/** A run of all lessons. */
export interface LessonRun {
  readonly status: number | null;
  /** What the runner printed. */
  readonly printed: string;
  /** Each epoch of each lesson, in order. */
  readonly rows: readonly (EpochResult & { readonly notebook: string })[];
}

/**
 * Runs all lessons from their first cell to the last, and leaves their handouts for the tests in a browser.
 *
 * @param options Of the runner, e.g. `--quick`.
 */
export function runLessons(...options: string[]): LessonRun {
  const results = join(handouts, 'results.jsonl');
  mkdirSync(handouts, { recursive: true });
  rmSync(results, { force: true });
  const args = [join(root, 'dist', 'cli', 'notebooks.js'), '--output', handouts, ...options];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    env: { ...process.env, FOVEA_RESULTS: results },
    encoding: 'utf8',
  });
  const lines = existsSync(results) ? readFileSync(results, 'utf8').trim().split('\n') : [];
  return { status, printed: stdout + stderr, rows: lines.map((line) => JSON.parse(line)) };
}

/** The outputs of each code cell, in the form in which they are committed. */
export type CellOutputs = readonly (readonly Output[])[];

const outputsIn = (path: string): Output[][] =>
  JSON.parse(readFileSync(path, 'utf8'))
    .cells.filter((cell: { cell_type: string }) => cell.cell_type === 'code')
    .map((cell: { outputs: Output[] }) => cell.outputs);

/** The committed outputs of a lesson. */
export const committedOutputs = (lesson: string): CellOutputs => outputsIn(join(folder, `${lesson}.ipynb`));

/** The outputs of a lesson's last run by {@link runLessons}. */
export const runOutputs = (lesson: string): Promise<CellOutputs> =>
  Promise.all(
    outputsIn(join(handouts, `${lesson}.ipynb`)).map((outputs) =>
      lastingOutputs(outputs, { maxWidth: 360, quality: 72 }),
    ),
  );

/** What cells printed or show as text. */
export function textIn(cells: CellOutputs): string {
  const texts = cells.flat().map(({ text, data }) => textOf((text ?? data?.['text/plain'] ?? '') as string));
  return texts.join('\n');
}

/** An epoch table as it is shown: titles, and a row of texts for each epoch. */
export interface ShownTable {
  readonly titles: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The epoch tables that cells show, in order. */
export function epochTables(cells: CellOutputs): ShownTable[] {
  const texts = cells.flat().map(({ data }) => textOf((data?.['text/plain'] ?? '') as string));
  return texts
    .filter((text) => /^epoch +train_loss /.test(text))
    .map((text) => {
      const [titles, ...rows] = text.split('\n').map((line) => line.trim().split(/ +/));
      return { titles, rows };
    });
}
