import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** An environment's interpreter. All its programs are run through it (`python -m ...`), so that a moved clone keeps working. */
export const pythonOf = (root, folder = '.venv') => join(root, folder, 'bin', 'python');

/** The folder of the installed Python packages, e.g. TensorFlow; undefined before the environment is made. */
export function sitePackages(root) {
  const lib = join(root, '.venv', 'lib');
  const version = existsSync(lib) ? readdirSync(lib).find((name) => name.startsWith('python3.')) : undefined;
  return version && join(lib, version, 'site-packages');
}
