import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recordDisplays } from '../../src/display/jupyter';
import { showTransfers } from '../../src/display/show-transfer';

test('a line about what is going on is there until the next one, in every type of the output', () => {
  const recording = recordDisplays();
  const transfers = showTransfers();
  transfers.line('pets: 15 MB');
  transfers.line('Waiting for another process ...', { untilNext: true });
  transfers.line('pets: drawn');
  recording.stop();
  const [bundles] = recording.displays;
  assert.deepEqual(
    bundles.map((bundle) => bundle['text/plain']),
    ['pets: 15 MB', 'pets: 15 MB\nWaiting for another process ...', 'pets: 15 MB\npets: drawn'],
  );
  assert.deepEqual(
    bundles.map((bundle) => /Waiting/.test(bundle['text/html'] as string)),
    [false, true, false],
  );
});
