import assert from 'node:assert/strict';
import { existsSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { builtLibrary } from '../../src/setup/built-library.mjs';
import { kernelSpec } from '../../src/setup/kernel-spec.mjs';
import { ROOT } from '../../src/setup/steps.mjs';
import { failureOf, temporaryFolder, writeFiles } from './temporary-folder.mjs';

const TSCONFIG = JSON.stringify({
  compilerOptions: { module: 'node16', rootDir: 'src', outDir: 'dist', strict: true, types: [] },
  include: ['src/**/*.ts'],
});

function library(t) {
  const root = temporaryFolder(t);
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  writeFiles(root, {
    'tsconfig.json': TSCONFIG,
    'src/one.ts': 'export const one: number = 1;\n',
    'src/two.ts': 'export const two: number = 2;\n',
    'data/drawings/tsconfig.json': TSCONFIG,
    'data/drawings/src/three.ts': 'export const three: number = 3;\n',
  });
  return { root, step: builtLibrary(root), log: join(root, 'build.log') };
}

test('builtLibrary() builds once, and again when a source changed; outputs of removed sources go', async (t) => {
  const { root, step, log } = library(t);
  assert.equal(step.inspect().found, 'not built');
  await step.mend({ log });
  assert.deepEqual(step.inspect(), { right: true, found: 'from 3 files' });
  assert.equal(existsSync(join(root, 'data', 'drawings', 'dist', 'three.js')), true);
  rmSync(join(root, 'src', 'two.ts'));
  assert.equal(step.inspect().found, 'built from other sources');
  await step.mend({ log });
  assert.equal(existsSync(join(root, 'dist', 'one.js')), true);
  assert.equal(existsSync(join(root, 'dist', 'two.js')), false);
});

test('builtLibrary() lists type errors with file and line, and leaves the library as it was', async (t) => {
  const { root, step, log } = library(t);
  await step.mend({ log });
  writeFiles(root, { 'src/one.ts': "export const one: number = 'one';\n" });
  const error = await failureOf(() => step.mend({ log }));
  assert.match(error.found, /^1 type errors\n +src\/one\.ts\(1,14\): error TS2322/);
  assert.match(readFileSync(join(root, 'dist', 'one.js'), 'utf8'), /one = 1/);
});

test('builtLibrary() builds the drawings alone if nothing else changed', async (t) => {
  const { root, step, log } = library(t);
  await step.mend({ log });
  const built = join(root, 'dist', 'one.js');
  const { mtimeMs } = statSync(built);
  writeFiles(root, { 'data/drawings/src/three.ts': "export const three: number = 'three';\n" });
  const error = await failureOf(() => step.mend({ log }));
  assert.match(error.found, /^1 type errors\n +data\/drawings\/src\/three\.ts\(1,14\): error TS2322/);
  assert.match(error.cure, /^mend them in data\/drawings\/src\//);
  writeFiles(root, { 'data/drawings/src/three.ts': 'export const three: number = 4;\n' });
  await step.mend({ log });
  assert.equal(step.inspect().right, true);
  assert.equal(statSync(built).mtimeMs, mtimeMs);
});

test('kernelSpec() points at this Node and at the launcher of the clone, also after the clone was moved', (t) => {
  const root = temporaryFolder(t);
  const step = kernelSpec(root);
  assert.equal(step.inspect().found, 'not installed');
  step.mend();
  assert.equal(step.inspect().right, true);
  const moved = `${root} moved`;
  renameSync(root, moved);
  t.after(() => rmSync(moved, { recursive: true, force: true }));
  assert.match(kernelSpec(moved).inspect().found, /made for another folder/);
  kernelSpec(moved).mend();
  const path = join(moved, '.venv', 'share', 'jupyter', 'kernels', 'tslab', 'kernel.json');
  const { argv } = JSON.parse(readFileSync(path, 'utf8'));
  assert.deepEqual(argv, [process.execPath, join(moved, 'src', 'kernel', 'start.mjs'), '{connection_file}']);
});
