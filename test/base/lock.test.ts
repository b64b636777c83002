import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { withLock } from '../../src/base/lock';
import { temporaryFolder } from '../temporary-folder';

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
  let waits = () => {};
  const waiting = new Promise<void>((resolve) => {
    waits = resolve;
  });
  const onWait = (pid: number | undefined) => {
    waited.push(pid);
    waits();
  };
  const done = withLock(file, async () => 'mine', { onWait, pollMilliseconds: 10 });
  await waiting;
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

test('withLock() takes over the lock of a process whose id another one has now', async () => {
  const file = join(temporaryFolder(), 'a.lock');
  writeFileSync(file, JSON.stringify({ pid: process.ppid, host: hostname(), started: '1' }));
  assert.equal(await withLock(file, async () => 'mine'), 'mine');
});

test('withLock() takes over a lock of its own id that an earlier process left', async () => {
  const file = join(temporaryFolder(), 'a.lock');
  writeFileSync(file, JSON.stringify({ pid: process.pid, host: hostname(), started: '1' }));
  assert.equal(await withLock(file, async () => 'mine'), 'mine');
});

for (const text of ['', '{"pid":12']) {
  test(`withLock() takes over a file that a crash left with ${JSON.stringify(text)} in it, after a while`, async () => {
    const file = join(temporaryFolder(), 'a.lock');
    writeFileSync(file, text);
    const began = performance.now();
    assert.equal(await withLock(file, async () => 'mine', { pollMilliseconds: 50 }), 'mine');
    assert.ok(performance.now() - began > 4900, 'a file just made is left to who may be writing it');
  });
}

test('withLock() does not remove a lock that is no longer its own', async () => {
  const file = join(temporaryFolder(), 'a.lock');
  const text = JSON.stringify({ pid: 1, host: 'another' });
  await withLock(file, async () => writeFileSync(file, text));
  assert.equal(readFileSync(file, 'utf8'), text);
});

test("withLock() does not take over another machine's lock at once", async () => {
  const file = join(temporaryFolder(), 'a.lock');
  writeFileSync(file, JSON.stringify({ pid: process.pid, host: 'another' }));
  const abort = new AbortController();
  const done = withLock(file, async () => 'mine', { pollMilliseconds: 10, signal: abort.signal });
  setTimeout(() => abort.abort(), 100);
  await assert.rejects(done, { name: 'AbortError' });
});

test('of eight processes that find the lock of a dead one at once, one at a time works', async () => {
  const folder = temporaryFolder();
  const [file, log] = [join(folder, 'a.lock'), join(folder, 'log')];
  const dead = spawn(process.execPath, ['-e', '']);
  await new Promise((resolve) => dead.on('exit', resolve));
  writeFileSync(file, JSON.stringify({ pid: dead.pid, host: hostname() }));
  const code = `
    const { withLock } = require(${JSON.stringify(join(__dirname, '../../src/base/lock'))});
    const { appendFileSync, existsSync } = require('node:fs');
    const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
    const work = async () => {
      appendFileSync(${JSON.stringify(log)}, 'begins ');
      await pause(20);
      appendFileSync(${JSON.stringify(log)}, 'ends ');
    };
    (async () => {
      while (Date.now() < ${Date.now() + 4000}) await pause(1);
      await withLock(${JSON.stringify(file)}, work, { pollMilliseconds: 5 });
    })();`;
  const ends = Array.from({ length: 8 }, () => {
    const child = spawn(process.execPath, ['--import', 'tsx', '-e', code], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    return new Promise((resolve) => child.on('exit', resolve));
  });
  assert.deepEqual(await Promise.all(ends), Array(8).fill(0));
  assert.equal(readFileSync(log, 'utf8'), 'begins ends '.repeat(8));
  assert.deepEqual(readdirSync(dirname(file)), ['log']);
});

test('the lock of a dead process is taken over where one that took it over died too', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'a.lock');
  const text = JSON.stringify({ pid: 4194304999, host: hostname(), started: '1' });
  writeFileSync(file, text);
  const claim = `${file}.${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;
  writeFileSync(claim, JSON.stringify({ pid: 4194304998, host: hostname(), started: '1' }));
  assert.equal(await withLock(file, async () => 'mine'), 'mine');
  assert.deepEqual(readdirSync(folder), []);
});
