import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../../src/cli/repository';
import { folder } from './notebook-file';

const skip = !existsSync(join(folder, '1-pets.ipynb')) && 'notebooks/1-pets.ipynb is not there';

test('1-pets runs whole on the mini data, reports its metrics and makes a handout of at most 7 MB', {
  skip,
}, (t) => {
  const output = mkdtempSync(join(tmpdir(), 'fovea-handouts-'));
  t.after(() => rmSync(output, { recursive: true, force: true }));
  const args = [
    join(root, 'dist', 'cli', 'notebooks.js'),
    '--only',
    '1-pets',
    '--data',
    'mini',
    '--output',
    output,
  ];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  assert.equal(status, 0, stdout + stderr);
  assert.match(stdout, /1-pets +error_rate 0\.\d+/);
  assert.ok(statSync(join(output, '1-pets.html')).size < 7e6);
});
