import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  countText,
  lossText,
  megabytes,
  metricText,
  percentText,
  rateText,
  roundForChart,
} from '../../src/base/number-text';

test('lossText() has two decimals, and two significant digits below 0.1', () => {
  const losses = [4.8666, 0.1, 0.0712, 0.0008123, 0];
  assert.deepEqual(losses.map(lossText), ['4.87', '0.10', '0.071', '0.00081', '0']);
});

test('metricText() has three decimals, and six below 0.001', () => {
  assert.deepEqual([0.1889, 0.00042, 0, Number.NaN].map(metricText), ['0.189', '0.000420', '0.000', 'NaN']);
});

test('rateText() has three significant digits, in scientific notation below 0.01', () => {
  assert.deepEqual([0.012345, 0.5, 0.0012, 1e-7].map(rateText), ['0.0123', '0.5', '1.20e-3', '1.00e-7']);
});

test('percentText() has one decimal below 10 %, and never writes 0 for a fraction that is not', () => {
  const fractions = [0, 0.0004, 0.076, 0.0996, 0.35, 1];
  assert.deepEqual(fractions.map(percentText), ['0.0 %', '< 0.1 %', '7.6 %', '10 %', '35 %', '100 %']);
});

test('roundForChart() keeps five significant digits', () => {
  assert.deepEqual([1234.5678, 0.000123456789].map(roundForChart), [1234.6, 0.00012346]);
});

test('megabytes() writes one decimal', () => {
  assert.equal(megabytes(811_706_944), '811.7 MB');
});

test('countText() has commas between thousands', () => {
  assert.deepEqual([999, 1600, 21_284_672].map(countText), ['999', '1,600', '21,284,672']);
});
