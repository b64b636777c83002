import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { FoveaError } from '../../src/base/errors';
import { root } from '../../src/cli/repository';
import { answerOf, program } from './processes';

/** What the baseline's numbers depend on. */
export interface BaselineVersions {
  readonly python: string;
  readonly torch: string;
  readonly fastai: string;
  /** Number of PyTorch's threads. */
  readonly threads: number;
  /** True if its best setting computes in bfloat16: where the processor has instructions for it. */
  readonly bfloat16: boolean;
}

/**
 * Sets up `.venv-baseline` if it is missing.
 *
 * @throws FoveaError if that fails.
 */
export async function setUpBaseline(data: string): Promise<BaselineVersions> {
  const setup = join(root, 'src', 'setup', 'setup.mjs');
  const made = spawnSync(process.execPath, [setup, '--baseline', '--only', 'baseline'], {
    stdio: ['ignore', 2, 'inherit'],
  });
  if (made.status !== 0)
    throw new FoveaError('fastai could not be set up.', 'The lines above say what is needed.');
  return answerOf<BaselineVersions>(program('default', 'versions', [], data));
}
