import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeEpoch, type EpochResult, summarize } from '../../../src/cli/notebooks/results';

const row: EpochResult = {
  learner: 'pets',
  fit: 1,
  epoch: 0,
  train_loss: 1.25,
  valid_loss: 0.5954,
  metrics: { error_rate: 0.1889 },
  seconds: 10,
};

test('describeEpoch() gives metrics first, then the validation loss, or the training loss where nothing was validated', () => {
  assert.equal(describeEpoch(row), 'error_rate 0.189, valid_loss 0.595');
  assert.equal(describeEpoch({ ...row, valid_loss: undefined, metrics: {} }), 'train_loss 1.250');
  assert.equal(describeEpoch({ ...row, metrics: { mse: 0.00042 } }), 'mse 0.000420, valid_loss 0.595');
});

test('describeEpoch() writes NaN for a number that was not finite, which is null in JSON', () => {
  assert.equal(
    describeEpoch({ ...row, valid_loss: null, metrics: { error_rate: null } }),
    'error_rate NaN, valid_loss NaN',
  );
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

test('summarize() reports a notebook that trained nothing', () => {
  assert.deepEqual(summarize([]), { final: 'nothing trained' });
});
