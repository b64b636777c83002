import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createConverter } from 'tslab/dist/converter';
import { FoveaError } from '../../src/base/errors';
import { root } from '../../src/cli/repository';
import { codeCells, folder, notebooks, readNotebook } from '../notebooks/notebook-file';
import type { CompiledLesson, LessonRecipe } from './fovea/lesson-recipe';

const TRAINS = /\.(fit|fitOneCycle|fitFlatCos|fineTune)\(/;

/**
 * Compiles a lesson's cells, up to the last one that trains, as the kernel does, so that the processes whose memory is
 * measured need no compiler.
 *
 * @param name The notebook's without its number, e.g. `pets`.
 * @returns Path of a file that holds a `CompiledLesson`.
 * @throws FoveaError if there is no such notebook, a cell does not compile, or none trains.
 */
export function compileLesson(name: string): string {
  const notebook = notebooks.find((file) => file.endsWith(`-${name}.ipynb`));
  if (!notebook)
    throw new FoveaError(`No notebook is named "${name}".`, `There are: ${notebooks.join(', ')}.`);
  const sources = codeCells(readNotebook(join(folder, notebook)));
  const last = sources.map((source) => TRAINS.test(source)).lastIndexOf(true);
  if (last < 0) throw new FoveaError(`No cell of ${notebook} trains.`);
  const lesson: CompiledLesson = { name, folder, cells: compile(notebook, sources.slice(0, last + 1)) };
  return writeJson(`${name}.cells.json`, lesson);
}

/**
 * Writes the recipe of a lesson's fit for the baseline.
 *
 * @returns Path of the file.
 */
export function writeRecipe(recipe: LessonRecipe): string {
  return writeJson(`${recipe.lesson}.recipe.json`, recipe);
}

function writeJson(name: string, content: unknown): string {
  const path = join(root, '.cache', 'bench', 'lessons', name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(content));
  return path;
}

function compile(notebook: string, sources: readonly string[]): string[] {
  const before = process.cwd();
  process.chdir(folder);
  const converter = createConverter({ isJS: false, isBrowser: false });
  try {
    let declarations = '';
    return sources.map((source) => {
      const { output, declOutput, diagnostics } = converter.convert(declarations, source);
      if (diagnostics.length) throw new FoveaError(`${notebook}: ${diagnostics[0].messageText}`);
      declarations = declOutput ?? '';
      return output ?? '';
    });
  } finally {
    converter.close();
    process.chdir(before);
  }
}
