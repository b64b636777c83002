import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { takeLock } from '../../src/setup/lock.mjs';
import { temporaryFolder } from './temporary-folder.mjs';

test('takeLock() makes a second set-up wait for the first, and tells whose turn it is', async (t) => {
  const path = join(temporaryFolder(t), 'lock');
  const release = await takeLock(path, () => assert.fail('nobody holds it'));
  const waited = [];
  const second = takeLock(path, (pid) => waited.push(pid));
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.deepEqual(waited, [process.pid]);
  release();
  (await second)();
  assert.equal(existsSync(path), false);
});

test('takeLock() takes over the lock of a process that is gone', async (t) => {
  const path = join(temporaryFolder(t), 'lock');
  writeFileSync(path, '4194304999');
  const release = await takeLock(path, () => assert.fail('its owner is gone'));
  release();
  assert.equal(existsSync(path), false);
});
