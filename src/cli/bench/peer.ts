import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { FoveaError } from '../../base/errors';
import { root } from '../repository';
import { answerOf, program } from './processes';

/** Versions of Python, PyTorch and fastai, and the number of PyTorch's threads. */
export type PeerVersions = Readonly<Record<'python' | 'torch' | 'fastai' | 'threads', string | number>>;

/**
 * Makes `.venv-peer` if it is missing.
 *
 * @throws FoveaError if that fails.
 */
export async function setUpPeer(data: string): Promise<PeerVersions> {
  const setup = join(root, 'src', 'setup', 'setup.mjs');
  const made = spawnSync(process.execPath, [setup, '--peer', '--only', 'peer'], {
    stdio: ['ignore', 2, 'inherit'],
  });
  if (made.status !== 0)
    throw new FoveaError('The peer could not be set up.', 'What is needed is said above.');
  return answerOf<PeerVersions>(program('default', 'versions', [], data));
}
