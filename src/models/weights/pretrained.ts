import { FoveaError } from '../../base/errors';
import { watchInterrupt } from '../../base/interrupt';
import { printTransfers, type TransferListener } from '../../datasets/progress-lines';
import type { Architecture } from '../architectures/architecture';
import { readCheckpoint } from '../checkpoint/checkpoint';
import type { NamedArrays } from '../checkpoint/named-array';
import { readSafetensors } from '../checkpoint/safetensors';
import { locateWeights } from './locate-weights';
import { fromTimmNames } from './timm-names';

/** Architectures in order of preference; the first whose weights can be had is taken. */
export interface Pretrained {
  readonly candidates: readonly Architecture[];
  /** A file that holds the weights of the first: nothing else is looked for then. */
  readonly weights?: string;
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
 * @param options `otherwise`: the second choice; `efficientnetLite0`'s weights come with the set-up. `weights`: a file of yours
 *   to take the first choice's weights from, see {@link readWeights}.
 */
export function pretrained(
  architecture: Architecture,
  { otherwise, weights }: { readonly otherwise?: Architecture; readonly weights?: string } = {},
): Pretrained {
  return { candidates: otherwise ? [architecture, otherwise] : [architecture], weights };
}

/**
 * Reads a file of weights: safetensors if its name ends so, else what `torch.save` wrote.
 *
 * @param path The file. Its arrays may have the names of the published checkpoints or timm's.
 * @returns float32 arrays under the names our models use.
 * @throws FoveaError if it is missing, damaged or of another kind.
 */
export function readWeights(path: string): NamedArrays {
  return fromTimmNames(path.endsWith('.safetensors') ? readSafetensors(path).tensors : readCheckpoint(path));
}

/**
 * Finds and reads the weights of the first candidate that can be had, and tells the choice.
 *
 * @param listener Told of downloads, and of the choice: a line, or a note if it is not the first; lines are printed by default.
 * @throws FoveaError with the reason for each candidate if none can, or if the user interrupts a download.
 */
export async function loadPretrained(
  { candidates, weights }: Pretrained,
  listener: TransferListener = printTransfers(),
): Promise<PretrainedWeights> {
  if (weights !== undefined) {
    const [architecture] = candidates;
    const arrays = readWeights(weights);
    const choice = `Model: ${architecture.name}, weights from a file of yours.`;
    listener.line(choice);
    return { architecture, arrays, choice };
  }
  const watch = await watchInterrupt();
  const reasons: string[] = [];
  try {
    for (const architecture of candidates) {
      try {
        const { path, source } = await locateWeights(architecture.name, { listener, signal: watch.signal });
        const choice = [`Model: ${architecture.name}, ${source}.`, ...reasons].join(' ');
        const arrays = readWeights(path);
        if (reasons.length > 0) listener.note(choice);
        else listener.line(choice);
        return { architecture, arrays, choice };
      } catch (error) {
        if (watch.interrupted) {
          listener.line(`Weights of ${architecture.name}: interrupted; run it again to go on from there.`);
          throw new FoveaError('Fetching weights was interrupted.', 'Run it again to go on from there.');
        }
        if (!(error instanceof FoveaError)) throw error;
        reasons.push(`Not ${architecture.name}: ${error.problem}`);
      }
    }
  } finally {
    watch.close();
  }
  throw new FoveaError(
    `No pretrained weights could be had. ${reasons.join(' ')}`,
    'Run "npm run setup" for EfficientNet-Lite0, or pass { pretrained: false } to start from random weights.',
  );
}
