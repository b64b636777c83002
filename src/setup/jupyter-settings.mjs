import { join } from 'node:path';
import { sitePackages } from './python-folder.mjs';
import { writtenFiles } from './written-files.mjs';

/** What JupyterLab and its server read. */
const SETTINGS = {
  // No pop-ups in front of a class.
  'share/jupyter/lab/settings/overrides.json': {
    '@jupyterlab/apputils-extension:notification': { fetchNews: 'false', checkForUpdates: false },
  },
  // tslab is the only kernel to choose.
  'etc/jupyter/jupyter_server_config.json': {
    KernelSpecManager: { allowed_kernelspecs: ['tslab'], ensure_native_kernel: false },
    MultiKernelManager: { default_kernel_name: 'tslab' },
  },
  // "Save and Export Notebook As" gives handouts.
  'etc/jupyter/jupyter_server_config.d/fovea_handouts.json': {
    ServerApp: { jpserver_extensions: { 'fovea_handouts.server': true } },
  },
};

/** The settings of JupyterLab, and the program that makes handouts. */
export function jupyterSettings(root) {
  const venv = join(root, '.venv');
  return writtenFiles({
    title: 'JupyterLab settings',
    needs: ['Jupyter'],
    doing: 'setting up JupyterLab',
    found: 'one kernel, no pop-ups, exports are handouts',
    needed: "JupyterLab's settings in .venv",
    files: () => ({
      ...Object.fromEntries(
        Object.entries(SETTINGS).map(([path, content]) => [
          join(venv, path),
          `${JSON.stringify(content, null, 2)}\n`,
        ]),
      ),
      // Puts the clone's Python packages on Python's path.
      [join(sitePackages(root) ?? venv, 'fovea.pth')]: `${join(root, 'src', 'cli', 'notebooks', 'python')}\n`,
    }),
  });
}
