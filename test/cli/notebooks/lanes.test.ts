import assert from 'node:assert/strict';
import { test } from 'node:test';
import { coresOfLane, defaultLanes, inLanes } from '../../../src/cli/notebooks/lanes';

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

test('inLanes() begins items in their order, as many at a time as there are lanes, the next one in the lane that is free', async () => {
  const log: string[] = [];
  const finish: Record<string, () => void> = {};
  const done = inLanes(['a', 'b', 'c'], 2, async (item, lane) => {
    log.push(`${item} in lane ${lane}`);
    await new Promise<void>((end) => {
      finish[item] = end;
    });
  });
  assert.deepEqual(log, ['a in lane 0', 'b in lane 1']);
  finish.b();
  await new Promise(setImmediate);
  assert.deepEqual(log, ['a in lane 0', 'b in lane 1', 'c in lane 1']);
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
