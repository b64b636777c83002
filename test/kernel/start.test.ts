import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { root } from '../../src/cli/repository';
import { errorText, printed, startKernel } from './kernel';

/** A clone that has packages and the program that starts a kernel, but no dist/. */
function unbuiltClone(t: TestContext): { clone: string; start: string } {
  const clone = mkdtempSync(join(tmpdir(), 'fovea-clone-'));
  t.after(() => rmSync(clone, { recursive: true }));
  const start = join(clone, 'src', 'kernel', 'start.mjs');
  cpSync(join(root, 'src', 'kernel'), join(clone, 'src', 'kernel'), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'));
  return { clone, start };
}

test('a kernel that is started while a build replaces dist/ waits for it', async (t) => {
  const { clone, start } = unbuiltClone(t);
  const next = join(clone, '.dist-1');
  for (const folder of ['kernel', 'base']) {
    cpSync(join(root, 'dist', folder), join(next, folder), { recursive: true });
  }
  const starting = startKernel(clone, start);
  setTimeout(() => renameSync(next, join(clone, 'dist')), 800);
  const kernel = await starting;
  t.after(() => kernel.close());
  const [messages] = await kernel.run("\nthrow new Error('x');");
  assert.equal(errorText(messages), "Error: x\n  line 2 of this cell: throw new Error('x');");
  assert.equal(kernel.log(), '');
});

test('where what fovea uses of tslab is not there, tslab runs alone, and a line in the log says so', async (t) => {
  const { clone, start } = unbuiltClone(t);
  mkdirSync(join(clone, 'dist', 'kernel'), { recursive: true });
  const program = `exports.launch = () => { throw new Error('tslab/dist/executor has no createExecutor.'); };`;
  writeFileSync(join(clone, 'dist', 'kernel', 'launch.js'), program);
  const kernel = await startKernel(clone, start);
  t.after(() => kernel.close());
  const [messages] = await kernel.run('console.log(1 + 1);');
  assert.equal(printed(messages), '2\n');
  assert.match(
    kernel.log(),
    /^fovea: tslab runs without fovea's launcher: tslab\/dist\/executor has no createExecutor\.\n/,
  );
});
