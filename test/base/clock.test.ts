import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clockTime, durationInWords, durationText, stopwatch } from '../../src/base/clock';

test('clockTime() writes mm:ss, and h:mm:ss from an hour on, without fractions of a second', () => {
  assert.deepEqual([0, 83.9, 3599, 3725].map(clockTime), ['00:00', '01:23', '59:59', '1:02:05']);
});

test('durationInWords() writes seconds below 100, then minutes below 100, then hours, rounded up', () => {
  assert.deepEqual([0, 7.2, 99, 100, 99 * 60, 99 * 60 + 1].map(durationInWords), [
    '0 s',
    '8 s',
    '99 s',
    '2 min',
    '99 min',
    '2 h',
  ]);
});

test('durationText() writes seconds below a minute, then minutes and seconds, rounded', () => {
  assert.deepEqual([0, 47.6, 59.6, 130, 3720].map(durationText), [
    '0 s',
    '48 s',
    '1 min 0 s',
    '2 min 10 s',
    '62 min 0 s',
  ]);
});

test('stopwatch() returns the seconds since it was started', (context) => {
  const now = context.mock.method(performance, 'now', () => 1000);
  const elapsed = stopwatch();
  now.mock.mockImplementation(() => 3500);
  assert.equal(elapsed(), 2.5);
});
