import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flatCosine, oneCycle } from '../../../src/training/schedules/policy';
import {
  combinedCosine,
  combineSchedules,
  cosineSchedule,
  evenMultiples,
  exponentialSchedule,
  linearSchedule,
} from '../../../src/training/schedules/schedule';
import { assertClose } from '../../leaves-no-tensors';

test("oneCycle() has fastai's defaults: starts at rate / 25, peaks at a quarter, ends at rate / 100000; momentum 0.95, 0.85, 0.95", () => {
  const { rates, momentum } = oneCycle([1]);
  assertClose([0, 0.25, 1].map(rates[0]), [1 / 25, 1, 1e-5], 1e-12);
  assertClose([0, 0.25, 1].map(momentum), [0.95, 0.85, 0.95], 1e-12);
});

test('oneCycle() gives each group its own rate', () => {
  const { rates } = oneCycle([0.1, 1], { pctStart: 0.5 });
  assertClose(
    rates.map((rate) => rate(0.5)),
    [0.1, 1],
    1e-12,
  );
});

test('flatCosine() holds the rate for three quarters of the fit', () => {
  const { rates } = flatCosine([2], 0.9);
  assertClose([0, 0.5, 0.75, 1].map(rates[0]), [2, 2, 2, 2e-5], 1e-9);
});

test('cosineSchedule() is half way at half time', () => {
  assertClose([0, 0.5, 1].map(cosineSchedule(4, 2)), [4, 3, 2], 1e-12);
});

test('linearSchedule() and exponentialSchedule() meet at both ends', () => {
  assertClose([0, 0.5, 1].map(linearSchedule(1, 100)), [1, 50.5, 100], 1e-12);
  assertClose([0, 0.5, 1].map(exponentialSchedule(1, 100)), [1, 10, 100], 1e-12);
});

test('combinedCosine() turns at its fraction of the run', () => {
  assertClose([0, 0.1, 1].map(combinedCosine(0.1, 1, 5, 0)), [1, 5, 0], 1e-6);
});

test('combineSchedules() refuses fractions that do not add up to 1', () => {
  assert.throws(() => combineSchedules([0.5, 0.4], [linearSchedule(0, 1), linearSchedule(1, 0)]), {
    message:
      'Expected one fraction for each schedule, adding up to 1, received 2 fractions adding up to 0.9 for 2 schedules.',
  });
});

test('evenMultiples() multiplies by the same number each time; one number is the last', () => {
  assertClose(evenMultiples(1, 100, 3), [1, 10, 100], 1e-12);
  assertClose(evenMultiples(1, 100, 1), [100], 0);
});
