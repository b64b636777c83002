import { type BatchTransform, type DrawOptions, drawEach, type FixedDraw } from './batch-transform';
import type { PadMode } from './geometry';
import { imageSize, type SizeOption } from './item-transform';
import type { Matrix3 } from './matrix';

/** Options of every transform that moves pixels. */
export interface WarpOptions extends DrawOptions {
  /** Pixels of the result: one side of a square, or `[height, width]`; the batch's own unless told. */
  readonly size?: SizeOption;
  /** `reflection` unless told, as in fastai. */
  readonly padMode?: PadMode;
}

/** The options of a warp as {@link BatchTransform} carries them. */
export function warpOptions({ size, padMode }: WarpOptions, what: string) {
  return { size: size === undefined ? undefined : imageSize(size, what), padMode };
}

/**
 * Mirrors images left to right, fastai's `Flip`.
 *
 * @param options.p Probability for each image, 0.5 as in fastai.
 */
export function flip(options: WarpOptions = {}): BatchTransform {
  return {
    name: 'flip',
    ...warpOptions(options, 'flip'),
    affine({ count }, random) {
      const flips = drawEach(count, random, { p: 0.5, ...options }, () => 1, 0);
      return flips.map((flipped): Matrix3 => [flipped ? -1 : 1, 0, 0, 0, 1, 0, 0, 0, 1]);
    },
  };
}

// Horizontal and vertical sign, and whether x and y change places, of the eight symmetries of a square.
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
 * Mirrors and turns images by quarters: one of the eight symmetries of a square, fastai's `Dihedral`.
 *
 * @param options.p Probability for each image to draw one, 0.5 as in fastai.
 * @param options.draw The number of the symmetry, 0 (none) to 7, in place of a random one.
 */
export function dihedral({ draw, ...options }: WarpOptions & { draw?: FixedDraw } = {}): BatchTransform {
  return {
    name: 'dihedral',
    ...warpOptions(options, 'dihedral'),
    affine(shape, random) {
      const drawing = { p: 0.5, ...options, fixed: draw };
      const numbers = drawEach(shape.count, random, drawing, () => random.integer(0, 7), 0);
      return numbers.map((number): Matrix3 => {
        const [x, y, swapped] = SYMMETRIES[number];
        return swapped ? [0, x, 0, y, 0, 0, 0, 0, 1] : [x, 0, 0, 0, y, 0, 0, 0, 1];
      });
    },
  };
}

/**
 * Turns images about their middle, fastai's `Rotate`.
 *
 * @param options.maxDeg Largest angle either way, in degrees; 10 as in fastai.
 * @param options.p Probability for each image, 0.5 as in fastai.
 * @param options.draw Angle in degrees, clockwise, in place of a random one.
 */
export function rotate({
  maxDeg = 10,
  draw,
  ...options
}: WarpOptions & { maxDeg?: number; draw?: FixedDraw } = {}): BatchTransform {
  return {
    name: `rotate(${maxDeg} degrees)`,
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
  };
}

/**
 * Enlarges images about a random centre, fastai's `Zoom`.
 *
 * @param options.minZoom Smallest factor, 1 as in fastai; below 1 the image shrinks and is mirrored around.
 * @param options.maxZoom Largest factor, 1.1 as in fastai.
 * @param options.p Probability for each image, 0.5 as in fastai.
 * @param options.draw The factor in place of a random one.
 * @param options.drawX Where the centre lies, 0 (left) to 1 (right), in place of a random place.
 * @param options.drawY Where the centre lies, 0 (top) to 1 (bottom), in place of a random place.
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
  return {
    name: `zoom(${minZoom} to ${maxZoom})`,
    ...warpOptions(options, 'zoom'),
    affine({ count }, random) {
      const drawing = { p: 0.5, ...options, fixed: draw };
      const factors = drawEach(count, random, drawing, () => random.uniform(minZoom, maxZoom), 1);
      const place = (fixed?: FixedDraw) =>
        drawEach(count, random, { batch: options.batch, fixed }, () => random.uniform(), 0);
      const across = place(drawX);
      const down = place(drawY);
      return factors.map((factor, i): Matrix3 => {
        const s = 1 / factor;
        return [s, 0, (1 - s) * (2 * across[i] - 1), 0, s, (1 - s) * (2 * down[i] - 1), 0, 0, 1];
      });
    },
  };
}
