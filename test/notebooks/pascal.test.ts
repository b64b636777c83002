import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runWhole } from './whole-run';

test('2-pascal runs whole on the mini data, reports its metrics and makes a handout of at most 7 MB', () => {
  assert.match(runWhole('2-pascal'), /2-pascal +accuracy_multi 0\.\d+/);
});
