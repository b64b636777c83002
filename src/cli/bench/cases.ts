/** Who takes part: fovea, fastai as its users get it, fastai with PyTorch's best setting. */
export type Who = 'fovea' | 'default' | 'best';

/** The settings of the peer. */
export type PeerSetting = Exclude<Who, 'fovea'>;

/** How many times better than each setting of the peer something should be. */
export type Targets = Readonly<Partial<Record<PeerSetting, number>>>;

/** What the benchmark can time. Its work is found by its name on both sides: workloads.ts, lessons.ts and peer/. */
export interface BenchCase {
  /**
   * E.g. `train-resnet34-224x16`: what, network, size of the images, images a step. `-bf16`: fovea's body computes in bfloat16;
   * the peer's work is that of the name without.
   */
  readonly name: string;
  /** `steps`: some steps of prepared work; `fit`: a lesson's whole fit; `start`: a kernel's start to the first batch shown. */
  readonly kind: 'steps' | 'fit' | 'start';
  /** Images of one step, for a case that is told in images per second. */
  readonly images?: number;
  /** The settings of the peer it is compared with. */
  readonly settings: readonly PeerSetting[];
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

/** All that can be timed, with what it should reach against fastai's default and PyTorch's best setting. */
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
