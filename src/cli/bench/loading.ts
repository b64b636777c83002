import {
  augTransforms,
  categoryBlock,
  DataBlock,
  getImageFiles,
  imageBlock,
  imagenetStats,
  indexSplitter,
  normalize,
  regexLabeller,
  resize,
  URLs,
  untarData,
} from '../../index';
import type { Workload } from './workload';

/** The pictures of the pets lesson, real or drawn: what is found. */
export const petsFolder = async () => `${await untarData(URLs.PETS)}/images`;

/** The input pipeline of the pets lesson: JPEG files to augmented, normalized batches on the device. */
export async function petsBatches(batchSize: number): Promise<Workload> {
  const pets = new DataBlock({
    blocks: [imageBlock(), categoryBlock()],
    getItems: getImageFiles,
    splitter: indexSplitter([0]),
    getY: regexLabeller(/(.+)_\d+\.jpg$/, { on: 'name' }),
    itemTransforms: [resize(460)],
    batchTransforms: [...augTransforms({ size: 224, minScale: 0.75 }), normalize(imagenetStats)],
  });
  const dls = await pets.dataloaders(await petsFolder(), { batchSize });
  return {
    /** Nothing is untimed here, for reading ahead begins with the first batch: an epoch's start is part of it. */
    async run(count) {
      const started = performance.now();
      let batches = 0;
      for await (const batch of dls.train.batches()) {
        batch.dispose();
        if (++batches === count) break;
      }
      return Array(batches).fill((performance.now() - started) / 1000 / batches);
    },
    dispose() {},
  };
}
