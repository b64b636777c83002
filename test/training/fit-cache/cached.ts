import { join } from 'node:path';
import { recordDisplays } from '../../../src/display/jupyter';
import {
  accuracy,
  augTransforms,
  type BatchTransform,
  type Callback,
  categoryBlock,
  DataBlock,
  type DataLoaders,
  errorRate,
  getImageFiles,
  type ItemTransform,
  imageBlock,
  indexSplitter,
  type Learner,
  type LoadingOptions,
  mobilenetV2,
  regexLabeller,
  resize,
  setSeed,
  type VisionLearnerOptions,
  visionLearner,
} from '../../../src/index';
import { temporaryFolder } from '../../temporary-folder';
import { paintDots } from '../dots';

/** A folder of results for the tests of one file. */
export function ownFolderOfFits(): string {
  const folder = join(temporaryFolder(), 'fits');
  process.env.FOVEA_FITS = folder;
  process.env.FOVEA_FITS_GB = '1';
  return folder;
}

/** Twelve small images of red and blue dots. */
export const paintTwelveDots = () => paintDots(join(temporaryFolder(), 'dots'), 12);

/** What a learner is made of; what is left out is as in all other learners here. */
export interface Made {
  readonly seed?: number;
  readonly getY?: (file: string) => unknown;
  readonly isValid?: (index: number) => boolean;
  readonly itemTransforms?: readonly ItemTransform[];
  readonly batchTransforms?: readonly BatchTransform[];
  readonly loading?: LoadingOptions;
  readonly learner?: VisionLearnerOptions;
  readonly architecture?: Parameters<typeof visionLearner>[1];
}

async function loadersOf(folder: string, made: Made): Promise<DataLoaders> {
  const {
    getY = regexLabeller(/^([a-z]+)_\d+.png$/, { on: 'name' }),
    isValid = (index) => index % 3 === 2,
    itemTransforms = [resize(36)],
    batchTransforms = augTransforms({ size: 32 }),
    loading = {},
  } = made;
  const block = new DataBlock({
    blocks: [imageBlock(), categoryBlock()],
    getItems: async (source: string) => (await getImageFiles(source)).sort(),
    getY,
    splitter: (files) => indexSplitter(files.flatMap((_, i) => (isValid(i) ? [i] : [])))(files),
    itemTransforms,
    batchTransforms,
  });
  return block.dataloaders(folder, { batchSize: 4, ...loading });
}

/** What happened in a fit. */
export interface Seen {
  /** Training steps that were computed. */
  steps: number;
  notes: readonly string[];
}

/** Makes a learner after setSeed, as the cells of a notebook do, and uses it. */
export async function withLearner<T>(
  folder: string,
  made: Made,
  use: (learn: Learner, seen: Seen) => Promise<T>,
): Promise<T> {
  const recording = recordDisplays();
  const seen: Seen = { steps: 0, notes: [] };
  const watch: Callback = {
    name: 'watch',
    observes: true,
    beforeBatch: () => {
      seen.steps++;
    },
    afterFit: ({ notes = [] }) => {
      seen.notes = notes;
    },
  };
  try {
    setSeed(made.seed ?? 1);
    const dls = await loadersOf(folder, made);
    const learn = await visionLearner(dls, made.architecture ?? mobilenetV2, {
      pretrained: false,
      metrics: [errorRate, accuracy],
      linFtrs: [8],
      ...made.learner,
      callbacks: [watch, ...(made.learner?.callbacks ?? [])],
    });
    try {
      return await use(learn, seen);
    } finally {
      learn.dispose();
    }
  } finally {
    recording.stop();
  }
}

/** All numbers of a learner after a fit. */
export function numbersOf({ model, optimizer, recorder }: Learner) {
  const averages = [...optimizer.moments].map(([{ name }, { average, squaredAverage }]) => [
    name,
    [average, squaredAverage].map((one) => {
      const value = one.read();
      const numbers = [...value.dataSync()];
      value.dispose();
      return numbers;
    }),
  ]);
  return {
    weights: model.parameters.map((p) => [p.name, p.save().values]),
    averages: Object.fromEntries(averages),
    steps: optimizer.steps,
    frozenTo: optimizer.frozenTo,
    hypers: optimizer.hypers.map((hyper) => ({ ...hyper })),
    record: recorder.record(),
  };
}
