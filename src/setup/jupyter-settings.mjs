import { join } from 'node:path';
import { sitePackages } from './python-folder.mjs';
import { readText } from './stamp.mjs';
import { writtenFiles } from './written-files.mjs';

/** What JupyterLab and its server read. */
const SETTINGS = {
  // No pop-ups in front of a class; what a page loses that is reloaded is at most the last seconds.
  'share/jupyter/lab/settings/overrides.json': {
    '@jupyterlab/apputils-extension:notification': { fetchNews: 'false', checkForUpdates: false },
    '@jupyterlab/docmanager-extension:plugin': { autosaveInterval: 15 },
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

/** The files of JupyterLab's extension in its folder, and their sources: outputs go on being drawn after a page was reloaded. */
const EXTENSION = { 'package.json': 'package.json', 'static/live-outputs.js': 'live-outputs.js' };

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
      ...Object.fromEntries(
        Object.entries(EXTENSION).map(([path, name]) => [
          join(venv, 'share', 'jupyter', 'labextensions', 'fovea-live-outputs', path),
          readText(join(root, 'src', 'cli', 'lab', 'extension', name)) ?? '',
        ]),
      ),
      // Puts the clone's Python packages on Python's path.
      [join(sitePackages(root) ?? venv, 'fovea.pth')]: `${join(root, 'src', 'cli', 'notebooks', 'python')}\n`,
    }),
  });
}
