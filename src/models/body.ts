import type { Layer, Scope } from './layer';

/** One step of a body, named as the checkpoint names its parameters. */
export interface Stage {
  readonly name: string;
  readonly layer: Layer;
}

/** The part of a classifier that turns images into feature maps: what transfer learning keeps. */
export interface Body {
  /** In order; fastai's children of `create_body`. */
  readonly stages: readonly Stage[];
  /** Channels of the last feature map. */
  readonly channels: number;
  /** Names of the parameters of the second group start with one of these; the first group is the rest of the body. */
  readonly secondGroup: (parameterName: string) => boolean;
}

/** Mean and standard deviation of each colour, for images in [0, 1]. */
export interface ImageStatistics {
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/** A kind of model one can start from. */
export interface Architecture {
  /** As in torchvision, e.g. `resnet34`; pretrained weights go by this name. */
  readonly name: 'resnet34' | 'resnet50' | 'efficientnetLite0';
  /** What the pretrained weights expect of their input. */
  readonly statistics: ImageStatistics;
  /** Name of the last layer in the checkpoint: the one that transfer learning replaces. */
  readonly classifier: string;
  /** Declares the body in a scope. */
  body(at: Scope): Body;
}

/** ImageNet's statistics, as fastai's `imagenet_stats`. */
export const imagenetStats: ImageStatistics = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };
