import type { ColourStatistics } from '../../transforms/batch-transform';
import type { Layer, Scope } from '../layers/layer';

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
  /** True for the names of the second parameter group; the rest of the body is the first. */
  readonly secondGroup: (parameterName: string) => boolean;
}

/** A kind of model one can start from. */
export interface Architecture {
  /** As in torchvision, e.g. `resnet34`; pretrained weights go by this name. */
  readonly name: 'resnet34' | 'resnet50' | 'efficientnetLite0';
  /** What the pretrained weights expect of their input. */
  readonly statistics: ColourStatistics;
  /** Name of the last layer in the checkpoint: the one that transfer learning replaces. */
  readonly classifier: string;
  /** Declares the body in a scope. */
  body(at: Scope): Body;
}
