import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { builtLibrary } from './built-library.mjs';
import { jupyterSettings } from './jupyter-settings.mjs';
import { kernelSpec } from './kernel-spec.mjs';
import { nativeAddon } from './native-addon.mjs';
import { nativeKernels } from './native-kernels.mjs';
import { nodeVersion } from './node-version.mjs';
import { npmPackages } from './npm-packages.mjs';
import { pythonEnvironment, pythonPackages } from './python-environment.mjs';
import { pythonInterpreter } from './python-interpreter.mjs';
import { tensorflowLibrary } from './tensorflow-library.mjs';
import { trustedLessons } from './trusted-lessons.mjs';

/** The clone's own folder. */
export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * All steps, each after those it needs. A step has
 *
 * - `title`, `doing` (while it is being made right), `seconds` (on two cores, alone) and `megabytes` (that it fetches),
 * - `needs`: the titles of the steps that must be right before it can be,
 * - `inspect()`, which changes nothing and takes milliseconds. What is right gives `{ right: true, found }`, with `drawback` and `cure` where
 *   something is worse than it could be; what is not gives `{ right: false, found, needed, cure }`,
 * - `mend({ log })`, which makes it right or throws a SetupFailure,
 * - perhaps `ahead`: `work({ log })` that can be done before, and the `needs` of that.
 *
 * @param {string} root The clone's folder.
 * @param {{ variant?: 'cpu' | 'cuda', baseline?: boolean, retry?: boolean }} options `baseline` adds fastai, for the
 *   benchmark; `retry` compiles the kernels again where that failed before.
 */
export function setupSteps(root, { variant, baseline = false, retry = false } = {}) {
  const interpreter = pythonInterpreter(root);
  return [
    nodeVersion(),
    npmPackages(root),
    interpreter,
    pythonEnvironment(root, interpreter),
    pythonPackages(root),
    tensorflowLibrary(root, { variant }),
    nativeAddon(root),
    nativeKernels(root, { retry }),
    builtLibrary(root),
    kernelSpec(root),
    jupyterSettings(root),
    trustedLessons(root),
    ...(baseline ? [pythonEnvironment(root, interpreter, 'baseline'), pythonPackages(root, 'baseline')] : []),
  ];
}
