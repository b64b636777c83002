import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newHistory } from '../../src/kernel/history';

test('a history gives the last entries, a range, or what fits a pattern', () => {
  const history = newHistory();
  for (const [number, code] of [
    [1, 'a = 1'],
    [2, 'b = 2'],
    [3, 'a = 1'],
    [4, 'c\n+ 1'],
  ] as const) {
    history.add(number, code);
  }
  const numbers = (request: Parameters<typeof history.find>[0]) =>
    history.find(request).map(([, number]) => number);
  assert.deepEqual(numbers({ hist_access_type: 'tail', n: 2 }), [3, 4]);
  assert.deepEqual(numbers({ hist_access_type: 'tail', n: 0 }), []);
  assert.deepEqual(numbers({ hist_access_type: 'range', start: 2, stop: 4 }), [2, 3]);
  assert.deepEqual(numbers({ hist_access_type: 'search', pattern: 'a*', n: 10 }), [1, 3]);
  assert.deepEqual(numbers({ hist_access_type: 'search', pattern: 'a*', n: 10, unique: true }), [3]);
  assert.deepEqual(numbers({ hist_access_type: 'search', pattern: '?\n+*' }), [4]);
  assert.deepEqual(history.find({ hist_access_type: 'tail', n: 1, output: true }), [
    [0, 4, ['c\n+ 1', null]],
  ]);
});
