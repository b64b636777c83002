import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { npmPackages } from '../../src/setup/npm-packages.mjs';
import { pipInstall } from '../../src/setup/pip.mjs';
import { ROOT } from '../../src/setup/steps.mjs';
import { failureOf, temporaryFolder, writeFiles } from './temporary-folder.mjs';

const NOWHERE = 'http://127.0.0.1:9';
const integrity =
  'sha512-kqZUFvX6/aYQOmzfRN5ANcfNS9wLH4aHLWWP/dQKyhRZVoA6rdWszA7DGugFcxPbMiznUyVYyukVl+ExZN4PQA==';

function lock(version) {
  const packages = { '': { dependencies: { one: '1.0.0' } }, 'node_modules/one': { version, integrity } };
  return JSON.stringify({ name: 'x', lockfileVersion: 3, packages });
}

function withEnvironment(t, changes) {
  const before = { ...process.env };
  t.after(() => {
    process.env = before;
  });
  process.env = { ...before, ...changes };
}

test("npmPackages() is right when npm's own record equals the lock file and the folders are there", (t) => {
  const root = temporaryFolder(t);
  writeFiles(root, {
    'package-lock.json': lock('1.0.0'),
    'node_modules/.package-lock.json': lock('1.0.0'),
    'node_modules/one/package.json': '{}',
  });
  assert.deepEqual(npmPackages(root).inspect(), { right: true, found: '1 packages' });
  writeFiles(root, { 'package-lock.json': lock('1.0.1') });
  assert.equal(npmPackages(root).inspect().found, '1 of 1 packages missing or of another version');
});

test('npmPackages() takes an interrupted npm ci, which leaves no record, for nothing installed', (t) => {
  const root = temporaryFolder(t);
  writeFiles(root, { 'package-lock.json': lock('1.0.0'), 'node_modules/one/package.json': '{}' });
  assert.equal(npmPackages(root).inspect().found, 'none of 1 packages');
});

test('npmPackages() without a network says so, and that finished steps are kept', async (t) => {
  const root = temporaryFolder(t);
  writeFiles(root, {
    'package.json': JSON.stringify({ name: 'x', dependencies: { one: '1.0.0' } }),
    'package-lock.json': lock('1.0.0'),
  });
  withEnvironment(t, { npm_config_registry: NOWHERE, npm_config_cache: join(root, 'cache') });
  const error = await failureOf(() => npmPackages(root, { retries: 0 }).mend({ log: join(root, 'npm.log') }));
  assert.equal(error.found, 'no answer from the package registry that npm uses');
  assert.match(error.cure, /connect to the network.*finished steps are kept/);
  assert.equal(error.log, join(root, 'npm.log'));
});

test('pipInstall() without a network says so', async (t) => {
  const root = temporaryFolder(t);
  symlinkSync(join(ROOT, '.venv'), join(root, '.venv'));
  const requirements = join(root, 'requirements.txt');
  writeFiles(root, { 'requirements.txt': `fovea-absent==1.0 --hash=sha256:${'0'.repeat(64)}\n` });
  withEnvironment(t, { PIP_INDEX_URL: `${NOWHERE}/simple`, PIP_EXTRA_INDEX_URL: '', PIP_FIND_LINKS: '' });
  const error = await failureOf(() =>
    pipInstall(root, requirements, {
      log: join(root, 'pip.log'),
      needed: 'a package',
      extra: ['--retries', '1'],
    }),
  );
  assert.equal(error.found, 'no answer from the package registry that pip uses');
  assert.equal(error.needed, 'a package');
});
