import assert from 'node:assert/strict';
import { test } from 'node:test';
import { minimum, slide, steep, valley } from '../../../src/training/lr-find/lr-suggestions';

// Powers of two are exact in float32.
const RATES = Array.from({ length: 20 }, (_, i) => 2 ** (i - 20));
// Flat for 4 steps, falling by 1 a step for 9, by 3 once, then rising.
const LOSSES = [15, 15, 15, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 3, 4, 6, 9, 13, 18, 24];

test('valley() is the middle of the longest fall', () => {
  // The fall of 11 steps ends at step 13, so it starts at 2; 2 + 3 + 1 = 6.
  assert.deepEqual(valley(RATES, LOSSES), { rate: RATES[6], point: { rate: RATES[6], loss: 12 } });
});

test('valley() of a curve that only rises is its first step', () => {
  assert.equal(valley([1, 2, 4], [1, 2, 3]).rate, 1);
});

test('minimum() is a tenth of the rate of the least loss', () => {
  assert.deepEqual(minimum(RATES, LOSSES), { rate: RATES[13] / 10, point: { rate: RATES[13], loss: 3 } });
});

test('steep() is the rate before the steepest step down', () => {
  assert.deepEqual(steep(RATES, LOSSES), { rate: RATES[12], point: { rate: RATES[12], loss: 6 } });
});

test('slide() goes left until the slopes 15 steps apart are alike', () => {
  // Slopes at the right end are 6, 5.5, 4.5, 3.5, 2.5; fifteen steps before always -1 or more, so it reaches the start.
  assert.equal(slide(RATES, LOSSES).rate, RATES[0]);
  const straight = RATES.map((_, i) => 20 - i);
  assert.deepEqual(slide(RATES, straight), { rate: RATES[4], point: { rate: RATES[4], loss: 16 } });
  assert.equal(slide(RATES, straight, { factor: 0.5 }).rate, RATES[3]);
});

test('a suggestion needs a loss for each rate, and enough of them', () => {
  assert.throws(() => valley([1, 2], [1]), {
    message:
      'Expected a loss for each of at least 1 rates in valley, received 2 rates and 1 losses.\n  Give lrFind more steps.',
  });
  assert.throws(() => slide(RATES.slice(0, 15), LOSSES.slice(0, 15)), {
    message: /^Expected a loss for each of at least 16 rates in slide, received 15 rates and 15 losses\./,
  });
});
