import { efficientnetLite0, resnet34, resnet50 } from '../../index';
import { forwardPasses } from './inference';
import { petsBatches, petsFolder } from './loading';
import { trainingSteps, unetTrainingSteps } from './training';
import type { BenchCase } from './workload';

const PETS_BATCH = 64;
const lite224 = { architecture: efficientnetLite0, size: [224, 224], batchSize: 32 } as const;
const resnet224 = { architecture: resnet34, size: [224, 224], batchSize: 16 } as const;
const resnet50At128 = { architecture: resnet50, size: [128, 128], batchSize: 16 } as const;
const unet = { architecture: resnet34, size: [96, 128], batchSize: 8 } as const;

/** All that can be timed, with what it should reach against fastai's default and PyTorch's best setting. */
export const CASES: readonly BenchCase[] = [
  {
    name: 'train-efficientnet-lite0-224x32',
    images: lite224.batchSize,
    prepare: () => trainingSteps(lite224),
    targets: { default: 4, best: 1.5 },
  },
  {
    name: 'train-resnet34-224x16',
    images: resnet224.batchSize,
    prepare: () => trainingSteps(resnet224),
    targets: { default: 1.5, best: 1 },
  },
  {
    name: 'train-resnet50-128x16',
    images: resnet50At128.batchSize,
    prepare: () => trainingSteps(resnet50At128),
    targets: { default: 1.5, best: 1 },
  },
  {
    name: 'train-unet-resnet34-96x128x8',
    images: unet.batchSize,
    prepare: () => unetTrainingSteps(unet),
    targets: { default: 1.5, best: 1 },
  },
  {
    name: 'train-frozen-resnet34-224x16',
    images: resnet224.batchSize,
    prepare: () => trainingSteps({ ...resnet224, frozen: true }),
    targets: { default: 1.5, best: 1 },
  },
  {
    name: 'load-pets-224x64',
    images: PETS_BATCH,
    prepare: () => petsBatches(PETS_BATCH),
    request: async () => ({ folder: await petsFolder(), batchSize: PETS_BATCH }),
    targets: { default: 4 },
  },
  {
    name: 'infer-resnet34-224x32',
    images: 32,
    prepare: () => forwardPasses({ ...resnet224, batchSize: 32 }),
    targets: { default: 1.2, best: 1 },
  },
];
