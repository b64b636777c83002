import { FoveaError } from '../base/errors';
import type { Architecture } from './body';
import { readCheckpoint } from './checkpoint/checkpoint';
import type { NamedArrays } from './checkpoint/named-array';
import { locateWeights } from './weights';

/** Architectures in order of preference; the first whose weights can be had is taken. */
export interface Pretrained {
  readonly candidates: readonly Architecture[];
}

/** Weights that were found, ready to be loaded. */
export interface PretrainedWeights {
  readonly architecture: Architecture;
  readonly arrays: NamedArrays;
  /** One sentence for the reader: what was taken, from where, and why not the first choice. */
  readonly choice: string;
}

/**
 * Asks for an architecture with ImageNet weights, and what to take where they cannot be had.
 *
 * @param architecture The first choice, e.g. `resnet34`, whose weights are fetched on demand.
 * @param options `otherwise`: the second choice; `efficientnetLite0`'s weights come with the set-up.
 */
export function pretrained(
  architecture: Architecture,
  { otherwise }: { readonly otherwise?: Architecture } = {},
): Pretrained {
  return { candidates: otherwise ? [architecture, otherwise] : [architecture] };
}

/**
 * Finds and reads the weights of the first candidate that can be had. A download is told of on the console.
 *
 * @throws FoveaError with the reason for each candidate if none can.
 */
export async function loadPretrained({ candidates }: Pretrained): Promise<PretrainedWeights> {
  const reasons: string[] = [];
  for (const architecture of candidates) {
    try {
      const { path, source } = await locateWeights(architecture.name, { print: console.log });
      const skipped = reasons.length > 0 ? ` ${reasons.join(' ')}` : '';
      const choice = `Model: ${architecture.name}, ${source}.${skipped}`;
      return { architecture, arrays: readCheckpoint(path), choice };
    } catch (error) {
      if (!(error instanceof FoveaError)) throw error;
      reasons.push(`Not ${architecture.name}: ${error.problem}`);
    }
  }
  throw new FoveaError(
    `No pretrained weights could be had. ${reasons.join(' ')}`,
    'Run "npm run setup" for EfficientNet-Lite0, or pass { pretrained: false } to start from random weights.',
  );
}
