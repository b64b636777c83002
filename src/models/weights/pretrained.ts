import { FoveaError } from '../../base/errors';
import { stopped, watchInterrupt } from '../../base/interrupt';
import { printTransfers, type TransferListener } from '../../datasets/progress-lines';
import type { Architecture } from '../architectures/architecture';
import { readCheckpoint } from '../checkpoint/checkpoint';
import type { NamedArrays } from '../checkpoint/named-array';
import { readSafetensors } from '../checkpoint/safetensors';
import { locateWeights } from './locate-weights';
import { fromTimmNames } from './timm-names';

/** Architectures in order of preference: the first one whose weights are found is used. */
export interface Pretrained {
  readonly candidates: readonly Architecture[];
  /** A file with the weights of the first: then nothing else is looked for. */
  readonly weights?: string;
}

/** Weights that were found, ready to be loaded. */
export interface PretrainedWeights {
  readonly architecture: Architecture;
  readonly arrays: NamedArrays;
  /** A sentence for the notebook: which weights are used, from where, and why not those of the first choice. */
  readonly choice: string;
}

/**
 * Chooses an architecture with ImageNet weights, and another for machines where its weights are not found.
 *
 * @param architecture The first choice, e.g. `resnet34`, whose weights are downloaded when they are needed.
 * @param options `otherwise`: the second choice, none by default; set-up installs the weights of `efficientnetLite0`.
 *   `weights`: a file of your own with the weights of the first choice, see {@link readWeights}.
 * @returns What `visionLearner` and `unetLearner` take instead of an architecture.
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
 * @param path The file. Its arrays may have the names of the published checkpoints, or timm's.
 * @returns float32 arrays by the names that fovea's models use.
 * @throws FoveaError if the file is missing, damaged or has another format.
 */
export function readWeights(path: string): NamedArrays {
  return fromTimmNames(path.endsWith('.safetensors') ? readSafetensors(path).tensors : readCheckpoint(path));
}

/**
 * Finds and reads the weights of the first candidate that has any, and reports the choice.
 *
 * @param pretrained The candidates, see {@link pretrained}.
 * @param listener Gets the progress of downloads and the choice: a line, or a note if it is not the first. Prints lines by
 *   default.
 * @returns The architecture and its weights.
 * @throws FoveaError with the reason for each candidate if no weights are found, or if the user interrupts a download.
 */
export async function loadPretrained(
  { candidates, weights }: Pretrained,
  listener: TransferListener = printTransfers(),
): Promise<PretrainedWeights> {
  if (weights !== undefined) {
    const [architecture] = candidates;
    const arrays = readWeights(weights);
    const choice = `Model: ${architecture.name}, weights from ${weights}.`;
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
          listener.line(`Weights of ${architecture.name}: interrupted.`);
          throw stopped('Run the cell again to continue the download.');
        }
        if (!(error instanceof FoveaError)) throw error;
        reasons.push(`Not ${architecture.name}: ${error.problem}`);
      }
    }
  } finally {
    watch.close();
  }
  throw new FoveaError(
    `No pretrained weights were found. ${reasons.join(' ')}`,
    'Run "npm run setup" for EfficientNet-Lite0, or pass { pretrained: false } to start from random weights.',
  );
}
