import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { describeEpoch, type EpochResult, ResultsReader, summarize } from '../../src/cli/results';

const row: EpochResult = {
  notebook: '1-pets',
  learner: 'pets',
  fit: 1,
  epoch: 0,
  train_loss: 1.25,
  valid_loss: 0.5954,
  metrics: { error_rate: 0.1889 },
  seconds: 10,
  peak_rss_mb: 900,
};

test('describeEpoch() gives metrics first, then the validation loss, or the training loss where nothing was validated', () => {
  assert.equal(describeEpoch(row), 'error_rate 0.189, valid_loss 0.595');
  assert.equal(describeEpoch({ ...row, valid_loss: null, metrics: {} }), 'train_loss 1.250');
  assert.equal(describeEpoch({ ...row, metrics: { mse: 0.00042 } }), 'mse 0.000420, valid_loss 0.595');
});

test('summarize() takes the last epoch of the last fit, and the mean seconds of that fit alone', () => {
  const last = { ...row, fit: 2, metrics: { error_rate: 0.1 } };
  const { final, secondsPerEpoch } = summarize([
    row,
    { ...last, seconds: 20 },
    { ...last, epoch: 1, seconds: 30 },
  ]);
  assert.equal(final, 'error_rate 0.100, valid_loss 0.595');
  assert.equal(secondsPerEpoch, 25);
});

test('summarize() says so where nothing was trained', () => {
  assert.deepEqual(summarize([]), { final: 'nothing trained' });
});

test('ResultsReader reads what is appended after it began, and waits for the end of a line', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'fovea-results-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'results.jsonl');
  writeFileSync(path, `${JSON.stringify({ ...row, epoch: 7 })}\n`);
  const reader = new ResultsReader(path);
  assert.deepEqual(reader.read(), []);
  const line = JSON.stringify(row);
  appendFileSync(path, line.slice(0, 30));
  assert.deepEqual(reader.read(), []);
  appendFileSync(path, `${line.slice(30)}\n`);
  assert.deepEqual(reader.read(), [row]);
});
