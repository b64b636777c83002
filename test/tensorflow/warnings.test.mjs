import assert from 'node:assert/strict';
import { test } from 'node:test';
import { run } from '../../src/setup/command.mjs';
import { COMPILERS, findCompiler } from '../../src/setup/compiler.mjs';
import { kernelBuild } from '../../src/setup/native-kernels.mjs';
import { ROOT } from '../../src/setup/steps.mjs';
import { temporaryFolder } from '../setup/temporary-folder.mjs';

const compiler = findCompiler(COMPILERS);

test('The kernels compile without warnings (-Wall -Wextra)', {
  skip: !compiler && 'no C++ compiler',
}, async (t) => {
  const { cwd, includes, sources } = kernelBuild(ROOT);
  const options = ['-fsyntax-only', '-std=c++17', '-march=native', '-Wall', '-Wextra', '-Werror'];
  const log = `${temporaryFolder(t)}/log`;
  const { code, output } = await run(compiler.program, [...options, ...includes, ...sources], { cwd, log });
  assert.equal(code, 0, output);
});
