import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Kernel, printed, startKernel } from './kernel';

let kernel: Kernel;
before(async () => {
  kernel = await startKernel();
});
after(() => kernel.close());

const CURE = 'Its variables are gone: run the cells above again.\n';

/** Runs a cell that ends the kernel, checks the log, and gives what the first two cells of the next kernel print. */
async function afterDeath(code: string, why: string): Promise<string[]> {
  await kernel.run(code);
  await kernel.awaitDeath(`fovea: ${why}\n`);
  await kernel.restart();
  const cells = await kernel.run('console.log(1);', 'console.log(2);');
  return cells.map((messages) => printed(messages, 'stderr') + printed(messages));
}

test('a crash is named by its signal and its cell, in the log and in the first cell of the next kernel', async () => {
  const why =
    'The kernel crashed during cell 1 (process.abort();) (SIGABRT). The log of JupyterLab says more.';
  assert.deepEqual(await afterDeath('process.abort();', why), [`${why} ${CURE}1\n`, '2\n']);
});

test('a kernel that another program kills: so it is, or too little memory', async () => {
  const code = "// kills\nprocess.kill(process.pid, 'SIGKILL');";
  const why =
    "The kernel was ended by SIGKILL during cell 3 (process.kill(process.pid, 'SIGKILL');): by another program, or because there was too little memory.";
  const [first] = await afterDeath(code, why);
  assert.equal(first, `${why} ${CURE}1\n`);
});

test('process.exit() in a cell: the exit code', async () => {
  const why = 'The kernel ended during cell 3 (process.exit(3);) with exit code 3.';
  assert.equal((await afterDeath('process.exit(3);', why))[0], `${why} ${CURE}1\n`);
});

test('a kernel that Jupyter restarts or shuts down leaves no words', async () => {
  await kernel.restart();
  const [first] = await kernel.run('console.log(1);');
  assert.equal(printed(first, 'stderr'), '');
  await kernel.shutdown();
  await kernel.restart();
  const [again] = await kernel.run('console.log(1);');
  assert.equal(printed(again, 'stderr'), '');
});
