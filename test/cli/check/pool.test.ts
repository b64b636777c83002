import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pool } from '../../../src/cli/check/pool';

test('pool(2) runs two jobs at a time, in the order in which they came', async () => {
  const inTurn = pool(2);
  const events: string[] = [];
  const end: (() => void)[] = [];
  const jobs = ['a', 'b', 'c', 'd'].map((name) =>
    inTurn(async () => {
      events.push(`${name} begins`);
      await new Promise<void>((resolve) => end.push(resolve));
      events.push(`${name} ends`);
    }),
  );
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  await turn();
  assert.deepEqual(events, ['a begins', 'b begins']);
  end[1]();
  await turn();
  assert.deepEqual(events.slice(2), ['b ends', 'c begins']);
  end[0]();
  end[2]();
  await turn();
  end[3]();
  await Promise.all(jobs);
  assert.deepEqual(events.slice(4).sort(), ['a ends', 'c ends', 'd begins', 'd ends']);
});

test('pool() goes on after a job that failed', async () => {
  const inTurn = pool(1);
  const failed = inTurn(() => Promise.reject(new Error('no')));
  const second = inTurn(async () => 'done');
  await assert.rejects(failed, /no/);
  assert.equal(await second, 'done');
});
