import { getImageFiles } from '../../src/data/image-files';
import { URLs } from '../../src/datasets/registry';
import type { Turn } from './fovea/turn';
import { answerOf, program } from './processes';

const BATCH_SIZES = [8, 16, 32, 64];

/** An epoch of the pets lesson. */
export interface Scale {
  readonly images: number;
  readonly batchSize: number;
  /** Training and validation. */
  readonly seconds: number;
  readonly peakMb: number;
}

/**
 * Times epochs on a quarter, half and all of the pets' images, at four batch sizes, each in a process of its own.
 *
 * @param data The folder that holds fastai's folder names.
 */
export async function* scales(data: string): AsyncGenerator<Scale> {
  const { length } = await getImageFiles(`${data}/${URLs.PETS.folder}/images`);
  for (const images of [length / 4, length / 2, length].map(Math.floor)) {
    for (const batchSize of BATCH_SIZES) {
      const epochs = program('fovea', 'epochs', [`${images}`, `${batchSize}`], data);
      const { seconds, peakMb = Number.NaN } = await answerOf<Turn>(epochs);
      yield { images, batchSize, seconds, peakMb };
    }
  }
}
