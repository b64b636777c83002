import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { LONGEST, nativeKernels } from '../../src/setup/native-kernels.mjs';
import { compileObjects, keepOnly } from '../../src/setup/objects.mjs';
import { ROOT } from '../../src/setup/steps.mjs';
import { failureOf, temporaryFolder, writeFiles } from './temporary-folder.mjs';

/**
 * A compiler whose objects are copies of their sources. It enters each source in `compiled`, and fails at one that holds `error`.
 */
function fakeCompiler(root, { version = '12.2.0', slowly = '' } = {}) {
  const script = `#!/bin/sh
case "$*" in *-dump*) echo ${version}; exit;; *-E*) exit;; esac
for to; do [ "$before" = -c ] && from="$to"; before="$to"; done
if [ -n "$from" ]; then
  echo "$(basename "$from")" >> "${root}/compiled"
  ${slowly}
  grep -q error "$from" && { echo "$from: error: as asked"; exit 1; }
  cp "$from" "$to"
else
  echo linked > "$to"
fi
`;
  writeFiles(root, { 'g++': script });
  return { program: join(root, 'g++'), args: [], version: `g++ ${version}` };
}

const compiled = (root) =>
  existsSync(join(root, 'compiled'))
    ? readFileSync(join(root, 'compiled'), 'utf8').trim().split('\n').sort()
    : [];

function sources(root, texts) {
  writeFiles(root, texts);
  return Object.keys(texts).map((name) => {
    const source = join(root, name);
    return { source, options: ['-O3'], content: [readFileSync(source)] };
  });
}

const contextOf = (root) => ({
  store: join(root, 'store'),
  cwd: root,
  log: join(root, 'log'),
  needed: 'kernels',
});

test('compileObjects() compiles each source once; a changed one alone is compiled again', async (t) => {
  const root = temporaryFolder(t);
  const compiler = fakeCompiler(root);
  await compileObjects(compiler, sources(root, { 'one.cc': '1', 'two.cc': '2' }), contextOf(root));
  assert.deepEqual(compiled(root), ['one.cc', 'two.cc']);
  const objects = await compileObjects(
    compiler,
    sources(root, { 'one.cc': '1', 'two.cc': '3' }),
    contextOf(root),
  );
  assert.deepEqual(compiled(root), ['one.cc', 'two.cc', 'two.cc']);
  assert.deepEqual(
    objects.map((path) => readFileSync(path, 'utf8')),
    ['1', '3'],
  );
});

test('compileObjects() compiles again for another compiler and for other options', async (t) => {
  const root = temporaryFolder(t);
  const [unit] = sources(root, { 'one.cc': '1' });
  await compileObjects(fakeCompiler(root), [unit], contextOf(root));
  await compileObjects(fakeCompiler(root, { version: '13.1.0' }), [unit], contextOf(root));
  await compileObjects(fakeCompiler(root), [{ ...unit, options: ['-O2'] }], contextOf(root));
  assert.equal(compiled(root).length, 3);
});

test('compileObjects() runs a compiler process a core at most, and two that ask for one object share it', async (t) => {
  const root = temporaryFolder(t);
  const slowly = `echo + >> "${root}/running"; sleep 0.1; echo - >> "${root}/running"`;
  const compiler = fakeCompiler(root, { slowly });
  const texts = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`${i}.cc`, `${i}`]));
  const units = sources(root, texts);
  await Promise.all([
    compileObjects(compiler, units, contextOf(root)),
    compileObjects(compiler, units.slice(3), contextOf(root)),
  ]);
  assert.equal(compiled(root).length, 9);
  let [running, most] = [0, 0];
  for (const sign of readFileSync(join(root, 'running'), 'utf8').trim().split('\n')) {
    running += sign === '+' ? 1 : -1;
    most = Math.max(most, running);
  }
  assert.ok(most <= availableParallelism(), `${most} at a time`);
});

test("compileObjects() gives the compiler's first error, and keeps the objects that were finished", async (t) => {
  const root = temporaryFolder(t);
  const compiler = fakeCompiler(root);
  const units = sources(root, { 'one.cc': '1', 'two.cc': 'error' });
  const { found } = await failureOf(() => compileObjects(compiler, units, contextOf(root)));
  assert.match(found, /^g\+\+ 12\.2\.0 failed: .*two\.cc: error: as asked/);
  assert.deepEqual(
    readdirSync(join(root, 'store')).map((name) => name.replace(/-.*/, '')),
    ['one.cc'],
  );
});

test('keepOnly() removes the objects of earlier sources', async (t) => {
  const root = temporaryFolder(t);
  const compiler = fakeCompiler(root);
  await compileObjects(compiler, sources(root, { 'one.cc': '1' }), contextOf(root));
  const objects = await compileObjects(compiler, sources(root, { 'one.cc': '2' }), contextOf(root));
  assert.equal(readdirSync(join(root, 'store')).length, 2);
  keepOnly(objects, join(root, 'store'));
  assert.deepEqual(
    readdirSync(join(root, 'store')).map((name) => join(root, 'store', name)),
    objects,
  );
});

const NATIVE = join('src', 'tensorflow', 'native');

function kernelSources(root) {
  writeFiles(root, {
    [join(NATIVE, 'kernel.h')]: '#include <vector>\n',
    [join(NATIVE, 'kernel.cc')]: '#include "kernel.h"\n#include "tensorflow/c/kernels.h"\n',
    [join(NATIVE, 'addon.cc')]: '#include <node_api.h>\n',
    [join(NATIVE, 'rows.h')]: 'one\n',
    [join(NATIVE, 'bias.cc')]: '#include "rows.h"\n',
    [join(NATIVE, 'adam.cc')]: '#include "kernel.h"\n',
  });
}

test('nativeKernels() compiles ahead what needs no header of TensorFlow or Node, and then only the rest', async (t) => {
  const root = temporaryFolder(t);
  kernelSources(root);
  const step = nativeKernels(root, { compilers: [fakeCompiler(root).program] });
  assert.deepEqual(step.ahead.needs, ['Node.js']);
  await step.ahead.work({ log: join(root, 'log') });
  assert.deepEqual(compiled(root), ['adam.cc', 'bias.cc']);
  await step.mend({ log: join(root, 'log') });
  assert.deepEqual(compiled(root), ['adam.cc', 'addon.cc', 'bias.cc', 'kernel.cc']);
  assert.equal(step.inspect().right, true);
});

test('nativeKernels() compiles again what includes a header that has changed, directly or not', async (t) => {
  const root = temporaryFolder(t);
  kernelSources(root);
  const step = () => nativeKernels(root, { compilers: [fakeCompiler(root).program] });
  await step().mend({ log: join(root, 'log') });
  writeFiles(root, { [join(NATIVE, 'rows.h')]: 'two\n' });
  assert.equal(step().inspect().right, false);
  await step().mend({ log: join(root, 'log') });
  assert.deepEqual(compiled(root), ['adam.cc', 'addon.cc', 'bias.cc', 'bias.cc', 'kernel.cc']);
});

test('The sources that are compiled first are there', () => {
  const sources = readdirSync(join(ROOT, NATIVE));
  assert.deepEqual(
    LONGEST.filter((name) => !sources.includes(name)),
    [],
  );
});

test('Without a C++ compiler, the kernels wait for the environment into which one is installed', (t) => {
  const root = temporaryFolder(t);
  assert.deepEqual(nativeKernels(root, { compilers: ['no-such-g++'] }).ahead.needs, ['Python environment']);
});

test('Kernels that were interrupted keep the objects that were finished', async (t) => {
  const root = temporaryFolder(t);
  kernelSources(root);
  // The second source takes for ever.
  writeFileSync(join(root, NATIVE, 'bias.cc'), 'slow\n');
  const { program } = fakeCompiler(root, { slowly: 'grep -q slow "$from" && sleep 60' });
  const script = `
    import { nativeKernels } from ${JSON.stringify(join(ROOT, 'src', 'setup', 'native-kernels.mjs'))};
    import { stopRunning } from ${JSON.stringify(join(ROOT, 'src', 'setup', 'command.mjs'))};
    process.on('SIGTERM', () => stopRunning().then(() => process.exit(143)));
    const step = nativeKernels(${JSON.stringify(root)}, { compilers: [${JSON.stringify(program)}] });
    await step.ahead.work({ log: ${JSON.stringify(join(root, 'log'))} });`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: 'inherit' });
  const store = join(root, '.cache', 'objects', 'kernels');
  const finished = () => (existsSync(store) ? readdirSync(store).filter((name) => name.endsWith('.o')) : []);
  while (!finished().length) await new Promise((resolve) => setTimeout(resolve, 20));
  const start = performance.now();
  child.kill('SIGTERM');
  assert.deepEqual(await once(child, 'exit'), [143, null]);
  // The compiler that takes for ever was ended too.
  assert.ok(performance.now() - start < 30_000);
  writeFileSync(join(root, NATIVE, 'bias.cc'), 'quick\n');
  await nativeKernels(root, { compilers: [program] }).mend({ log: join(root, 'log') });
  assert.equal(compiled(root).filter((name) => name === 'adam.cc').length, 1);
});
