import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { nativeAddon } from '../../src/setup/native-addon.mjs';
import { nativeKernels } from '../../src/setup/native-kernels.mjs';
import { nodeVersion } from '../../src/setup/node-version.mjs';
import { pythonEnvironment, pythonPackages } from '../../src/setup/python-environment.mjs';
import { pythonInterpreter } from '../../src/setup/python-interpreter.mjs';
import { ROOT } from '../../src/setup/steps.mjs';
import { failureOf, temporaryFolder, writeFiles } from './temporary-folder.mjs';

test('nodeVersion() accepts 20, 22 and 24, and names the version needed where it is older', async () => {
  for (const version of ['20.18.1', '22.2.0', '24.21.0']) {
    assert.equal(nodeVersion({ version, platform: 'linux', arch: 'x64' }).inspect().right, true);
  }
  for (const version of ['20.18.0', '21.7.3', '22.1.0']) {
    assert.equal(nodeVersion({ version, platform: 'linux', arch: 'x64' }).inspect().right, false);
  }
  const error = await failureOf(() =>
    nodeVersion({ version: '18.20.4', platform: 'linux', arch: 'x64' }).mend(),
  );
  assert.equal(error.found, 'Node 18.20.4 on linux x64');
  assert.match(error.needed, /Node 20\.18\.1 or newer, 22\.2 or newer, or 24/);
  assert.match(error.cure, /install Node 22 or 24/);
});

test('nodeVersion() names WSL2 on Windows', () => {
  assert.match(nodeVersion({ platform: 'win32' }).inspect().cure, /WSL2/);
});

test('pythonInterpreter() without any Python names the package to install', async (t) => {
  const root = temporaryFolder(t);
  const error = await failureOf(() => pythonInterpreter(root, { names: ['no-such-python'] }).mend());
  assert.equal(error.found, 'no Python');
  assert.match(error.needed, /Python 3\.10 to 3\.13 with venv/);
  assert.match(error.cure, /sudo apt install python3 python3-venv/);
});

test('pythonInterpreter() names a Python that is too old, and one without venv', (t) => {
  const root = temporaryFolder(t);
  writeFiles(root, {
    'old/python3': '#!/bin/sh\necho 3 9 2 1\n',
    'bare/python3': '#!/bin/sh\necho 3 12 1 0\n',
  });
  const old = join(root, 'old', 'python3');
  const bare = join(root, 'bare', 'python3');
  const { found, cure } = pythonInterpreter(root, { names: [old, bare] }).inspect();
  assert.equal(found, `${old} is Python 3.9.2; ${bare} is Python 3.12.1 without venv and pip`);
  assert.match(cure, /sudo apt install python3\.12-venv/);
});

test('pythonEnvironment() takes a .venv without its stamp for unfinished', (t) => {
  const root = temporaryFolder(t);
  writeFiles(root, { '.venv/bin/python': '#!/bin/sh\n' });
  const { right, found } = pythonEnvironment(root, pythonInterpreter(root)).inspect();
  assert.equal(right, false);
  assert.match(found, /unfinished/);
});

test('pythonPackages() without its stamp is unfinished, whatever pip has left there', (t) => {
  const root = temporaryFolder(t);
  writeFiles(root, { '.venv/lib/python3.12/site-packages/jupyterlab/__init__.py': '' });
  const { right, found } = pythonPackages(root).inspect();
  assert.equal(right, false);
  assert.match(found, /unfinished/);
});

test('nativeAddon() where no compiler is found or can be installed names what was tried and the package', async (t) => {
  const root = temporaryFolder(t);
  const error = await failureOf(() =>
    nativeAddon(root, { compilers: ['no-such-g++', 'no-such-clang++'] }).mend({
      log: join(root, 'addon.log'),
    }),
  );
  assert.match(
    error.found,
    /^no C\+\+ compiler \(looked for no-such-g\+\+, no-such-clang\+\+\), and installing one from the Python registry failed: /,
  );
  assert.match(error.cure, /sudo apt install g\+\+/);
});

test("nativeAddon() gives the compiler's first error and leaves no addon behind", async (t) => {
  const root = temporaryFolder(t);
  const script =
    '#!/bin/sh\ncase "$1" in -dump*) echo 9.1.0;; *) echo "a.cc:1: error: no such header"; exit 1;; esac\n';
  writeFiles(root, { 'g++': script });
  const addon = nativeAddon(root, { compilers: [join(root, 'g++')] });
  const error = await failureOf(() => addon.mend({ log: join(root, 'addon.log') }));
  assert.match(error.found, /9\.1\.0 failed: a\.cc:1: error: no such header/);
  assert.equal(error.log, join(root, 'addon.log'));
  assert.equal(addon.inspect().found, 'no addon');
});

const KERNELS = 'node_modules/@tensorflow/tfjs-node-gpu/lib/napi-v8/fovea_kernels.node';
const STAMP = KERNELS.replace('fovea_kernels.node', '.fovea-kernels');

/** A compiler whose version is known and that does nothing but what `body` says. */
const fakeCompiler = (version, body) =>
  `#!/bin/sh\ncase "$*" in *-dump*) echo ${version};; *-E*) exit 0;; *) ${body};; esac\n`;
const failing = fakeCompiler('9.1.0', 'echo "a.cc:1: error: no such header"; exit 1');
// The last argument is the output.
const succeeding = fakeCompiler('12.2.0', 'for path; do :; done; echo kernels > "$path"');

test('nativeKernels() does not count kernels for another processor', (t) => {
  const root = temporaryFolder(t);
  writeFiles(root, {
    'src/tensorflow/native/addon.cc': 'int one = 1;\n',
    [KERNELS]: '',
    [STAMP]: 'another hash\ng++ 12.2.0',
  });
  const { right, found, needed } = nativeKernels(root, { compilers: ['no-such-g++'] }).inspect();
  assert.equal(right, false);
  assert.equal(found, 'kernels of other sources or for another processor');
  assert.match(needed, /compiled for this processor/);
});

test("nativeKernels() that cannot be compiled leaves the work to TensorFlow's own, and says what it costs", async (t) => {
  const root = temporaryFolder(t);
  writeFiles(root, { 'src/tensorflow/native/addon.cc': 'int one = 1;\n', [KERNELS]: 'old', 'g++': failing });
  const compilers = [join(root, 'g++')];
  const step = nativeKernels(root, { compilers });
  await step.mend({ log: join(root, 'kernels.log') });
  const { right, found, drawback, cure } = step.inspect();
  assert.equal(right, true);
  assert.equal(found, 'not compiled');
  assert.match(drawback, /g\+\+ 9\.1\.0 failed: a\.cc:1: error: no such header \(log: .*kernels\.log\)/);
  assert.match(drawback, /TensorFlow's own kernels do the work, .* times as long/);
  assert.match(cure, /npm run setup -- --retry/);
  assert.equal(existsSync(join(root, KERNELS)), false);
  // A later set-up tries again only with --retry.
  assert.equal(nativeKernels(root, { compilers }).inspect().right, true);
  const retry = nativeKernels(root, { compilers, retry: true });
  assert.equal(retry.inspect().right, false);
  await retry.mend({ log: join(root, 'kernels.log') });
  assert.equal(retry.inspect().right, true);
});

test('nativeKernels() that failed are compiled again by another compiler', async (t) => {
  const root = temporaryFolder(t);
  writeFiles(root, {
    'src/tensorflow/native/addon.cc': 'int one = 1;\n',
    'old/g++': failing,
    'new/g++': succeeding,
  });
  await nativeKernels(root, { compilers: [join(root, 'old', 'g++')] }).mend({ log: join(root, 'log') });
  const step = nativeKernels(root, { compilers: [join(root, 'new', 'g++')] });
  assert.equal(step.inspect().right, false);
  await step.mend({ log: join(root, 'log') });
  const { right, found, drawback } = step.inspect();
  assert.equal(right, true);
  assert.match(found, /compiled by .* 12\.2\.0 for this processor/);
  assert.equal(drawback, undefined);
});

test("nativeKernels() where no compiler can be had leaves the work to TensorFlow's own", async (t) => {
  const root = temporaryFolder(t);
  writeFiles(root, { 'src/tensorflow/native/addon.cc': 'int one = 1;\n' });
  const step = nativeKernels(root, { compilers: ['no-such-g++'] });
  await step.mend({ log: join(root, 'log') });
  const { right, drawback } = step.inspect();
  assert.equal(right, true);
  assert.match(drawback, /^no C\+\+ compiler \(looked for no-such-g\+\+\)/);
});

test('The note in the first cell that trains names the same factor as set-up', () => {
  const [setup, note] = ['src/setup/native-kernels.mjs', 'src/display/kernel-note.ts'].map(
    (path) => readFileSync(join(ROOT, path), 'utf8').match(/about ([\d.]+) times/)?.[1],
  );
  assert.ok(setup);
  assert.equal(note, setup);
});
