import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { answer } from './command.mjs';
import { SetupFailure } from './failure.mjs';
import { pythonOf } from './python-folder.mjs';
import { readText } from './stamp.mjs';

export const NEEDED_PYTHON =
  "Python 3.10 to 3.13 with venv and pip (the versions that TensorFlow's wheels support)";
const NAMES = ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];
// Of an activated environment, the interpreter it was made by: the environment may be .venv, which is about to be replaced.
const PROBE = `import sys, importlib.util as u
fit = int(bool(u.find_spec("venv") and u.find_spec("ensurepip")))
print(*sys.version_info[:3], fit, getattr(sys, "_base_executable", None) or sys.executable)`;

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
    needed: NEEDED_PYTHON,
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
    needs: ['Node.js'],
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
