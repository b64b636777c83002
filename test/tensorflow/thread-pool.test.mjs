import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { COMPILERS, findCompiler } from '../../src/setup/compiler.mjs';
import { ROOT } from '../../src/setup/steps.mjs';
import { temporaryFolder } from '../setup/temporary-folder.mjs';

const compiler = findCompiler(COMPILERS);

test('A task that throws leaves the thread pool whole, and its exception reaches the caller', {
  skip: !compiler && 'no C++ compiler',
}, (t) => {
  const program = join(temporaryFolder(t), 'thread-pool');
  const sources = ['test/tensorflow/thread-pool.cc', 'src/tensorflow/native/threads.cc'];
  const options = ['-O1', '-std=c++17', '-Wall', '-Wextra', '-Werror', '-pthread'];
  const compiled = spawnSync(compiler.program, [...options, ...sources, '-o', program], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  assert.equal(compiled.status, 0, compiled.stderr);
  const env = { ...process.env, TF_NUM_INTRAOP_THREADS: '4' };
  const { status, signal, stdout } = spawnSync(program, { env, encoding: 'utf8', timeout: 120_000 });
  assert.equal(status, 0, stdout || `ended by ${signal}`);
});
