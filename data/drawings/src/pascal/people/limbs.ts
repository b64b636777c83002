import { litBlob } from '../../drawing/light';
import { limb, type Point } from '../../drawing/path';

/** The joint between two bones that reach from one point towards another. */
export function joint(from: Point, to: Point, first: number, second: number, bend: number): Point {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const distance = Math.max(1, Math.min(Math.hypot(dx, dy), first + second - 0.5));
  const along = (first ** 2 - second ** 2 + distance ** 2) / (2 * distance);
  const aside = Math.sqrt(Math.max(0, first ** 2 - along ** 2)) * bend;
  const real = Math.hypot(dx, dy) || 1;
  const [ux, uy] = [dx / real, dy / real];
  return [from[0] + ux * along + uy * aside, from[1] + uy * along - ux * aside];
}

/** A limb with round ends. */
export function tube(spine: readonly Point[], widths: readonly number[], colour: string): string {
  const [[x0, y0], [x1, y1]] = spine;
  const reach = (widths[0] * 0.36) / (Math.hypot(x1 - x0, y1 - y0) || 1);
  const root: Point = [x0 - (x1 - x0) * reach, y0 - (y1 - y0) * reach];
  return litBlob([root, ...limb(spine, widths)], colour);
}

/** The point a fraction `t` of the way from one to another. */
export function towards(from: Point, to: Point, t: number): Point {
  return [from[0] + (to[0] - from[0]) * t, from[1] + (to[1] - from[1]) * t];
}
