import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.mjs';
import { SetupFailure } from './failure.mjs';
import { pipEnvironment, pipInstall } from './pip.mjs';
import { pythonOf } from './python-folder.mjs';
import { NEEDED_PYTHON } from './python-interpreter.mjs';
import { hashOf, readText, writeWhole } from './stamp.mjs';

/** The Python environments of the project: what is installed into them first. */
const ENVIRONMENTS = {
  jupyter: {
    title: 'Jupyter',
    environment: 'Python environment',
    folder: '.venv',
    holds: 'JupyterLab and nbconvert',
    doing: 'fetching JupyterLab and nbconvert',
    megabytes: 60,
    seconds: 15,
    needed: 'the packages of src/setup/requirements/jupyter.txt in .venv',
    cure: 'npm run setup',
  },
  baseline: {
    title: 'Baseline',
    environment: 'Baseline environment',
    folder: '.venv-baseline',
    holds: 'fastai and PyTorch',
    doing: 'fetching fastai and PyTorch (about 3 GB)',
    megabytes: 3000,
    seconds: 120,
    needed:
      'the packages of src/setup/requirements/baseline.txt in .venv-baseline, with Python 3.11 or newer',
    cure: 'npm run bench -- --baseline',
  },
};

const requirementsOf = (root, name) => join(root, 'src', 'setup', 'requirements', `${name}.txt`);

/**
 * A Python environment, with pip alone. It is made again when the requirements that are installed first have changed, so that no package
 * of before stays. Every stamp in it goes with it.
 */
export function pythonEnvironment(root, interpreter, name = 'jupyter') {
  const { environment: title, folder: path, cure } = ENVIRONMENTS[name];
  const folder = join(root, path);
  const stamp = join(folder, '.fovea-environment');
  const wanted = () => hashOf(readText(requirementsOf(root, name)) ?? '');

  function inspect() {
    const right = readText(stamp) === wanted() && existsSync(pythonOf(root, path));
    if (right) return { right, found: path };
    const found = existsSync(folder)
      ? `a ${path} that is unfinished or from other requirements`
      : `no ${path}`;
    return { right, found, needed: `a Python environment in ${path}`, cure };
  }

  async function mend({ log }) {
    const program = interpreter.findProgram();
    rmSync(stamp, { force: true });
    rmSync(folder, { recursive: true, force: true });
    const made = await run(program, ['-m', 'venv', folder], { cwd: root, env: pipEnvironment(), log });
    if (made.code !== 0) {
      throw new SetupFailure({
        found: `"${program} -m venv" failed: ${made.output.trim().split('\n').pop().slice(0, 200)}`,
        needed: NEEDED_PYTHON,
        cure: 'sudo apt install python3-venv, then run the same command again',
        log,
      });
    }
    writeWhole(stamp, wanted());
  }

  return { title, needs: ['Python'], seconds: 3, doing: `making ${path}`, inspect, mend };
}

/** The packages that are installed first into an environment. */
export function pythonPackages(root, name = 'jupyter') {
  const { environment, folder, holds, needed, cure, ...step } = ENVIRONMENTS[name];
  const requirements = requirementsOf(root, name);
  const stamp = join(root, folder, `.fovea-${name}`);
  const wanted = () => hashOf(readText(requirements) ?? '');

  function inspect() {
    const installed = readText(stamp);
    if (installed === wanted()) return { right: true, found: `${holds} in ${folder}` };
    const found = installed ? `${holds} of other versions` : `${holds} not installed, or unfinished`;
    return { right: false, found, needed, cure };
  }

  async function mend({ log }) {
    rmSync(stamp, { force: true });
    await pipInstall(root, requirements, { log, needed, folder });
    writeWhole(stamp, wanted());
  }

  return { ...step, needs: [environment], inspect, mend };
}
