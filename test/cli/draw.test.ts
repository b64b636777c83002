import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../../src/cli/repository';

const draw = (...sets: string[]) => {
  const args = ['--import', 'tsx', join(root, 'src', 'cli', 'draw.ts'), ...sets];
  return spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
};

test('draw.ts says which sets it can draw where one is not among them', () => {
  const { status, stderr } = draw('oxford-iiit-cats');
  assert.equal(status, 1);
  assert.match(
    stderr,
    /^There is no drawn stand-in for oxford-iiit-cats\.\n {2}There is one for biwi_head_pose, /,
  );
});

test('draw.ts has nothing to draw where no set is asked for', () => {
  const { status, stdout, stderr } = draw();
  assert.deepEqual([status, stdout, stderr], [0, '', '']);
});
