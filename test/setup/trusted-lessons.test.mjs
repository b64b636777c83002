import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ROOT } from '../../src/setup/steps.mjs';
import { trustedLessons } from '../../src/setup/trusted-lessons.mjs';
import { temporaryFolder, writeFiles } from './temporary-folder.mjs';

const NAMES = ['1-one.ipynb', '2-two.ipynb'];
const PYTHON = join(ROOT, '.venv', 'bin', 'python');

/** A notebook whose output a page that does not trust it would not show as it is. */
const notebook = (text) =>
  JSON.stringify({
    cells: [
      {
        cell_type: 'code',
        id: 'one',
        metadata: {},
        source: '',
        execution_count: 1,
        outputs: [{ output_type: 'display_data', data: { 'text/html': text }, metadata: {} }],
      },
    ],
    metadata: {},
    nbformat: 4,
    nbformat_minor: 5,
  });

/** A clone with two committed lessons, the environment of this one, and a place for signatures of its own. */
function clone(t) {
  const root = temporaryFolder(t);
  writeFiles(root, Object.fromEntries(NAMES.map((name) => [`notebooks/${name}`, notebook(name)])));
  mkdirSync(join(root, '.venv'));
  for (const part of ['bin', 'lib', 'share', 'etc', 'pyvenv.cfg']) {
    symlinkSync(join(ROOT, '.venv', part), join(root, '.venv', part));
  }
  const git = (...args) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], { cwd: root });
  git('init', '--quiet');
  const commit = () => {
    git('add', 'notebooks');
    git('commit', '--quiet', '-m', 'lessons');
  };
  commit();
  const env = { ...process.env, JUPYTER_DATA_DIR: join(root, 'data') };
  mkdirSync(env.JUPYTER_DATA_DIR);
  return { root, env, commit, step: trustedLessons(root, env), log: join(root, 'trust.log') };
}

/** The notebooks that Jupyter trusts. */
function trusted({ root, env }) {
  const code = `import sys, nbformat
from nbformat.sign import NotebookNotary
with NotebookNotary() as notary:
    for path in sys.argv[1:]:
        print(int(notary.check_signature(nbformat.read(path, as_version=4))))`;
  const paths = NAMES.map((name) => join(root, 'notebooks', name));
  const answers = execFileSync(PYTHON, ['-c', code, ...paths], { env, encoding: 'utf8' })
    .trim()
    .split('\n');
  return NAMES.filter((_, i) => answers[i] === '1');
}

test('trustedLessons() has JupyterLab trust the lessons as they are committed, and nothing else in their place', async (t) => {
  const made = clone(t);
  const { root, step, commit, log } = made;
  assert.equal(step.inspect().found, 'lessons that JupyterLab would not trust');
  await step.mend({ log });
  assert.deepEqual(step.inspect(), { right: true, found: 'the committed lessons' });
  assert.deepEqual(trusted(made), NAMES);

  writeFiles(root, { 'notebooks/2-two.ipynb': notebook('from elsewhere') });
  assert.equal(step.inspect().right, true);
  assert.deepEqual(trusted(made), ['1-one.ipynb']);

  commit();
  assert.equal(step.inspect().right, false);
  await step.mend({ log });
  assert.deepEqual(trusted(made), NAMES);
});

test('trustedLessons() signs again for another user, and has nothing to do without git', async (t) => {
  const { root, env, step, log } = clone(t);
  await step.mend({ log });
  assert.equal(
    trustedLessons(root, { ...env, JUPYTER_DATA_DIR: join(root, 'other') }).inspect().right,
    false,
  );
  const unpacked = temporaryFolder(t);
  const content = readFileSync(join(root, 'notebooks', NAMES[0]), 'utf8');
  writeFiles(unpacked, { [`notebooks/${NAMES[0]}`]: content });
  assert.equal(trustedLessons(unpacked, env).inspect().right, true);
});
