import { FoveaError } from '../base/errors';
import { dihedral, flip, rotate, zoom } from './affine';
import { randomResizedCropGPU } from './batch-crop';
import type { BatchTransform } from './batch-transform';
import type { PadMode } from './geometry';
import type { SizeOption } from './item-transform';
import { brightness, contrast } from './lighting';
import { warp } from './perspective';

/** Options of {@link augTransforms}. Every default is fastai's. */
export interface AugmentationOptions {
  /**
   * Multiplies `maxRotate`, `maxLighting` and `maxWarp`.
   *
   * @defaultValue 1
   */
  readonly mult?: number;
  /**
   * Mirrors half of the images left to right.
   *
   * @defaultValue true
   */
  readonly doFlip?: boolean;
  /**
   * Also flips upside down and rotates by multiples of 90 degrees: for images without an up, e.g. from satellites.
   *
   * @defaultValue false
   */
  readonly flipVert?: boolean;
  /**
   * Largest angle in either direction, in degrees.
   *
   * @defaultValue 10
   */
  readonly maxRotate?: number;
  /**
   * Smallest factor of enlargement.
   *
   * @defaultValue 1
   */
  readonly minZoom?: number;
  /**
   * Largest factor of enlargement.
   *
   * @defaultValue 1.1
   */
  readonly maxZoom?: number;
  /**
   * Strength of brightness and contrast, in [0, 1).
   *
   * @defaultValue 0.2
   */
  readonly maxLighting?: number;
  /**
   * Strength of the change of perspective: how far corners move, as a fraction of half the width or height.
   *
   * @defaultValue 0.2
   */
  readonly maxWarp?: number;
  /**
   * Probability of each of warp, rotate and zoom for each image, in [0, 1].
   *
   * @defaultValue 0.75
   */
  readonly pAffine?: number;
  /**
   * Probability of each of brightness and contrast for each image, in [0, 1].
   *
   * @defaultValue 0.75
   */
  readonly pLighting?: number;
  /**
   * More transforms, done after these.
   *
   * @defaultValue []
   */
  readonly xtraTfms?: readonly BatchTransform[];
  /** Size of the result in pixels: one side of a square, or `[height, width]`. By default the batch's own. */
  readonly size?: SizeOption;
  /**
   * What is drawn beyond the image's edge.
   *
   * @defaultValue 'reflection'
   */
  readonly padMode?: PadMode;
  /**
   * Draws once for the whole batch instead of for each image.
   *
   * @defaultValue false
   */
  readonly batch?: boolean;
  /**
   * Below 1: crops a random square of at least this fraction of the area, the same for the whole batch.
   *
   * @defaultValue 1
   */
  readonly minScale?: number;
}

/**
 * fastai's recipe of data augmentation: flip, warp, rotate, zoom, brightness, contrast.
 *
 * In training each image is changed at random. In validation images are only resized to `size`.
 *
 * @param options Which changes, how strong and how often; fastai's names and defaults.
 * @returns The transforms, for `batchTransforms` of a `DataBlock`. More may be added to the list.
 * @throws FoveaError if `minScale` is given without a `size`.
 * @see fastai's `aug_transforms`.
 */
export function augTransforms({
  mult = 1,
  doFlip = true,
  flipVert = false,
  maxRotate = 10,
  minZoom = 1,
  maxZoom = 1.1,
  maxLighting = 0.2,
  maxWarp = 0.2,
  pAffine = 0.75,
  pLighting = 0.75,
  xtraTfms = [],
  size,
  padMode = 'reflection',
  batch = false,
  minScale = 1,
}: AugmentationOptions = {}): BatchTransform[] {
  if (minScale !== 1 && size === undefined) {
    throw new FoveaError(
      `augTransforms with minScale ${minScale} needs a size for the crop.`,
      'Add it, e.g. augTransforms({ size: 224, minScale: 0.75 }).',
    );
  }
  const warping = { padMode, batch, size: minScale === 1 ? size : undefined };
  const affine = { ...warping, p: pAffine };
  const light = { maxLighting: maxLighting * mult, p: pLighting, batch };
  const when = (used: boolean, make: () => BatchTransform) => (used ? [make()] : []);
  return [
    ...when(doFlip, () => (flipVert ? dihedral({ ...warping, p: 0.5 }) : flip({ ...warping, p: 0.5 }))),
    ...when(maxWarp * mult > 0, () => warp({ ...affine, magnitude: maxWarp * mult })),
    ...when(maxRotate * mult > 0, () => rotate({ ...affine, maxDeg: maxRotate * mult })),
    ...when(minZoom < 1 || maxZoom > 1, () => zoom({ ...affine, minZoom, maxZoom })),
    ...when(light.maxLighting > 0, () => brightness(light)),
    ...when(light.maxLighting > 0, () => contrast(light)),
    ...when(minScale !== 1, () => randomResizedCropGPU(size!, { minScale, ratio: [1, 1] })),
    ...xtraTfms,
  ];
}
