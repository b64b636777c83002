import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  aboutText,
  longestFirst,
  type NotebookProgress,
  secondsLeft,
} from '../../../src/cli/notebooks/forecast';

const waiting = (end: number): NotebookProgress => ({
  expected: { epochs: [end / 2], end },
  epochs: [],
  hasEnded: false,
});
const running = (end: number, seconds: number, epochs: readonly number[] = []): NotebookProgress => ({
  ...waiting(end),
  seconds,
  epochs,
});
const ended = (end: number, seconds: number): NotebookProgress => ({
  ...running(end, seconds),
  hasEnded: true,
});

test('secondsLeft() is the time of the lane that ends last', () => {
  assert.equal(secondsLeft([waiting(100), waiting(80), waiting(60), waiting(50)], 1), 290);
  // 100 + 50 in one lane, 80 + 60 in the other.
  assert.equal(secondsLeft([waiting(100), waiting(80), waiting(60), waiting(50)], 2), 150);
  assert.equal(secondsLeft([waiting(100), waiting(80)], 4), 100);
});

test('secondsLeft() counts down while nothing unexpected happens', () => {
  assert.equal(secondsLeft([running(100, 30), waiting(60)], 1), 130);
  assert.equal(secondsLeft([running(100, 60, [50]), waiting(60)], 1), 100);
  assert.equal(secondsLeft([ended(100, 100), running(60, 10)], 1), 50);
  assert.equal(secondsLeft([ended(100, 100), ended(60, 60)], 1), 0);
});

test('secondsLeft() takes the pace from the epochs that have ended, for the notebooks that wait too', () => {
  // The first epoch was expected at 50 s and ended at 100 s: everything takes twice as long.
  assert.equal(secondsLeft([running(100, 120, [100]), waiting(60)], 1), 80 + 120);
  // Half of what was expected.
  assert.equal(secondsLeft([ended(100, 50), running(60, 10), waiting(40)], 1), 20 + 20);
});

test('secondsLeft() rises while an epoch takes longer than expected', () => {
  const early = secondsLeft([running(100, 50)], 1) as number;
  const late = secondsLeft([running(100, 80)], 1) as number;
  assert.deepEqual([early, late], [50, 80]);
});

test('secondsLeft() is undefined while a notebook of which nothing is known has not ended', () => {
  const unknown = { epochs: [], hasEnded: false };
  assert.equal(secondsLeft([waiting(100), unknown], 2), undefined);
  assert.equal(secondsLeft([waiting(100), { ...unknown, seconds: 20, hasEnded: true }], 2), 100);
});

test('longestFirst() puts what nothing is known about first, then the longest', () => {
  const named = (name: string, end?: number) => ({ name, expected: end ? { epochs: [], end } : undefined });
  const order = longestFirst([named('short', 10), named('new'), named('long', 90), named('newer')]);
  assert.deepEqual(
    order.map(({ name }) => name),
    ['new', 'newer', 'long', 'short'],
  );
});

test('aboutText() rounds to ten seconds, from 95 seconds on to minutes', () => {
  assert.deepEqual([0, 14, 44, 94, 95, 160, 600].map(aboutText), [
    'about 10 seconds',
    'about 10 seconds',
    'about 40 seconds',
    'about 90 seconds',
    'about 2 minutes',
    'about 3 minutes',
    'about 10 minutes',
  ]);
});
