import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runWhole } from './whole-run';

test('3-camvid runs whole on the mini data, classifies most pixels correctly, and makes a handout of at most 7 MB', () => {
  const stdout = runWhole('3-camvid');
  const [, accuracy] = /3-camvid +foreground_acc (\d+\.\d+)/.exec(stdout) ?? [];
  assert.ok(Number(accuracy) > 0.6, stdout);
});
