import type { Random } from '../base/random';
import { castTo, runKernelForOne } from '../tensorflow/kernel';
import { tf } from '../tensorflow/tf';
import { adaptiveAveragePool, type FillMode, projectiveTransform } from '../tensorflow/warp';
import type { BatchShape, BatchTransform, ColourStatistics, Light } from './batch-transform';
import {
  type ImageSize,
  type PadMode,
  pixelCoefficients,
  type Rectangle,
  reach,
  type Warp,
} from './geometry';
import type { Split } from './item-transform';
import { applyLight, composeLight } from './lighting';
import { IDENTITY, type Matrix3, multiply } from './matrix';
import { normalizeImages } from './normalize';

/** What the transforms do to one batch: drawn first, then applied to images, masks and points alike. */
export interface BatchPlan {
  /** Undefined if no pixel moves. */
  readonly warp?: Warp;
  /** How images are reduced by averaging before the warp; undefined where they are reduced at most twofold. */
  readonly preShrink?: PreShrink;
  /** The change of lighting of each image; undefined if none changes. */
  readonly lights?: readonly Light[];
}

/** A rectangle of the images, the size it is reduced to by averaging, and the maps of the warp that follows. */
export interface PreShrink extends ImageSize {
  readonly rectangle: Rectangle;
  readonly maps: readonly Matrix3[];
}

const FILL_MODES: Record<PadMode, FillMode> = {
  reflection: 'REFLECT',
  border: 'NEAREST',
  zeros: 'CONSTANT',
};

/**
 * Draws what a list of transforms does to one batch.
 *
 * @param transforms In the order in which they draw, as in fastai; those of the same kind are composed.
 * @param shape Of the batch before its transforms.
 * @param split In validation only the size changes, by resizing and the middle crop.
 * @param random The batch's own stream of random numbers; not used in validation.
 */
export function planBatch(
  transforms: readonly BatchTransform[],
  shape: BatchShape,
  split: Split,
  random: Random,
): BatchPlan {
  const training = split === 'train';
  let maps: Matrix3[] = new Array(shape.count).fill(IDENTITY);
  let moved = false;
  const compose = (next: Matrix3[], order: (map: Matrix3, next: Matrix3) => Matrix3) => {
    maps = maps.map((map, i) => order(map, next[i]));
    moved = true;
  };
  let lights: Light[] | undefined;
  let crop: Rectangle | undefined;
  for (const transform of training ? transforms : []) {
    if (transform.affine) compose(transform.affine(shape, random), multiply);
  }
  maps = maps.map((map) => inProportion(map, shape));
  for (const transform of transforms) {
    if (training && transform.perspective) {
      compose(transform.perspective(shape, random), (map, next) => multiply(next, map));
    }
    if (training && transform.light) {
      const next = transform.light(shape, random);
      lights = lights ? lights.map((light, i) => composeLight(light, next[i])) : next;
    }
    if (transform.crop) crop = transform.crop(shape, training ? random : undefined);
  }
  const size = transforms.find((transform) => transform.size)?.size ?? shape;
  const sized = crop !== undefined || size.width !== shape.width || size.height !== shape.height;
  if (!moved && !sized) return { lights };
  const shrunk = planShrink(shape, size, crop, maps);
  const unmoved = maps;
  // fastai moves the whole image first and crops then.
  if (crop) maps = maps.map((map) => multiply(map, cropMap(shape, crop!)));
  // A crop that is not moved is averaged by itself, exactly as in fastai; else the whole image is, by the same factor.
  const preShrink = shrunk && (moved ? { ...wholeOf(shape, shrunk), maps } : { ...shrunk, maps: unmoved });
  const padMode = transforms.find((transform) => transform.padMode)?.padMode ?? 'reflection';
  return { lights, preShrink, warp: { maps, outWidth: size.width, outHeight: size.height, padMode } };
}

/**
 * Transforms the images of a batch as planned.
 *
 * @param images uint8 `[batch, height, width, 3]`. Not disposed.
 * @returns float32 `[batch, outHeight, outWidth, 3]`, in [0, 1] or normalized; owned by the caller.
 */
export function transformImages(
  images: tf.Tensor4D,
  plan: BatchPlan,
  transforms: readonly BatchTransform[],
  split: Split,
  random: Random,
  statistics?: ColourStatistics,
): tf.Tensor4D {
  return tf.tidy(() => {
    const { preShrink, warp, lights } = plan;
    const source = preShrink ? shrink(images, preShrink) : images;
    const moved = warp
      ? warpTensor(source, { ...warp, maps: preShrink?.maps ?? warp.maps })
      : castTo(source, 'float32');
    let colours = lights ? applyLight(moved, lights) : (tf.mul(moved, 1 / 255) as tf.Tensor4D);
    for (const transform of transforms) {
      if (transform.pixels) colours = transform.pixels(colours, split, random);
    }
    return statistics ? normalizeImages(colours, statistics) : colours;
  });
}

/**
 * Warps a batch of images or masks.
 *
 * @param batch uint8 or float32 (int32 with `nearest`) `[batch, height, width, channels]`. Not disposed.
 * @param options
 * @param options.nearest Takes the nearest pixel instead of a mean of four: for masks; by default false.
 * @returns float32 (int32 with `nearest`) `[batch, outHeight, outWidth, channels]`, owned by the caller.
 */
export function warpTensor(
  batch: tf.Tensor4D,
  { maps, outHeight, outWidth, padMode }: Warp,
  { nearest = false }: { nearest?: boolean } = {},
): tf.Tensor4D {
  const [, inHeight, inWidth] = batch.shape;
  const size = { inWidth, inHeight, outWidth, outHeight };
  return tf.tidy(() => {
    const coefficients = tf.tensor2d(maps.map((map) => pixelCoefficients(map, size)));
    // TensorFlow mirrors with the edge pixel repeated, PyTorch without: a difference of one pixel beyond the edge.
    return projectiveTransform(batch, coefficients, [outHeight, outWidth], {
      nearest,
      fill: FILL_MODES[padMode],
    });
  });
}

// Rotations are drawn for a square; coordinates from -1 to 1 along both axes must make up for the image's aspect ratio.
function inProportion(map: Matrix3, { width, height }: ImageSize): Matrix3 {
  const [a, b, c, d, ...rest] = map;
  return [a, (b * height) / width, c, (d * width) / height, ...rest];
}

// From the crop's coordinates to those of the whole image.
function cropMap({ width, height }: ImageSize, crop: Rectangle): Matrix3 {
  const axis = (size: number, start: number, length: number) =>
    size > 1
      ? { scale: (length - 1) / (size - 1), offset: (2 * start + length - 1) / (size - 1) - 1 }
      : { scale: 1, offset: 0 };
  const x = axis(width, crop.left, crop.width);
  const y = axis(height, crop.top, crop.height);
  return [x.scale, 0, x.offset, 0, y.scale, y.offset, 0, 0, 1];
}

// fastai's rule (`_grid_sample`): images are averaged first where they are reduced more than twofold and not enlarged by zooming.
function planShrink(
  shape: ImageSize,
  size: ImageSize,
  crop: Rectangle | undefined,
  maps: readonly Matrix3[],
): Omit<PreShrink, 'maps'> | undefined {
  const rectangle = crop ?? { left: 0, top: 0, width: shape.width, height: shape.height };
  const reduction = Math.min(rectangle.height / size.height, rectangle.width / size.width) / 2;
  const { low, high } = crop ? { low: -1, high: 1 } : reach(maps);
  if (reduction <= 1 || reduction <= 2 / (high - low)) return undefined;
  // In this order of operations, as PyTorch rounds.
  const shrunk = (length: number) => Math.max(1, Math.floor(length * (1 / reduction)));
  return { rectangle, width: shrunk(rectangle.width), height: shrunk(rectangle.height) };
}

// The same reduction for the whole image as for its crop.
function wholeOf(
  { width, height }: ImageSize,
  { rectangle, ...small }: Omit<PreShrink, 'maps'>,
): Omit<PreShrink, 'maps'> {
  return {
    rectangle: { left: 0, top: 0, width, height },
    width: Math.max(1, Math.round((width * small.width) / rectangle.width)),
    height: Math.max(1, Math.round((height * small.height) / rectangle.height)),
  };
}

function shrink(images: tf.Tensor4D, { rectangle, width, height }: PreShrink): tf.Tensor4D {
  const [count, , , channels] = images.shape;
  const begin = tf.tensor1d([0, rectangle.top, rectangle.left, 0], 'int32');
  const size = tf.tensor1d([count, rectangle.height, rectangle.width, channels], 'int32');
  return adaptiveAveragePool(runKernelForOne('Slice', [images, begin, size]), [height, width]);
}
