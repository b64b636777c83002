import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runWhole } from './whole-run';

test('1-pets runs whole on the mini data, reports its metrics and makes a handout of at most 7 MB', () => {
  assert.match(runWhole('1-pets'), /1-pets +error_rate 0\.\d+/);
});
