/** The sides that are compared: fovea, fastai as its users get it, and fastai with PyTorch's best setting. */
export type Side = 'fovea' | 'default' | 'best';

/** The settings of the baseline, fastai. */
export type BaselineSetting = Exclude<Side, 'fovea'>;

/** How many times better than each setting of the baseline fovea should be. */
export type Targets = Readonly<Partial<Record<BaselineSetting, number>>>;

/** What the benchmark can time. Both sides find the work by its name: fovea/workloads.ts and baseline/; a fit is read from its notebook. */
export interface BenchCase {
  /**
   * E.g. `train-resnet34-224x16`: work, network, size of the images, images per step. `-bf16`: fovea's body computes in bfloat16;
   * the baseline's work is that of the name without the ending.
   */
  readonly name: string;
  /** `steps`: some steps of prepared work; `fit`: a lesson's whole fit; `start`: a kernel's start to the first batch shown. */
  readonly kind: 'steps' | 'fit' | 'start';
  /** Images of one step, for a case whose speed is given in images per second. */
  readonly images?: number;
  /** The settings of the baseline it is compared with. */
  readonly settings: readonly BaselineSetting[];
  /** In time. */
  readonly targets: Targets;
  /** In peak memory, for a fit. */
  readonly memoryTargets?: Targets;
}

const BOTH = ['default', 'best'] as const;
const steps = (name: string, images: number, targets: Targets): BenchCase => ({
  name,
  kind: 'steps',
  images,
  settings: BOTH,
  targets,
});
const bf16 = (name: string, images: number): BenchCase => ({
  ...steps(name, images, { best: 1 }),
  settings: ['best'],
});
const fit = (lesson: string, target: number): BenchCase => ({
  name: `fit-${lesson}`,
  kind: 'fit',
  settings: BOTH,
  targets: { default: target },
});

/** All cases, with the ratios to reach against fastai's default and PyTorch's best setting. */
export const CASES: readonly BenchCase[] = [
  steps('train-efficientnet-lite0-224x32', 32, { default: 4, best: 1.5 }),
  { ...bf16('train-efficientnet-lite0-224x32-bf16', 32), targets: { best: 1.5 } },
  steps('train-resnet34-224x16', 16, { default: 1.5 }),
  bf16('train-resnet34-224x16-bf16', 16),
  steps('train-resnet50-128x16', 16, { default: 1.5 }),
  bf16('train-resnet50-128x16-bf16', 16),
  steps('train-unet-resnet34-96x128x8', 8, { default: 1.5 }),
  bf16('train-unet-resnet34-96x128x8-bf16', 8),
  steps('train-frozen-resnet34-224x16', 16, { default: 1.5 }),
  bf16('train-frozen-resnet34-224x16-bf16', 16),
  { ...steps('load-pets-224x64', 64, { default: 4 }), settings: ['default'] },
  { ...steps('load-again-pets-224x64', 64, { default: 4 }), settings: ['default'] },
  steps('infer-resnet34-224x32', 32, { default: 1.2, best: 1 }),
  { name: 'start-to-first-batch', kind: 'start', settings: ['default'], targets: { default: 1 } },
  { ...fit('pets', 4), memoryTargets: { default: 2 } },
  fit('pascal', 2),
  fit('camvid', 3),
  fit('biwi', 2),
];
