import {
  augTransforms,
  categoryBlock,
  DataBlock,
  efficientnetLite0,
  getImageFiles,
  imageBlock,
  randomSplitter,
  regexLabeller,
  resize,
  setSeed,
  URLs,
  untarData,
  visionLearner,
} from 'fovea';
import type { Turn } from './turn';

const EPOCHS = 2;

/**
 * Trains the pets lesson's whole network on some of its images, spread over all breeds.
 *
 * @returns Seconds of the last epoch, and peak memory.
 */
async function epochs(numImages: number, batchSize: number): Promise<Turn> {
  setSeed(1);
  const files = await getImageFiles(`${await untarData(URLs.PETS)}/images`);
  const breedOf = regexLabeller(/(.+)_\d+\.jpg$/, { on: 'name' });
  const block = new DataBlock({
    blocks: [imageBlock(), categoryBlock({ vocab: [...new Set(files.map((file) => breedOf(file)))] })],
    splitter: randomSplitter({ seed: 42 }),
    getY: breedOf,
    itemTransforms: [resize(460)],
    batchTransforms: augTransforms({ size: 224, minScale: 0.75 }),
  });
  const chosen = Array.from(
    { length: numImages },
    (_, i) => files[Math.floor((i * files.length) / numImages)],
  );
  const learn = await visionLearner(await block.dataloaders(chosen, { batchSize }), efficientnetLite0);
  learn.unfreeze();
  await learn.fitOneCycle(EPOCHS);
  const { seconds } = learn.recorder.rows[EPOCHS - 1];
  return { seconds, peakMb: process.resourceUsage().maxRSS / 1024 };
}

const [numImages, batchSize] = process.argv.slice(2).map(Number);
epochs(numImages, batchSize).then((turn) => console.log(JSON.stringify(turn)));
