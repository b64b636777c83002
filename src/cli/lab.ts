import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { absoluteData, python, root } from './repository';

const args = [
  '-m',
  'jupyterlab',
  `--ServerApp.root_dir=${join(root, 'notebooks')}`,
  ...process.argv.slice(2),
];
// Jupyter refuses to run as root by default, and in a container there is often no other user.
if (process.getuid?.() === 0) args.push('--allow-root');
const data = process.env.FOVEA_DATA;
const child = spawn(python, args, {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...process.env,
    // Kernels and settings of the environment come before the user's own.
    JUPYTER_PREFER_ENV_PATH: '1',
    ...(data && { FOVEA_DATA: absoluteData(data) }),
  },
});
// Ctrl-C also reaches JupyterLab, which asks for confirmation and then stops its kernels.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('error', (error) => {
  console.error(`JupyterLab could not be started: ${error.message}\n  Run "npm run setup".`);
  process.exitCode = 1;
});
child.on('close', (code) => {
  process.exitCode = code ?? 0;
});
