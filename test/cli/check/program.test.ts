import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { endPrograms, runNode } from '../../../src/cli/check/program';
import { temporaryFolder } from '../../temporary-folder';

test('runNode() keeps both streams, but for what TensorFlow writes while it is loaded', async () => {
  const lines = [
    'WARNING: All log messages before absl::InitializeLog() is called are written to STDERR',
    'I0000 00:00:1795873995.990423   12844 port.cc:153] oneDNN custom operations are on. You may see ...',
    'E0000 00:00:1795873995.990423   12844 port.cc:160] something else',
  ];
  const code = `console.error(${JSON.stringify(lines.join('\n'))}); process.exitCode = 3;`;
  assert.deepEqual(await runNode(['-e', code]), {
    succeeded: false,
    end: 'exit code 3',
    output: `${lines[2]}\n`,
  });
});

test('endPrograms() ends what runs, and what that has started', async () => {
  const file = join(temporaryFolder(), 'pid');
  const inner = `require('node:fs').writeFileSync(${JSON.stringify(file)}, String(process.pid)); setInterval(() => {}, 1000);`;
  const code = `require('node:child_process').spawnSync(process.execPath, ['-e', ${JSON.stringify(inner)}], { stdio: 'inherit' });`;
  const ended = runNode(['-e', code]);
  while (!existsSync(file) || !readFileSync(file, 'utf8')) await pause(10);
  endPrograms('SIGTERM');
  // It is over when both streams are closed, and the inner program had them too.
  assert.equal((await ended).end, 'SIGTERM');
});
