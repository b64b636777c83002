import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { answer, run } from './command.mjs';
import { pipEnvironment, pipInstall } from './pip.mjs';
import { pythonOf, sitePackages } from './python-folder.mjs';
import { hashOf, readText, writeWhole } from './stamp.mjs';

/** The libraries of the wheel that the addon is linked to. */
export const LIBRARIES = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];

const stampPath = (root) => join(root, '.venv', '.fovea-tensorflow');

const nameOf = (kind) => (kind === 'cuda' ? 'GPU (CUDA)' : 'CPU');

/** `cpu <hash>` or `cuda <hash>` of what is installed; undefined if nothing is. */
export const installedTensorflow = (root) => readText(stampPath(root));

/**
 * TensorFlow's wheel, for its C library and headers only (no Python dependencies), and the wheel of the pretrained weights.
 *
 * @param {{ variant?: 'cpu' | 'cuda' }} options Without a variant, what is installed stays; a first installation is for CUDA
 *   where `nvidia-smi` lists a GPU.
 */
export function tensorflowLibrary(root, { variant } = {}) {
  const requirements = (kind) => join(root, 'src', 'setup', 'requirements', `tensorflow-${kind}.txt`);
  const wanted = (kind) => `${kind} ${hashOf(readText(requirements(kind)) ?? '')}`;
  const installedKind = () => installedTensorflow(root)?.split(' ')[0];
  const hasGpu = () => Boolean(answer('nvidia-smi', ['-L']));
  const chosen = () => variant ?? installedKind() ?? (hasGpu() ? 'cuda' : 'cpu');

  function inspect() {
    const kind = chosen();
    const folder = sitePackages(root);
    const complete = folder && LIBRARIES.every((name) => existsSync(join(folder, 'tensorflow', name)));
    if (complete && installedTensorflow(root) === wanted(kind)) {
      return { right: true, found: `for ${nameOf(kind)}` };
    }
    return {
      right: false,
      found: complete
        ? 'another version or variant, or an unfinished installation'
        : 'no TensorFlow library in .venv',
      needed: `TensorFlow for ${kind} and the pretrained weights (src/setup/requirements/tensorflow-${kind}.txt)`,
      cure: `npm run setup -- --${kind}`,
    };
  }

  async function mend({ log }) {
    const kind = chosen();
    const { needed } = inspect();
    rmSync(stampPath(root), { force: true });
    // Both wheels own the folder tensorflow/: the other variant must go first.
    if (existsSync(join(sitePackages(root), 'tensorflow'))) {
      const other = ['-m', 'pip', 'uninstall', '--yes', 'tensorflow', 'tensorflow-cpu'];
      await run(pythonOf(root), other, { cwd: root, env: pipEnvironment(), log });
      // What pip does not know after an interrupted installation.
      rmSync(join(sitePackages(root), 'tensorflow'), { recursive: true, force: true });
    }
    await pipInstall(root, requirements(kind), { log, needed });
    writeWhole(stampPath(root), wanted(kind));
  }

  return {
    title: 'TensorFlow',
    needs: ['Python environment'],
    seconds: 15,
    get megabytes() {
      return chosen() === 'cuda' ? 4000 : 290;
    },
    get doing() {
      return `fetching its library for ${nameOf(chosen())} and the weights`;
    },
    inspect,
    mend,
  };
}
