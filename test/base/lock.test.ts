import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { withLock } from '../../src/base/lock';
import { noPauses } from '../no-pauses';
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

/** A clock that stands still but for what the test sets; whoever waits looks again and again. */
function stoppedClock(context: TestContext) {
  const clock = { milliseconds: 0, looks: noPauses(context) };
  context.mock.method(performance, 'now', () => clock.milliseconds);
  return clock;
}

test('withLock() waits for another process and says which', async (context) => {
  const file = join(temporaryFolder(), 'a.lock');
  const looks = noPauses(context);
  const other = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 30000)']);
  context.after(() => other.kill());
  writeFileSync(file, JSON.stringify({ pid: other.pid, host: hostname() }));
  const waited: (number | undefined)[] = [];
  const onWait = (pid: number | undefined) => void waited.push(pid);
  const done = withLock(file, async () => 'mine', { onWait });
  await looks.more(5);
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
  test(`withLock() takes over a file that a crash left with ${JSON.stringify(text)} in it, after five seconds`, async (context) => {
    const file = join(temporaryFolder(), 'a.lock');
    writeFileSync(file, text);
    const clock = stoppedClock(context);
    let isTaken = false;
    const done = withLock(file, async () => {
      isTaken = true;
    });
    await clock.looks.more(3);
    clock.milliseconds = 4900;
    await clock.looks.more(3);
    assert.equal(isTaken, false, 'a file just made is left to who may be writing it');
    clock.milliseconds = 5100;
    await done;
    assert.equal(isTaken, true);
  });
}

test('withLock() does not remove a lock that is no longer its own', async () => {
  const file = join(temporaryFolder(), 'a.lock');
  const text = JSON.stringify({ pid: 1, host: 'another' });
  await withLock(file, async () => writeFileSync(file, text));
  assert.equal(readFileSync(file, 'utf8'), text);
});

test("withLock() leaves another machine's lock alone for two minutes, and can be aborted meanwhile", async (context) => {
  const file = join(temporaryFolder(), 'a.lock');
  writeFileSync(file, JSON.stringify({ pid: process.pid, host: 'another' }));
  const clock = stoppedClock(context);
  const abort = new AbortController();
  const aborted = withLock(file, async () => 'mine', { signal: abort.signal });
  const isAborted = assert.rejects(aborted, { name: 'AbortError' });
  await clock.looks.more(3);
  clock.milliseconds = 119_000;
  await clock.looks.more(3);
  abort.abort();
  await isAborted;
  assert.equal(existsSync(file), true);
});

test("withLock() takes over another machine's lock that has shown no heartbeat for two minutes", async (context) => {
  const file = join(temporaryFolder(), 'a.lock');
  writeFileSync(file, JSON.stringify({ pid: process.pid, host: 'another' }));
  const clock = stoppedClock(context);
  const done = withLock(file, async () => 'mine');
  await clock.looks.more(3);
  clock.milliseconds = 119_000;
  utimesSync(file, 1, 1);
  await clock.looks.more(3);
  clock.milliseconds = 238_000;
  await clock.looks.more(3);
  assert.equal(existsSync(file), true);
  clock.milliseconds = 240_000;
  assert.equal(await done, 'mine');
});

test('of eight processes that find the lock of a dead one at once, one at a time works', async () => {
  const folder = temporaryFolder();
  const [file, log, start] = ['a.lock', 'log', 'start'].map((name) => join(folder, name));
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
      console.log('ready');
      while (!existsSync(${JSON.stringify(start)})) await pause(1);
      await withLock(${JSON.stringify(file)}, work, { pollMilliseconds: 5 });
    })();`;
  const children = Array.from({ length: 8 }, () => {
    const child = spawn(process.execPath, ['--import', 'tsx', '-e', code], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    return { isReady: once(child.stdout, 'data'), ended: once(child, 'exit') };
  });
  await Promise.all(children.map(({ isReady }) => isReady));
  writeFileSync(start, '');
  const ends = await Promise.all(children.map(({ ended }) => ended));
  assert.deepEqual(
    ends.map(([code]) => code),
    Array(8).fill(0),
  );
  assert.equal(readFileSync(log, 'utf8'), 'begins ends '.repeat(8));
  assert.deepEqual(readdirSync(folder).sort(), ['log', 'start']);
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
