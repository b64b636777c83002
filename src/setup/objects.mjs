import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { run } from './command.mjs';
import { compilerFailure } from './compiler.mjs';
import { hashOf } from './stamp.mjs';

/** One compiler process a core, whatever is compiled. */
let freeCores = availableParallelism();
const waiting = [];

async function onFreeCore(work) {
  if (freeCores > 0) freeCores -= 1;
  else await new Promise((start) => waiting.push(start));
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else freeCores += 1;
  }
}

/** Objects that are being compiled now: their paths, and promises. */
const underway = new Map();

/** Where the object of a source lies, named after all that decides what is in it. */
export function objectPath(compiler, { source, options, content }, store) {
  const key = hashOf(compiler.version, ...compiler.args, ...options, ...content);
  return join(store, `${basename(source)}-${key}.o`);
}

async function compile(compiler, { source, options }, object, { cwd, log, needed }) {
  const next = `${object}.${process.pid}.next`;
  const args = [...compiler.args, ...options, '-c', source, '-o', next];
  const env = { ...process.env, ...compiler.env };
  const result = await run(compiler.program, args, { cwd, log, env });
  if (result.code === 0) return renameSync(next, object);
  rmSync(next, { force: true });
  throw compilerFailure(compiler, result, { needed, log });
}

/**
 * Compiles sources to objects, a compiler process a core. An object that is there already stays: an interrupted set-up goes on where it
 * was, and a changed source compiles alone.
 *
 * @param {import('./compiler.mjs').Compiler} compiler
 * @param {{ source: string, options: string[], content: (string | Buffer)[] }[]} units In the order in which they are begun. `content` is
 *   what decides the object beside compiler and options: the source, its headers, the processor.
 * @param {{ store: string, cwd: string, log: string, needed: string }} options `store` is the objects' folder.
 * @returns {Promise<string[]>} The objects, in the order of the units.
 * @throws SetupFailure with the compiler's first error.
 */
export async function compileObjects(compiler, units, { store, ...context }) {
  mkdirSync(store, { recursive: true });
  let failure;
  const objects = units.map((unit) => objectPath(compiler, unit, store));
  const compiled = units.map((unit, i) => {
    const object = objects[i];
    if (existsSync(object)) return undefined;
    if (!underway.has(object)) {
      const work = onFreeCore(async () => {
        if (failure) throw failure;
        await compile(compiler, unit, object, context);
      });
      underway.set(
        object,
        work.finally(() => underway.delete(object)),
      );
    }
    return underway.get(object).catch((error) => {
      failure ??= error;
    });
  });
  await Promise.all(compiled);
  if (failure) throw failure;
  return objects;
}

/** Removes all objects of a folder but these. */
export function keepOnly(objects, store) {
  const kept = new Set(objects.map((path) => basename(path)));
  for (const name of readdirSync(store)) if (!kept.has(name)) rmSync(join(store, name), { force: true });
}
