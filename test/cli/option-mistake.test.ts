import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { optionMistake } from '../../src/cli/option-mistake';
import { root } from '../../src/cli/repository';

test('a mistyped option is answered with one sentence and the usage, exit code 1, no stack', () => {
  const script = join(root, 'src', 'cli', 'notebooks.ts');
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', script, '--onyl', 'pets'], {
    cwd: root,
    encoding: 'utf8',
  });
  assert.equal(status, 1);
  assert.match(stderr, /^Unknown option '--onyl'\.\n\nRuns notebooks in the tslab kernel;/);
  assert.doesNotMatch(stderr, /\n +at /);
});

test('optionMistake() leaves other errors alone', () => {
  assert.equal(optionMistake(new Error('no disk')), undefined);
  assert.equal(optionMistake(Object.assign(new Error('no file'), { code: 'ENOENT' })), undefined);
});
