import { efficientnetLite0, resnet34, resnet50 } from 'fovea';
import { forwardPasses } from './inference';
import { petsBatches } from './loading';
import { trainingSteps, unetTrainingSteps } from './training';
import type { Workload } from './workload';

const lite224 = { architecture: efficientnetLite0, size: [224, 224], batchSize: 32 } as const;
const resnet224 = { architecture: resnet34, size: [224, 224], batchSize: 16 } as const;
const resnet50At128 = { architecture: resnet50, size: [128, 128], batchSize: 16 } as const;
const unet = { architecture: resnet34, size: [96, 128], batchSize: 8 } as const;

/** fovea's work for each case of steps, by name. Preparing it is not timed. */
export const WORKLOADS: Readonly<Record<string, () => Promise<Workload>>> = {
  'train-efficientnet-lite0-224x32': () => trainingSteps(lite224),
  'train-resnet34-224x16': () => trainingSteps(resnet224),
  'train-resnet50-128x16': () => trainingSteps(resnet50At128),
  'train-unet-resnet34-96x128x8': () => unetTrainingSteps(unet),
  'train-frozen-resnet34-224x16': () => trainingSteps({ ...resnet224, frozen: true }),
  'train-efficientnet-lite0-224x32-bf16': () => trainingSteps({ ...lite224, bf16: true }),
  'train-resnet34-224x16-bf16': () => trainingSteps({ ...resnet224, bf16: true }),
  'train-resnet50-128x16-bf16': () => trainingSteps({ ...resnet50At128, bf16: true }),
  'train-unet-resnet34-96x128x8-bf16': () => unetTrainingSteps({ ...unet, bf16: true }),
  'train-frozen-resnet34-224x16-bf16': () => trainingSteps({ ...resnet224, frozen: true, bf16: true }),
  'load-pets-224x64': () => petsBatches(64),
  'load-again-pets-224x64': () => petsBatches(64, { again: true }),
  'infer-resnet34-224x32': () => forwardPasses({ ...resnet224, batchSize: 32 }),
};
