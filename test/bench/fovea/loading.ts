import { join } from 'node:path';
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
} from 'fovea';
import { forgetDecoded } from '../../../dist/images/decoded-images';
import type { Workload } from './workload';

/**
 * The input pipeline of the pets lesson: JPEG files to augmented, normalized batches on the device. Whole epochs are timed,
 * whatever the number of steps, because reading ahead, and on the other side the workers, start with an epoch.
 *
 * @param options.again Times epochs after the first, when the images are decoded already. @defaultValue false
 */
export async function petsBatches(batchSize: number, { again = false } = {}): Promise<Workload> {
  const pets = new DataBlock({
    blocks: [imageBlock(), categoryBlock()],
    getItems: getImageFiles,
    splitter: indexSplitter([0]),
    getY: regexLabeller(/(.+)_\d+\.jpg$/, { on: 'name' }),
    itemTransforms: [resize(460)],
    batchTransforms: [...augTransforms({ size: 224, minScale: 0.75 }), normalize(imagenetStats)],
  });
  const folder = join(process.env.FOVEA_DATA as string, URLs.PETS.folder, 'images');
  const dls = await pets.dataloaders(folder, { batchSize });
  const epoch = async () => {
    for await (const batch of dls.train.batches()) batch.dispose();
  };
  if (again) await epoch();
  return {
    untimed: 0,
    async run() {
      if (!again) forgetDecoded();
      const started = performance.now();
      await epoch();
      const { numBatches } = dls.train;
      return Array(numBatches).fill((performance.now() - started) / 1000 / numBatches);
    },
    dispose() {},
  };
}
