import { made } from '../base/recipe';
import { type BatchTransform, type DrawOptions, drawEach, type FixedDraw } from './batch-transform';
import type { PadMode } from './geometry';
import { imageSize, type SizeOption } from './item-transform';
import type { Matrix3 } from './matrix';

/** Options of every transform that moves pixels. */
export interface WarpOptions extends DrawOptions {
  /** Size of the result in pixels: one side of a square, or `[height, width]`. By default the batch's own. */
  readonly size?: SizeOption;
  /**
   * What is drawn where the transform looks beyond the image, as in fastai.
   *
   * @defaultValue 'reflection'
   */
  readonly padMode?: PadMode;
}

/** The options of a warp as {@link BatchTransform} carries them. */
export function warpOptions({ size, padMode }: WarpOptions, what: string) {
  return { size: size === undefined ? undefined : imageSize(size, what), padMode };
}

/**
 * Mirrors images left to right, fastai's `Flip`.
 *
 * @param options
 * @param options.p Probability for each image, in [0, 1]; by default 0.5, as in fastai.
 * @returns The transform, for `batchTransforms` of a `DataBlock`.
 */
export function flip(options: WarpOptions = {}): BatchTransform {
  return made({
    name: 'flip',
    recipe: { kind: 'flip', options: { ...options } },
    ...warpOptions(options, 'flip'),
    affine({ count }, random) {
      const flips = drawEach(count, random, { p: 0.5, ...options }, () => 1, 0);
      return flips.map((flipped): Matrix3 => [flipped ? -1 : 1, 0, 0, 0, 1, 0, 0, 0, 1]);
    },
  });
}

// The eight symmetries of a square: the signs of x and y, and whether x and y are swapped.
const SYMMETRIES = [
  [1, 1, false],
  [-1, 1, false],
  [1, -1, false],
  [-1, 1, true],
  [-1, -1, false],
  [1, -1, true],
  [1, 1, true],
  [-1, -1, true],
] as const;

/**
 * Mirrors images and rotates them by multiples of 90 degrees, at random one of the eight symmetries of a square, fastai's
 * `Dihedral`.
 *
 * @param options
 * @param options.p Probability for each image, in [0, 1]; by default 0.5, as in fastai.
 * @param options.draw The number of the symmetry, 0 (none) to 7, instead of a random one.
 * @returns The transform, for `batchTransforms` of a `DataBlock`.
 */
export function dihedral({ draw, ...options }: WarpOptions & { draw?: FixedDraw } = {}): BatchTransform {
  return made({
    name: 'dihedral',
    recipe: { kind: 'dihedral', options: { draw, ...options } },
    ...warpOptions(options, 'dihedral'),
    affine(shape, random) {
      const drawing = { p: 0.5, ...options, fixed: draw };
      const numbers = drawEach(shape.count, random, drawing, () => random.integer(0, 7), 0);
      return numbers.map((number): Matrix3 => {
        const [x, y, swapped] = SYMMETRIES[number];
        return swapped ? [0, x, 0, y, 0, 0, 0, 0, 1] : [x, 0, 0, 0, y, 0, 0, 0, 1];
      });
    },
  });
}

/**
 * Rotates images about their centre, fastai's `Rotate`.
 *
 * @param options
 * @param options.maxDeg Largest angle in either direction, in degrees; by default 10, as in fastai.
 * @param options.p Probability for each image, in [0, 1]; by default 0.5, as in fastai.
 * @param options.draw Angle in degrees, clockwise, instead of a random one.
 * @returns The transform, for `batchTransforms` of a `DataBlock`.
 */
export function rotate({
  maxDeg = 10,
  draw,
  ...options
}: WarpOptions & { maxDeg?: number; draw?: FixedDraw } = {}): BatchTransform {
  return made({
    name: `rotate(${maxDeg} degrees)`,
    recipe: { kind: 'rotate', options: { maxDeg, draw, ...options } },
    ...warpOptions(options, 'rotate'),
    affine({ count }, random) {
      const drawing = { p: 0.5, ...options, fixed: draw };
      const degrees = drawEach(count, random, drawing, () => random.uniform(-maxDeg, maxDeg), 0);
      return degrees.map((angle): Matrix3 => {
        const cos = Math.cos((angle * Math.PI) / 180);
        const sin = Math.sin((angle * Math.PI) / 180);
        return [cos, sin, 0, -sin, cos, 0, 0, 0, 1];
      });
    },
  });
}

/**
 * Enlarges images about a random centre, fastai's `Zoom`.
 *
 * @param options
 * @param options.minZoom Smallest factor; below 1 the image shrinks and is padded; by default 1, as in fastai.
 * @param options.maxZoom Largest factor; by default 1.1, as in fastai.
 * @param options.p Probability for each image, in [0, 1]; by default 0.5, as in fastai.
 * @param options.draw The factor, instead of a random one.
 * @param options.drawX Position of the centre, 0 (left) to 1 (right), instead of a random one.
 * @param options.drawY Position of the centre, 0 (top) to 1 (bottom), instead of a random one.
 * @returns The transform, for `batchTransforms` of a `DataBlock`.
 */
export function zoom({
  minZoom = 1,
  maxZoom = 1.1,
  draw,
  drawX,
  drawY,
  ...options
}: WarpOptions & {
  minZoom?: number;
  maxZoom?: number;
  draw?: FixedDraw;
  drawX?: FixedDraw;
  drawY?: FixedDraw;
} = {}): BatchTransform {
  return made({
    name: `zoom(${minZoom} to ${maxZoom})`,
    recipe: { kind: 'zoom', options: { minZoom, maxZoom, draw, drawX, drawY, ...options } },
    ...warpOptions(options, 'zoom'),
    affine({ count }, random) {
      const drawing = { p: 0.5, ...options, fixed: draw };
      const factors = drawEach(count, random, drawing, () => random.uniform(minZoom, maxZoom), 1);
      const position = (fixed?: FixedDraw) =>
        drawEach(count, random, { batch: options.batch, fixed }, () => random.uniform(), 0);
      const across = position(drawX);
      const down = position(drawY);
      return factors.map((factor, i): Matrix3 => {
        const s = 1 / factor;
        return [s, 0, (1 - s) * (2 * across[i] - 1), 0, s, (1 - s) * (2 * down[i] - 1), 0, 0, 1];
      });
    },
  });
}
