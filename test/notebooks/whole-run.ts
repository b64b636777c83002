import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../src/cli/repository';
import { handouts } from './made-handouts';

/**
 * Runs a committed notebook from its first cell to the last on the mini data and leaves its handout for the tests in a
 * browser.
 *
 * @param name E.g. `1-pets`.
 * @returns What was printed: the closing table has the final metrics.
 */
export function runWhole(name: string): string {
  const runner = join(root, 'dist', 'cli', 'notebooks.js');
  const args = [runner, '--only', name, '--data', 'mini', '--output', handouts];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  assert.equal(status, 0, stdout + stderr);
  assert.ok(statSync(join(handouts, `${name}.html`)).size < 7e6);
  return stdout;
}
