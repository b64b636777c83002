import assert from 'node:assert/strict';
import { test } from 'node:test';
import { largest, smallest } from '../../src/base/extremes';

test('largest() and smallest() take any number of values', () => {
  const values = Float32Array.from({ length: 300_000 }, (_, i) => i);
  assert.deepEqual([smallest(values), largest(values)], [0, 299_999]);
  assert.deepEqual([smallest([]), largest([])], [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
  assert.deepEqual([smallest([1, Number.NaN]), largest([Number.NaN, 1])], [Number.NaN, Number.NaN]);
});
