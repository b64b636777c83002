import { spawn } from 'node:child_process';
import { FoveaError } from '../base/errors';
import { imagesOfLessons } from './lab/images-of-lessons';
import { linkLibrary, placeOf } from './lab/place';
import { python, root } from './repository';

function main(): void {
  const { line, env } = imagesOfLessons(process.env.FOVEA_DATA);
  console.log(line);
  const place = placeOf(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd());
  const link = linkLibrary(place.folder);
  if (link) console.log(`Made ${link}, so that notebooks there can import fovea.`);
  const args = [
    '-m',
    'jupyterlab',
    `--ServerApp.root_dir=${place.folder}`,
    // Then the link that opens JupyterLab is the last line.
    '--ServerApp.log_level=WARN',
    '--LabApp.log_level=WARN',
    ...(place.notebook ? [`--LabApp.default_url=/lab/tree/${encodeURIComponent(place.notebook)}`] : []),
    ...place.args,
  ];
  // Jupyter refuses to run as root by default, and in a container there is often no other user.
  if (process.getuid?.() === 0) args.push('--allow-root');
  const child = spawn(python, args, {
    cwd: root,
    stdio: 'inherit',
    // Kernels and settings of the environment come before the user's own.
    env: { ...process.env, JUPYTER_PREFER_ENV_PATH: '1', ...env },
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
}

try {
  main();
} catch (error) {
  if (!(error instanceof FoveaError)) throw error;
  console.error(`\n  ✗ ${error.message.replaceAll('\n', '\n  ')}\n`);
  process.exitCode = 1;
}
