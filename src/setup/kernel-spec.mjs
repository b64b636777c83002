import { join } from 'node:path';
import { readText, writeWhole } from './stamp.mjs';

/**
 * The environment of a notebook's kernel process. TensorFlow's log lines at start-up are turned off. The allocator keeps memory that
 * it would give back to the system and fault in again on every training step, and uses pages of 2 MB: a step of EfficientNet-Lite0
 * is 8 % faster with this.
 */
export const KERNEL_ENV = {
  TF_CPP_MIN_LOG_LEVEL: '3',
  TF_FORCE_GPU_ALLOW_GROWTH: 'true',
  GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1',
  MALLOC_TRIM_THRESHOLD_: '4294967296',
  MALLOC_MMAP_THRESHOLD_: '4294967296',
};

/** The files that Jupyter reads: their paths in the environment and their contents. */
function files(root) {
  const launcher = join(root, 'src', 'kernel', 'start.mjs');
  const contents = {
    'share/jupyter/kernels/tslab/kernel.json': {
      argv: [process.execPath, launcher, '{connection_file}'],
      display_name: 'TypeScript (tslab)',
      language: 'typescript',
      env: KERNEL_ENV,
    },
  };
  return Object.entries(contents).map(([path, content]) => ({
    path: join(root, '.venv', path),
    text: `${JSON.stringify(content, null, 2)}\n`,
  }));
}

/** The kernel `tslab` in the environment, with absolute paths to this Node and to the clone's tslab; rewritten when one of them has moved. */
export function kernelSpec(root) {
  function inspect() {
    const wrong = files(root).filter(({ path, text }) => readText(path) !== text);
    if (!wrong.length) return { right: true, found: `tslab, run by Node ${process.versions.node}` };
    return {
      right: false,
      found: readText(wrong[0].path) ? 'made for another folder, Node or version of fovea' : 'not installed',
      needed: 'the kernel tslab in .venv, pointing at this clone and this Node',
      cure: 'npm run setup',
    };
  }
  function mend() {
    for (const { path, text } of files(root)) writeWhole(path, text);
  }
  return {
    title: 'Notebook kernel',
    needs: ['npm packages', 'Jupyter'],
    doing: 'installing the kernel tslab',
    inspect,
    mend,
  };
}
