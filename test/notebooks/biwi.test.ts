import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runWhole } from './whole-run';

test('4-biwi runs whole on the mini data, gets closer than the mean point, and makes a handout of at most 7 MB', () => {
  const stdout = runWhole('4-biwi');
  const [, error] = /4-biwi +pixel_error (\d+\.\d+)/.exec(stdout) ?? [];
  assert.ok(Number(error) < 40, stdout);
});
