import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  coreSharing,
  coresOfLane,
  defaultLanes,
  inLanes,
  threadsOfLane,
} from '../../../src/cli/notebooks/lanes';

const machine = { cores: 8, freeBytes: 64e9, hasGpu: false };

test('defaultLanes() gives each notebook a core and 3 GB, and is at least 1', () => {
  assert.equal(defaultLanes(4, machine), 4);
  assert.equal(defaultLanes(1, machine), 1);
  assert.equal(defaultLanes(4, { ...machine, cores: 2 }), 2);
  assert.equal(defaultLanes(4, { ...machine, freeBytes: 11e9 }), 3);
  assert.equal(defaultLanes(4, { ...machine, freeBytes: 1e9 }), 1);
});

test('defaultLanes() lets a GPU compute for one notebook at a time', () => {
  assert.equal(defaultLanes(4, { ...machine, hasGpu: true }), 1);
});

test('coresOfLane() divides the cores among the lanes, at least one to each', () => {
  assert.deepEqual(
    [1, 2, 3, 8, 9].map((lanes) => coresOfLane(lanes, machine)),
    [8, 4, 2, 1, 1],
  );
});

test('threadsOfLane() lets a kernel use twice the cores of its lane later, if there are so many', () => {
  assert.deepEqual(
    [1, 2, 4, 8].map((lanes) => threadsOfLane(lanes, machine)),
    [8, 8, 4, 2],
  );
});

test('coreSharing() divides all cores among those who use them at the moment', () => {
  const log: string[] = [];
  const cores = coreSharing();
  const user = (name: string) => (part: number, parts: number) => log.push(`${name} ${part + 1}/${parts}`);
  const leaveA = cores.join(user('a'));
  const leaveB = cores.join(user('b'));
  assert.deepEqual(log.splice(0), ['a 1/1', 'a 1/2', 'b 2/2']);
  leaveA();
  assert.deepEqual(log.splice(0), ['b 1/1']);
  cores.join(user('c'));
  assert.deepEqual(log.splice(0), ['b 1/2', 'c 2/2']);
  leaveB();
  assert.deepEqual(log, ['c 1/1']);
});

test('inLanes() begins items in their order, as many at a time as there are lanes, the next one when one has ended', async () => {
  const log: string[] = [];
  const finish: Record<string, () => void> = {};
  const done = inLanes(['a', 'b', 'c'], 2, async (item) => {
    log.push(item);
    await new Promise<void>((end) => {
      finish[item] = end;
    });
  });
  assert.deepEqual(log, ['a', 'b']);
  finish.b();
  await new Promise(setImmediate);
  assert.deepEqual(log, ['a', 'b', 'c']);
  finish.a();
  finish.c();
  await done;
});

test('inLanes() waits for the other lanes before it throws an error of one', async () => {
  const log: string[] = [];
  const work = async (item: string) => {
    if (item === 'bad') throw new Error('out of cheese');
    await new Promise(setImmediate);
    log.push(item);
  };
  await assert.rejects(inLanes(['bad', 'a', 'b'], 2, work), /out of cheese/);
  assert.deepEqual(log, ['a', 'b']);
});
