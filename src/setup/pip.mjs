import { installFailure, run } from './command.mjs';
import { pythonOf } from './python-folder.mjs';

/** The environment without the user's settings that would install packages elsewhere; mirrors, proxies and certificates stay. */
export function pipEnvironment(env = process.env) {
  const { PIP_TARGET, PIP_PREFIX, PIP_ROOT, PYTHONPATH, PYTHONHOME, ...rest } = env;
  return { ...rest, PIP_USER: '0', PIP_REQUIRE_VIRTUALENV: '0', PIP_DISABLE_PIP_VERSION_CHECK: '1' };
}

/**
 * Installs packages of pinned versions and hashes into the environment, without building or asking anything. Several may run side by side:
 * each writes its own packages only, and with `--ignore-installed` none looks at what another has half written, nor at what an
 * interrupted one left.
 */
export async function pipInstall(root, requirements, { log, needed, extra = [], folder }) {
  const exact = [
    '--require-hashes',
    '--only-binary',
    ':all:',
    '--no-deps',
    '--ignore-installed',
    '--no-compile',
  ];
  const quiet = ['--no-input', '--progress-bar', 'off', '--no-warn-script-location', '--retries', '3'];
  const args = ['-m', 'pip', 'install', ...exact, ...quiet, ...extra, '-r', requirements];
  const result = await run(pythonOf(root, folder), args, { cwd: root, env: pipEnvironment(), log });
  if (result.code !== 0) throw installFailure(result, { installer: 'pip', needed, log });
}
