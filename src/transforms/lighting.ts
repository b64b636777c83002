import { made } from '../base/recipe';
import { tf } from '../tensorflow/tf';
import {
  type BatchTransform,
  type DrawOptions,
  drawEach,
  type FixedDraw,
  type Light,
} from './batch-transform';

/** Options of the lighting transforms. */
export interface LightOptions extends DrawOptions {
  /**
   * Strength, in [0, 1), as in fastai.
   *
   * @defaultValue 0.2
   */
  readonly maxLighting?: number;
  /** The change itself, instead of a random one. */
  readonly draw?: FixedDraw;
}

const logit = (x: number) => Math.log(x / (1 - x));

/**
 * Makes images brighter or darker, fastai's `Brightness`.
 *
 * @param options
 * @param options.maxLighting Strength, in [0, 1); by default 0.2, as in fastai.
 * @param options.p Probability for each image, in [0, 1]; by default 0.75, as in fastai.
 * @param options.draw The brightness, instead of a random one: 0.5 changes nothing, towards 1 is brighter, towards 0 darker.
 * @returns The transform, for `batchTransforms` of a `DataBlock`.
 */
export function brightness({ maxLighting = 0.2, draw, ...options }: LightOptions = {}): BatchTransform {
  return made({
    name: `brightness(${maxLighting})`,
    recipe: { kind: 'brightness', options: { maxLighting, draw, ...options } },
    light({ count }, random) {
      const drawing = { p: 0.75, ...options, fixed: draw };
      const low = 0.5 * (1 - maxLighting);
      const changes = drawEach(count, random, drawing, () => random.uniform(low, 1 - low), 0.5);
      return changes.map((change) => ({ factor: 1, shift: logit(change) }));
    },
  });
}

/**
 * Increases or decreases contrast, fastai's `Contrast`.
 *
 * @param options
 * @param options.maxLighting Strength, in [0, 1); by default 0.2, as in fastai.
 * @param options.p Probability for each image, in [0, 1]; by default 0.75, as in fastai.
 * @param options.draw The contrast, instead of a random one: 1 changes nothing, above 1 increases, below 1 decreases it.
 * @returns The transform, for `batchTransforms` of a `DataBlock`.
 */
export function contrast({ maxLighting = 0.2, draw, ...options }: LightOptions = {}): BatchTransform {
  return made({
    name: `contrast(${maxLighting})`,
    recipe: { kind: 'contrast', options: { maxLighting, draw, ...options } },
    light({ count }, random) {
      const drawing = { p: 0.75, ...options, fixed: draw };
      const weakest = Math.log(1 - maxLighting);
      const drawOne = () => Math.exp(random.uniform(weakest, -weakest));
      return drawEach(count, random, drawing, drawOne, 1).map((factor) => ({ factor, shift: 0 }));
    },
  });
}

/** The change of lighting that does `first`, then `second`. */
export function composeLight(first: Light, second: Light): Light {
  return { factor: second.factor * first.factor, shift: second.factor * first.shift + second.shift };
}

/**
 * Changes the lighting of each image, in one pass however many changes were composed.
 *
 * @param bytes float32 `[batch, height, width, 3]` in [0, 255]. Not disposed.
 * @param lights One change for each image.
 * @returns float32, same shape, in (0, 1), owned by the caller.
 */
export function applyLight(bytes: tf.Tensor4D, lights: readonly Light[]): tf.Tensor4D {
  return tf.tidy(() => {
    const perImage = (values: number[]) => tf.tensor4d(values, [values.length, 1, 1, 1]);
    // logit(c) = -log(1 / c - 1). Colours are clipped to [1e-7, 1 - 1e-7], as in fastai: black and white would be infinite.
    const odds = tf.sub(tf.div(255, tf.clipByValue(bytes, 255e-7, 255 - 255e-7)), 1);
    const factors = perImage(lights.map((light) => -light.factor));
    const shifts = perImage(lights.map((light) => light.shift));
    return tf.sigmoid(tf.add(tf.mul(tf.log(odds), factors), shifts)) as tf.Tensor4D;
  });
}
