import { largest, smallest } from '../base/extremes';
import type { CropResize } from '../images/image';
import { apply, type Matrix3 } from './matrix';

export type { CropResize, ImageSize, Rectangle } from '../images/image';

/** What is drawn where a transform looks beyond the image: the image mirrored, its edge pixel repeated, or black. */
export type PadMode = 'reflection' | 'border' | 'zeros';

/**
 * A projective map for each sample of a batch, from output to input coordinates. Both run from -1 (centre of the first pixel) to 1
 * (centre of the last): the grid of PyTorch's `grid_sample` with aligned corners.
 */
export interface Warp {
  readonly maps: readonly Matrix3[];
  readonly outHeight: number;
  readonly outWidth: number;
  readonly padMode: PadMode;
}

/** A position, in pixels or in [-1, 1] as the function says. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The position of a point after a cut, in pixels. */
export function cutPoint(point: Point, cut: CropResize): Point {
  return {
    x: ((point.x - cut.left) * cut.outWidth) / cut.width - (cut.keep?.left ?? 0),
    y: ((point.y - cut.top) * cut.outHeight) / cut.height - (cut.keep?.top ?? 0),
  };
}

/**
 * The eight numbers of TensorFlow's `ImageProjectiveTransformV3`: output pixel (x, y) comes from
 * ((a0 x + a1 y + a2) / k, (b0 x + b1 y + b2) / k), k = c0 x + c1 y + 1.
 *
 * @param map From output to input, in [-1, 1].
 * @param size Sizes in pixels of what goes in and what comes out.
 * @returns a0, a1, a2, b0, b1, b2, c0, c1.
 */
export function pixelCoefficients(
  map: Matrix3,
  size: { inWidth: number; inHeight: number; outWidth: number; outHeight: number },
): number[] {
  const [m0, m1, m2, m3, m4, m5, m6, m7, m8] = map;
  const [sx, ox] = toGrid(size.outWidth);
  const [sy, oy] = toGrid(size.outHeight);
  const halfWidth = (size.inWidth - 1) / 2;
  const halfHeight = (size.inHeight - 1) / 2;
  const k = [m6 * sx, m7 * sy, m6 * ox + m7 * oy + m8];
  const u = [m0 * sx, m1 * sy, m0 * ox + m1 * oy + m2];
  const v = [m3 * sx, m4 * sy, m3 * ox + m4 * oy + m5];
  const x = u.map((value, i) => halfWidth * (value + k[i]));
  const y = v.map((value, i) => halfHeight * (value + k[i]));
  return [...x, ...y, k[0], k[1]].map((value) => value / k[2]);
}

// Scale and offset from a pixel's index to its coordinate. A single pixel lies in the middle.
function toGrid(size: number): [number, number] {
  return size > 1 ? [2 / (size - 1), -1] : [0, 0];
}

/** The smallest and largest coordinate, of x and y alike, that the maps reach from the square [-1, 1]. */
export function reach(maps: readonly Matrix3[]): { low: number; high: number } {
  const values = maps.flatMap((map) =>
    [-1, 1].flatMap((x) =>
      [-1, 1].flatMap((y) => {
        const point = apply(map, { x, y });
        return [point.x, point.y];
      }),
    ),
  );
  return { low: smallest(values), high: largest(values) };
}
