import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { builtLibrary } from './built-library.mjs';
import { kernelSpec } from './kernel-spec.mjs';
import { nativeAddon } from './native-addon.mjs';
import { nativeKernels } from './native-kernels.mjs';
import { nodeVersion } from './node-version.mjs';
import { npmPackages } from './npm-packages.mjs';
import { pythonEnvironment, pythonInterpreter } from './python-environment.mjs';
import { tensorflowLibrary } from './tensorflow-library.mjs';

/** The clone's own folder. */
export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * All steps, in order. Each has `inspect()`, which changes nothing and takes milliseconds, and `mend({ log })`, which makes it right
 * or throws a SetupFailure. What is right gives `{ right: true, found }`, with `drawback` and `cure` where something is worse than it
 * could be; what is not gives `{ right: false, found, needed, cure }`.
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
    tensorflowLibrary(root, { variant }),
    nativeAddon(root),
    nativeKernels(root, { retry }),
    builtLibrary(root),
    kernelSpec(root),
    ...(baseline ? [pythonEnvironment(root, interpreter, 'baseline')] : []),
  ];
}
