import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { takeLock } from '../../src/setup/lock.mjs';
import { ROOT } from '../../src/setup/steps.mjs';
import { temporaryFolder } from './temporary-folder.mjs';

/** A process that takes the lock of `folder` and then runs `body`. */
function holder(folder, body) {
  const script = `
    import { appendFileSync } from 'node:fs';
    import { takeLock } from ${JSON.stringify(join(ROOT, 'src', 'setup', 'lock.mjs'))};
    const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    const lock = await takeLock(${JSON.stringify(folder)}, () => {});
    ${body}`;
  return spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

test('takeLock() makes a second set-up wait for the first, and says which process it waits for', async (t) => {
  const folder = temporaryFolder(t);
  const { release } = await takeLock(folder, () => assert.fail('nobody holds it'));
  const waited = [];
  let isTaken = false;
  const second = takeLock(folder, (pid) => waited.push(pid)).then((lock) => {
    isTaken = true;
    return lock;
  });
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.deepEqual(waited, [process.pid]);
  assert.equal(isTaken, false);
  release();
  (await second).release();
});

test('takeLock() of another folder does not wait', async (t) => {
  const locks = [];
  for (const folder of [temporaryFolder(t), temporaryFolder(t)]) {
    locks.push(await takeLock(folder, () => assert.fail('nobody holds it')));
  }
  for (const { release } of locks) release();
});

test('takeLock() gets the lock of a process that was killed', async (t) => {
  const folder = temporaryFolder(t);
  const first = holder(folder, "console.log('taken'); await sleep(60_000);");
  await once(first.stdout, 'data');
  const waited = [];
  const second = takeLock(folder, (pid) => {
    waited.push(pid);
    first.kill('SIGKILL');
  });
  (await second).release();
  assert.deepEqual(waited, [first.pid]);
});

test('The programs of a set-up that was killed hold its lock until they have ended', async (t) => {
  const folder = temporaryFolder(t);
  const run = `
    const { run, shareLock } = await import(${JSON.stringify(join(ROOT, 'src', 'setup', 'command.mjs'))});
    shareLock(lock.socket);
    run('sleep', ['2'], { cwd: '.', log: ${JSON.stringify(join(folder, 'log'))} });
    console.log('taken');
    await sleep(60_000);`;
  const first = holder(folder, run);
  await once(first.stdout, 'data');
  first.kill('SIGKILL');
  await once(first, 'exit');
  const start = performance.now();
  const waited = [];
  (await takeLock(folder, (pid) => waited.push(pid))).release();
  assert.ok(performance.now() - start > 1000);
  assert.deepEqual(waited, [undefined]);
});

test('takeLock() lets one process in at a time, however many ask at once', async (t) => {
  const folder = temporaryFolder(t);
  const path = join(folder, 'record');
  writeFileSync(path, '');
  const append = (word) => `appendFileSync(${JSON.stringify(path)}, '${word} ');`;
  const all = Array.from({ length: 4 }, () =>
    holder(folder, `${append('in')} await sleep(20); ${append('out')} lock.release();`),
  );
  await Promise.all(all.map((child) => once(child, 'close')));
  assert.equal(readFileSync(path, 'utf8'), 'in out in out in out in out ');
});
