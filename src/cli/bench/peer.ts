import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { FoveaError } from '../../base/errors';
import { root } from '../repository';
import { answerOf, program } from './processes';

/** What the peer's numbers depend on. */
export interface PeerVersions {
  readonly python: string;
  readonly torch: string;
  readonly fastai: string;
  /** Of PyTorch. */
  readonly threads: number;
  /** Does its best setting compute in bfloat16? Only where the processor has instructions for it. */
  readonly bfloat16: boolean;
}

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
