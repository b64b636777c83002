import { FoveaError } from '../base/errors';
import { dihedral, flip, rotate, zoom } from './affine';
import { randomResizedCropGPU } from './batch-crop';
import type { BatchTransform } from './batch-transform';
import type { PadMode } from './geometry';
import type { SizeOption } from './item-transform';
import { brightness, contrast } from './lighting';
import { warp } from './perspective';

/** Options of {@link augTransforms}; every default is fastai's. */
export interface AugmentationOptions {
  /** Multiplies `maxRotate`, `maxLighting` and `maxWarp`; 1. */
  readonly mult?: number;
  /** Mirrors half of the images; true. */
  readonly doFlip?: boolean;
  /** Flips upside down and turns by quarters too: for what has no up, e.g. satellite images; false. */
  readonly flipVert?: boolean;
  /** Degrees either way; 10. */
  readonly maxRotate?: number;
  /** Smallest enlargement; 1. */
  readonly minZoom?: number;
  /** Largest enlargement; 1.1. */
  readonly maxZoom?: number;
  /** Strength of brightness and contrast, in [0, 1); 0.2. */
  readonly maxLighting?: number;
  /** Tilt, in half widths; 0.2. */
  readonly maxWarp?: number;
  /** Probability of warp, rotate and zoom, each for each image; 0.75. */
  readonly pAffine?: number;
  /** Probability of brightness and contrast, each for each image; 0.75. */
  readonly pLighting?: number;
  /** More transforms, done after these. */
  readonly xtraTfms?: readonly BatchTransform[];
  /** Pixels of the result: one side of a square, or `[height, width]`; the batch's own unless told. */
  readonly size?: SizeOption;
  /** What is seen beyond the edge; `reflection`. */
  readonly padMode?: PadMode;
  /** Draws once for the whole batch; false. */
  readonly batch?: boolean;
  /** Below 1: cuts a random square of at least this part of the area from the batch; 1. */
  readonly minScale?: number;
}

/**
 * fastai's recipe of data augmentation: flip, warp, rotate, zoom, brightness, contrast.
 *
 * In training each image draws its own; validation is only brought to `size`.
 *
 * @returns The transforms, for `batchTransforms` of a `DataBlock`; more may be added to the list.
 * @throws FoveaError if `minScale` comes without a `size`.
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
      `augTransforms with minScale ${minScale} needs the size to give the cut.`,
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
