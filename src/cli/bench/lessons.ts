import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import {
  accuracyMulti,
  augTransforms,
  categoryBlock,
  colReader,
  colSplitter,
  DataBlock,
  efficientnetLite0,
  errorRate,
  foregroundAcc,
  funcSplitter,
  getImageFiles,
  imageBlock,
  type Learner,
  multiCategoryBlock,
  openImage,
  parentLabel,
  pointBlock,
  pointError,
  randomResizedCrop,
  randomSplitter,
  readCsv,
  readMatrix,
  regexLabeller,
  resize,
  segmentationDataLoaders,
  slice,
  URLs,
  unetLearner,
  untarData,
  visionLearner,
} from '../../index';

/** A lesson as far as its learner, and what its fit does. */
export interface Lesson {
  readonly learn: Learner;
  fit(): Promise<void>;
}

async function pets(): Promise<Lesson> {
  const path = await untarData(URLs.PETS);
  const block = new DataBlock({
    blocks: [imageBlock(), categoryBlock()],
    getItems: getImageFiles,
    splitter: randomSplitter({ seed: 42 }),
    getY: regexLabeller(/(.+)_\d+\.jpg$/, { on: 'name' }),
    itemTransforms: [resize(460)],
    batchTransforms: augTransforms({ size: 224, minScale: 0.75 }),
  });
  const dls = await block.dataloaders(`${path}/images`);
  const learn = await visionLearner(dls, efficientnetLite0, { metrics: [errorRate] });
  return {
    learn,
    async fit() {
      await learn.fitOneCycle(3, { lrMax: 1e-3, pctStart: 0.99 });
      learn.unfreeze();
      await learn.fitOneCycle(6, { lrMax: slice(5e-6, 5e-4) });
    },
  };
}

async function pascal(): Promise<Lesson> {
  const path = await untarData(URLs.PASCAL_2007);
  const block = new DataBlock({
    blocks: [imageBlock(), multiCategoryBlock()],
    getX: colReader('fname', { prefix: `${path}/train/` }),
    getY: colReader('labels', { labelDelimiter: ' ' }),
    splitter: colSplitter('is_valid'),
    itemTransforms: [randomResizedCrop(128, { minScale: 0.35 })],
  });
  const dls = await block.dataloaders(await readCsv(`${path}/train.csv`), { batchSize: 16 });
  const learn = await visionLearner(dls, efficientnetLite0, { metrics: [accuracyMulti] });
  return { learn, fit: () => learn.fineTune(3, { baseLr: 3e-3, freezeEpochs: 4 }) };
}

async function camvid(): Promise<Lesson> {
  const path = await untarData(URLs.CAMVID_TINY);
  const codes = readFileSync(`${path}/codes.txt`, 'utf8').trim().split('\n');
  const dls = await segmentationDataLoaders.fromLabelFunc(path, {
    files: await getImageFiles(`${path}/images`),
    labelFunc: (file: string) => `${path}/labels/${basename(file, '.png')}_P.png`,
    codes,
    seed: 42,
    batchSize: 8,
  });
  const bkgIdx = codes.findIndex((name) => /^(void|unlabelled)$/i.test(name));
  const learn = await unetLearner(dls, efficientnetLite0, { metrics: [foregroundAcc({ bkgIdx })] });
  return { learn, fit: () => learn.fineTune(13, { baseLr: 2e-3 }) };
}

async function biwi(): Promise<Lesson> {
  const path = await untarData(URLs.BIWI_HEAD_POSE);
  const files = await getImageFiles(path);
  const isFew = files.length < 1000;
  const calibration = readMatrix(`${path}/01/rgb.cal`, { skipFooter: 6 });
  const headCentre = (image: string): [number, number] => {
    const pose = image.replace('_rgb.jpg', '_pose.txt');
    const [[x, y, z]] = readMatrix(pose, { skipHeader: 3, columns: 3 });
    return [(x * calibration[0][0]) / z + calibration[0][2], (y * calibration[1][1]) / z + calibration[1][2]];
  };
  const block = new DataBlock({
    blocks: [imageBlock(), pointBlock()],
    getItems: getImageFiles,
    getY: headCentre,
    splitter: funcSplitter((image: string) => parentLabel(image) === '13'),
    batchTransforms: augTransforms({ size: isFew ? [96, 128] : [144, 192] }),
  });
  const dls = await block.dataloaders(path, { batchSize: isFew ? 16 : 64 });
  const { width, height } = await openImage(files[0]);
  const metrics = [pointError({ size: [height, width] })];
  const learn = await visionLearner(dls, efficientnetLite0, { yRange: [-1, 1], metrics });
  return { learn, fit: () => learn.fineTune(isFew ? 9 : 3, { baseLr: 1e-2 }) };
}

/** The notebooks' recipes, their metric the one that fastai has too. */
export const LESSONS: Readonly<Record<string, () => Promise<Lesson>>> = { pets, pascal, camvid, biwi };
