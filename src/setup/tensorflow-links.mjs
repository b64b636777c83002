import { existsSync, lstatSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { sitePackages } from './python-folder.mjs';
import { installedTensorflow, LIBRARIES } from './tensorflow-library.mjs';

/** The package whose addon is compiled, and beside which fovea's kernels lie. */
export const addonPackage = (root) => join(root, 'node_modules', '@tensorflow', 'tfjs-node-gpu');

function targets(root) {
  const site = sitePackages(root) ?? join(root, '.venv');
  const [library, framework] = LIBRARIES;
  return {
    include: join(site, 'tensorflow', 'include'),
    'lib/libtensorflow.so': join(site, 'tensorflow', library),
    'lib/libtensorflow_framework.so': join(site, 'tensorflow', framework),
    [`lib/${library}`]: join(site, 'tensorflow', library),
    [`lib/${framework}`]: join(site, 'tensorflow', framework),
    // The CUDA build of the library looks for CUDA's wheels in ../nvidia of the folder it is opened from.
    ...(installedTensorflow(root)?.startsWith('cuda') && { nvidia: join(site, 'nvidia') }),
  };
}

/** Makes or replaces a link; it is relative, so that a moved clone still finds its libraries. */
function link(target, path) {
  mkdirSync(dirname(path), { recursive: true });
  if (existsSync(path) && !lstatSync(path).isSymbolicLink()) rmSync(path, { recursive: true });
  const next = `${path}.${process.pid}.next`;
  rmSync(next, { force: true });
  symlinkSync(relative(dirname(path), target), next);
  renameSync(next, path);
}

/** Links TensorFlow's headers and libraries from Python's wheel into the addon's package. */
export function linkTensorflow(root) {
  for (const [name, target] of Object.entries(targets(root)))
    link(target, join(addonPackage(root), 'deps', name));
}

export function isTensorflowLinked(root) {
  return Object.keys(targets(root)).every((name) => existsSync(join(addonPackage(root), 'deps', name)));
}
