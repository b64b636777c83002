import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { answer, installFailure, run } from './command.mjs';
import { SetupFailure } from './failure.mjs';
import { hashOf, readText, writeWhole } from './stamp.mjs';

const NEEDED = "Python 3.10 to 3.13 with venv and pip (the versions that TensorFlow's wheels support)";
const NAMES = ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];
// Of an activated environment, the interpreter it was made by: the environment may be .venv, which is about to be replaced.
const PROBE = `import sys, importlib.util as u
fit = int(bool(u.find_spec("venv") and u.find_spec("ensurepip")))
print(*sys.version_info[:3], fit, getattr(sys, "_base_executable", None) or sys.executable)`;

/** The environment's interpreter. All its programs are run through it (`python -m ...`), so that a moved clone keeps working. */
export const pythonOf = (root, folder = '.venv') => join(root, folder, 'bin', 'python');

/** The Python environments of the project. */
const ENVIRONMENTS = {
  jupyter: {
    title: 'Jupyter',
    folder: '.venv',
    holds: 'JupyterLab and nbconvert',
    doing: 'making .venv with JupyterLab and nbconvert (about 60 MB)',
    needed: 'a Python environment in .venv with the packages of src/setup/requirements/jupyter.txt',
    cure: 'npm run setup',
  },
  baseline: {
    title: 'Baseline',
    folder: '.venv-baseline',
    holds: 'fastai and PyTorch',
    doing: 'making .venv-baseline with fastai and PyTorch (about 3 GB)',
    needed:
      'a Python environment of 3.11 or newer in .venv-baseline with the packages of src/setup/requirements/baseline.txt',
    cure: 'npm run bench -- --baseline',
  },
};

/** The folder of the installed Python packages, e.g. TensorFlow; undefined before the environment is made. */
export function sitePackages(root) {
  const lib = join(root, '.venv', 'lib');
  const version = existsSync(lib) ? readdirSync(lib).find((name) => name.startsWith('python3.')) : undefined;
  return version && join(lib, version, 'site-packages');
}

/** The environment without the user's settings that would install packages elsewhere; mirrors, proxies and certificates stay. */
export function pipEnvironment(env = process.env) {
  const { PIP_TARGET, PIP_PREFIX, PIP_ROOT, PYTHONPATH, PYTHONHOME, ...rest } = env;
  return { ...rest, PIP_USER: '0', PIP_REQUIRE_VIRTUALENV: '0', PIP_DISABLE_PIP_VERSION_CHECK: '1' };
}

/** Installs packages of pinned versions and hashes into the environment, without building or asking anything. */
export async function pipInstall(root, requirements, { log, needed, extra = [], folder }) {
  const args = [
    '-m',
    'pip',
    'install',
    '--require-hashes',
    '--only-binary',
    ':all:',
    '--no-deps',
    '--no-compile',
  ];
  const quiet = ['--no-input', '--progress-bar', 'off', '--no-warn-script-location', '--retries', '3'];
  const result = await run(pythonOf(root, folder), [...args, ...quiet, ...extra, '-r', requirements], {
    cwd: root,
    env: pipEnvironment(),
    log,
  });
  if (result.code !== 0) throw installFailure(result, { installer: 'pip', needed, log });
}

/** Looks for a Python that can be used; also returns those that cannot, to name them. */
function findPython(names) {
  const unfit = [];
  for (const name of names) {
    const [numbers, program] = (answer(name, ['-c', PROBE]) ?? '').split(/(?<=^\d+ \d+ \d+ \d) /);
    const [major, minor, patch, venv] = numbers.split(' ').map(Number);
    if (!major) continue;
    const version = `${major}.${minor}.${patch}`;
    if (major !== 3 || minor < 10 || minor > 13) unfit.push({ text: `${name} is Python ${version}`, minor });
    else if (!venv)
      unfit.push({ text: `${name} is Python ${version} without venv and pip`, minor, venv: false });
    else return { program, version };
  }
  return { unfit };
}

/** What is missing if no Python can be used. */
function missing(unfit) {
  const incomplete = unfit.find(({ venv }) => venv === false);
  return {
    right: false,
    found: unfit.map(({ text }) => text).join('; ') || 'no Python',
    needed: NEEDED,
    cure: incomplete
      ? `sudo apt install python3.${incomplete.minor}-venv (or python3-venv), then run the same command again`
      : 'sudo apt install python3 python3-venv (or set FOVEA_PYTHON to another one), then run the same command again',
  };
}

/** @param {{ names?: string[] }} options Where to look for Python; `FOVEA_PYTHON` comes first. */
export function pythonInterpreter(
  root,
  { names = [process.env.FOVEA_PYTHON, ...NAMES].filter(Boolean) } = {},
) {
  function inspect() {
    const config = readText(join(root, '.venv', 'pyvenv.cfg'));
    const made = config?.match(/^version(?:_info)? *= *([\d.]+)/m)?.[1];
    if (made && existsSync(pythonOf(root)))
      return { right: true, found: `Python ${made} in .venv`, version: made };
    const { program, version, unfit } = findPython(names);
    if (program) return { right: true, found: `Python ${version} (${program})`, program, version };
    return missing(unfit);
  }
  return {
    title: 'Python',
    doing: 'looking',
    inspect,
    mend() {
      throw new SetupFailure(inspect());
    },
    /** @throws SetupFailure if there is none. */
    findProgram() {
      const { program, unfit } = findPython(names);
      if (!program) throw new SetupFailure(missing(unfit));
      return program;
    },
  };
}

/**
 * One of ENVIRONMENTS. The stamp is written last and removed first, so that an environment that is unfinished, or made from other
 * requirements, is made again.
 */
export function pythonEnvironment(root, interpreter, name = 'jupyter') {
  const { title, holds, doing, needed, cure, ...environment } = ENVIRONMENTS[name];
  const folder = join(root, environment.folder);
  const requirements = join(root, 'src', 'setup', 'requirements', `${name}.txt`);
  const stamp = join(folder, `.fovea-${name}`);
  const wanted = () => hashOf(readText(requirements) ?? '');

  function inspect() {
    const right = readText(stamp) === wanted() && existsSync(pythonOf(root, environment.folder));
    if (right) return { right, found: `${holds} in ${environment.folder}` };
    return {
      right,
      found: existsSync(folder)
        ? `a ${environment.folder} that is unfinished or from other requirements`
        : `no ${environment.folder}`,
      needed,
      cure,
    };
  }

  async function mend({ log }) {
    const program = interpreter.findProgram();
    rmSync(stamp, { force: true });
    rmSync(folder, { recursive: true, force: true });
    const made = await run(program, ['-m', 'venv', folder], { cwd: root, env: pipEnvironment(), log });
    if (made.code !== 0) {
      throw new SetupFailure({
        found: `"${program} -m venv" failed: ${made.output.trim().split('\n').pop().slice(0, 200)}`,
        needed: NEEDED,
        cure: 'sudo apt install python3-venv, then run the same command again',
        log,
      });
    }
    await pipInstall(root, requirements, { log, needed, folder: environment.folder });
    writeWhole(stamp, wanted());
  }

  return { title, doing, inspect, mend };
}
