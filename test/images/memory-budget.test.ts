import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTask } from 'node:timers/promises';
import { memoryBudget } from '../../src/images/memory-budget';

test('work begins while it fits into the budget, in the order it came, and larger work alone', async () => {
  const budget = memoryBudget(10);
  const underWay: string[] = [];
  const ends: Record<string, () => void> = {};
  const run = (name: string, bytes: number) =>
    budget.run(bytes, async () => {
      underWay.push(name);
      await new Promise<void>((resolve) => {
        ends[name] = resolve;
      });
      underWay.splice(underWay.indexOf(name), 1);
    });
  const all = [run('a', 6), run('b', 4), run('c', 5), run('huge', 20), run('d', 1)];
  await nextTask();
  assert.deepEqual(underWay, ['a', 'b']);
  ends.a();
  await nextTask();
  assert.deepEqual(underWay, ['b', 'c']);
  ends.b();
  ends.c();
  await nextTask();
  assert.deepEqual(underWay, ['huge']);
  ends.huge();
  await nextTask();
  assert.deepEqual(underWay, ['d']);
  ends.d();
  await Promise.all(all);
});

test('work that fails frees its memory for the next', async () => {
  const budget = memoryBudget(1);
  const failing = budget.run(1, () => Promise.reject(new Error('no')));
  const next = budget.run(1, async () => 'done');
  await assert.rejects(failing, /no/);
  assert.equal(await next, 'done');
});
