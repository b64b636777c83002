import { made } from '../base/recipe';
import { type WarpOptions, warpOptions } from './affine';
import { type BatchTransform, drawEach, type FixedDraw } from './batch-transform';
import { type Matrix3, solve } from './matrix';

const CORNERS = [
  [-1, -1],
  [-1, 1],
  [1, -1],
  [1, 1],
] as const;

/**
 * Changes the perspective of images, as if seen from the side or from above, fastai's `Warp`.
 *
 * @param options
 * @param options.magnitude How far corners move at most, as a fraction of half the width or height; by default 0.2, as in fastai.
 * @param options.p Probability for each image and each of the two directions, in [0, 1]; by default 0.5, as in fastai.
 * @param options.drawX How far corners move up and down, instead of a random distance.
 * @param options.drawY How far corners move left and right, instead of a random distance.
 * @returns The transform, for `batchTransforms` of a `DataBlock`.
 */
export function warp({
  magnitude = 0.2,
  drawX,
  drawY,
  ...options
}: WarpOptions & { magnitude?: number; drawX?: FixedDraw; drawY?: FixedDraw } = {}): BatchTransform {
  return made({
    name: `warp(${magnitude})`,
    recipe: { kind: 'warp', options: { magnitude, drawX, drawY, ...options } },
    ...warpOptions(options, 'warp'),
    perspective({ count }, random) {
      const tilt = (fixed?: FixedDraw) => {
        const drawing = { p: 0.5, ...options, fixed };
        return drawEach(count, random, drawing, () => random.uniform(-magnitude, magnitude), 0);
      };
      const x = tilt(drawX);
      const y = tilt(drawY);
      return x.map((_, i) => perspectiveMap(x[i], y[i]));
    },
  });
}

/** The projective map under which the four moved corners come from the corners of the square. */
export function perspectiveMap(x: number, y: number): Matrix3 {
  const moved = [
    [-1 - y, -1 - x],
    [-1 + y, 1 + x],
    [1 + y, -1 + x],
    [1 - y, 1 - x],
  ];
  const equations = CORNERS.flatMap(([toX, toY], i) => {
    const [fromX, fromY] = moved[i];
    return [
      [fromX, fromY, 1, 0, 0, 0, -toX * fromX, -toX * fromY, toX],
      [0, 0, 0, fromX, fromY, 1, -toY * fromX, -toY * fromY, toY],
    ];
  });
  return [...solve(equations), 1];
}
