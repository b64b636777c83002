import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.mjs';
import { SetupFailure } from './failure.mjs';
import { pythonOf } from './python-folder.mjs';
import { hashOf, readText, writeWhole } from './stamp.mjs';

/** What decides in which folder Jupyter keeps its signatures. */
const PLACE = ['JUPYTER_DATA_DIR', 'XDG_DATA_HOME', 'JUPYTER_PLATFORM_DIRS', 'HOME'];

/**
 * The lessons as they are committed, signed as trusted: JupyterLab shows the outputs of others without their styles and scripts. A signature
 * covers the whole content, so a lesson that was changed is signed again once it is committed, e.g. after `git pull`; what else stands in its
 * place is not.
 *
 * @param {string} root The clone's folder.
 * @param {NodeJS.ProcessEnv} env The environment, which says where Jupyter keeps signatures.
 */
export function trustedLessons(root, env = process.env) {
  const folder = join(root, 'notebooks');
  const stamp = join(root, '.venv', '.fovea-trusted');

  function lessons() {
    const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.ipynb')) : [];
    return names.map((name) => {
      const content = readFileSync(join(folder, name));
      return { name, content, mark: hashOf(content, ...PLACE.map((key) => env[key] ?? '')) };
    });
  }

  const marks = () => (readText(stamp) ?? '').split('\n');

  /** The lessons that are as committed, but not signed yet. */
  function unsigned() {
    const signed = marks();
    const others = lessons().filter(({ mark }) => !signed.includes(mark));
    if (!others.length) return [];
    const committed = committedBlobs();
    return others.filter(({ content }) => committed.has(blobOf(content)));
  }

  /** Git's names for the contents of the committed lessons; none where there is no git, or no clone. */
  function committedBlobs() {
    const { stdout } = spawnSync('git', ['ls-tree', 'HEAD', 'notebooks/'], { cwd: root, encoding: 'utf8' });
    return new Set([...(stdout ?? '').matchAll(/ blob (\w+)\t/g)].map(([, name]) => name));
  }

  function inspect() {
    if (!unsigned().length) return { right: true, found: 'the committed lessons' };
    return {
      right: false,
      found: 'lessons that JupyterLab would not trust',
      needed: 'the committed lessons, signed as trusted',
      cure: 'npm run setup',
    };
  }

  async function mend({ log }) {
    const signing = unsigned();
    const paths = signing.map(({ name }) => join(folder, name));
    const sign = 'from nbformat.sign import TrustNotebookApp; TrustNotebookApp.launch_instance()';
    const { code, output } = await run(pythonOf(root, '.venv'), ['-c', sign, ...paths], {
      cwd: root,
      env,
      log,
    });
    if (code !== 0) {
      throw new SetupFailure({
        found: `signing failed: ${output.trim().split('\n').pop().slice(0, 200)}`,
        needed: 'the committed lessons, signed as trusted',
        cure: 'npm run setup',
        log,
      });
    }
    writeWhole(stamp, [...marks(), ...signing.map(({ mark }) => mark)].filter(Boolean).join('\n'));
  }

  return {
    title: 'Trusted lessons',
    needs: ['Jupyter'],
    seconds: 2,
    doing: 'signing the lessons for JupyterLab',
    inspect,
    mend,
  };
}

/** Git's name for a content: `git hash-object`. */
function blobOf(content) {
  return createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
}
