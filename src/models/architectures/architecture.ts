import { tf } from '../../tensorflow/tf';
import type { ColourStatistics } from '../../transforms/batch-transform';
import type { Layer, Pass, Scope } from '../layers/layer';

/** One step of a body, named as the checkpoint names its parameters. */
export interface Stage {
  readonly name: string;
  readonly layer: Layer;
}

/** The part of a classifier that turns images into feature maps, also called backbone: what transfer learning keeps. */
export interface Body {
  /** In order; fastai's children of `create_body`. */
  readonly stages: readonly Stage[];
  /** Channels of the last feature map. */
  readonly channels: number;
  /** Is a parameter of the body, by its name there, in the second parameter group? The others are in the first. */
  readonly secondGroup: (parameterName: string) => boolean;
}

/**
 * A network that one can start from: its body, and what its pretrained weights expect. A new one is a file in this folder and a
 * name here; the compiler then asks for its weights (weights/published-weights.ts) and for its recipe (model-recipe.ts).
 */
export interface Architecture {
  /** As in torchvision, e.g. `resnet34`; pretrained weights go by this name. */
  readonly name:
    | 'resnet18'
    | 'resnet34'
    | 'resnet50'
    | 'resnet101'
    | 'resnet152'
    | 'mobilenetV2'
    | 'efficientnetLite0';
  /** Mean and standard deviation of each channel, in [0, 1], by which the pretrained weights expect images to be normalized. */
  readonly statistics: ColourStatistics;
  /** Name of the last layer in the checkpoint: the one that transfer learning replaces. */
  readonly classifier: string;
  /** Declares the body's parameters in a scope. */
  readonly body: (at: Scope) => Body;
  /** The same for the encoder of a U-Net: the body without stages that only prepare its classifier. @defaultValue `body` */
  readonly encoder?: (at: Scope) => Body;
}

/**
 * Runs a body.
 *
 * @param images Real numbers `[batch, height, width, 3]`, normalized. Not disposed.
 * @returns The feature map after each stage, owned by the enclosing `tf.tidy`.
 */
export function featureMaps({ stages }: Body, images: tf.Tensor4D, pass: Pass): tf.Tensor4D[] {
  const maps: tf.Tensor4D[] = [];
  for (const { layer } of stages) {
    const x = maps[maps.length - 1] ?? images;
    maps.push(tf.tidy(() => layer(x, pass)));
  }
  return maps;
}
