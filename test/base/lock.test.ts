import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { withLock } from '../../src/base/lock';
import { temporaryFolder } from '../datasets/archive';

test('withLock() lets two pieces of work in one process run one after the other', async () => {
  const file = join(temporaryFolder(), 'deep', 'a.lock');
  const order: string[] = [];
  const work = (name: string) => async () => {
    order.push(`${name} begins`);
    await pause(20);
    order.push(`${name} ends`);
    return name;
  };
  const results = await Promise.all([withLock(file, work('first')), withLock(file, work('second'))]);
  assert.deepEqual(results, ['first', 'second']);
  assert.deepEqual(order, ['first begins', 'first ends', 'second begins', 'second ends']);
  assert.equal(existsSync(file), false);
});

test('withLock() frees the lock when the work fails', async () => {
  const file = join(temporaryFolder(), 'a.lock');
  await assert.rejects(
    withLock(file, () => Promise.reject(new Error('no'))),
    /no/,
  );
  assert.equal(await withLock(file, async () => 1), 1);
});

test('withLock() waits for another process and says which', async (context) => {
  const file = join(temporaryFolder(), 'a.lock');
  const other = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 30000)']);
  context.after(() => other.kill());
  writeFileSync(file, JSON.stringify({ pid: other.pid, host: hostname() }));
  const waited: (number | undefined)[] = [];
  const done = withLock(file, async () => 'mine', {
    onWait: (pid) => waited.push(pid),
    pollMilliseconds: 10,
  });
  await pause(60);
  assert.deepEqual(waited, [other.pid]);
  other.kill();
  assert.equal(await done, 'mine');
});

test('withLock() takes over the lock of a process that died', async () => {
  const file = join(temporaryFolder(), 'a.lock');
  const other = spawn(process.execPath, ['-e', '']);
  await new Promise((resolve) => other.on('exit', resolve));
  writeFileSync(file, JSON.stringify({ pid: other.pid, host: hostname() }));
  assert.equal(await withLock(file, async () => 'mine'), 'mine');
  assert.equal(existsSync(file), false);
});
