import assert from 'node:assert/strict';
import { test } from 'node:test';
import { everyTenth } from '../../src/datasets/progress-lines';

test('everyTenth() prints a line at each tenth after the one it begins in', () => {
  const lines: string[] = [];
  const tell = everyTenth('Pets', (line) => lines.push(line));
  for (const done of [12e6, 15e6, 21e6, 55e6]) tell({ done, total: 100e6, bytesPerSecond: 10e6 });
  tell({ done: 100e6, total: 100e6 });
  assert.deepEqual(lines, [
    'Pets: 21.0 MB of 100.0 MB, 10.0 MB/s, 8 s left',
    'Pets: 55.0 MB of 100.0 MB, 10.0 MB/s, 5 s left',
    'Pets: 100.0 MB of 100.0 MB',
  ]);
});
