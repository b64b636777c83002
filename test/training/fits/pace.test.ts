import assert from 'node:assert/strict';
import { test } from 'node:test';
import { paceOf } from '../../../src/training/fits/pace';

const source = (numItems: number, numBatches: number) => ({
  numItems,
  numBatches,
  async *batches() {},
});

test('paceOf() forecasts by the training batches, then by the measured validation', () => {
  let now = 0;
  // Ten batches of 8, validation of 40 items in 5 batches, 3 epochs.
  const pace = paceOf({ train: source(80, 10), valid: source(40, 5) }, 3, () => now);
  const after = (seconds: number, phase: 'train' | 'valid') => {
    now += seconds;
    return pace.afterBatch(phase);
  };
  pace.begin();
  // The first batch waits for files; one more is too few to tell.
  assert.equal(after(9, 'train'), undefined);
  assert.equal(after(4, 'train'), undefined);
  // 4 s a batch, 0.5 s an item; validation takes half of it for each of 40 items: 10 s.
  assert.deepEqual(after(4, 'train'), { secondsPerEpoch: 50, seconds: 150 });
  pace.begin();
  assert.deepEqual(after(3, 'valid'), { secondsPerEpoch: 40 + 15, seconds: 165 });
  assert.deepEqual(after(2, 'valid'), { secondsPerEpoch: 40 + 10, seconds: 150 });
});

test('paceOf() says nothing in the first two seconds', () => {
  let now = 0;
  const pace = paceOf({ train: source(80, 10), valid: source(0, 0) }, 1, () => now);
  pace.begin();
  const told = Array.from({ length: 4 }, () => {
    now += 0.7;
    return pace.afterBatch('train')?.seconds;
  });
  assert.deepEqual(
    told.map((seconds) => seconds === undefined),
    [true, true, true, false],
  );
});
