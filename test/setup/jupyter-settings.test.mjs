import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { jupyterSettings } from '../../src/setup/jupyter-settings.mjs';
import { ROOT } from '../../src/setup/steps.mjs';
import { temporaryFolder, writeFiles } from './temporary-folder.mjs';

test('jupyterSettings() writes what is missing or was changed, into the environment alone', (t) => {
  const root = temporaryFolder(t);
  const packages = join(root, '.venv', 'lib', 'python3.12', 'site-packages');
  mkdirSync(packages, { recursive: true });
  const step = jupyterSettings(root);
  assert.equal(step.inspect().found, 'not installed');
  step.mend();
  assert.equal(step.inspect().right, true);
  const path = join(root, 'src', 'cli', 'notebooks', 'python');
  assert.equal(readFileSync(join(packages, 'fovea.pth'), 'utf8'), `${path}\n`);
  writeFiles(root, { '.venv/etc/jupyter/jupyter_server_config.json': '{}' });
  assert.match(step.inspect().found, /made for another folder/);
  step.mend();
  const config = JSON.parse(
    readFileSync(join(root, '.venv', 'etc', 'jupyter', 'jupyter_server_config.json'), 'utf8'),
  );
  assert.equal(config.MultiKernelManager.default_kernel_name, 'tslab');
});

test('the exporter of handouts can be imported in the environment', () => {
  const code = 'import fovea_handouts.server as server; print(server._jupyter_server_extension_points())';
  const printed = execFileSync(join(ROOT, '.venv', 'bin', 'python'), ['-c', code], { encoding: 'utf8' });
  assert.equal(printed, "[{'module': 'fovea_handouts.server'}]\n");
});
