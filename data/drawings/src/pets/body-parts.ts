import { limb, mirrored, type Point, points, ring } from '../drawing/path';
import type { Breed, Part, PartKind } from './animal';

/** An outline that is the same on both sides, clockwise from its right half. */
export function symmetric(top: number, right: readonly Point[], bottom: number): Point[] {
  return [[0, top], ...right, [0, bottom], ...mirrored(right)];
}

/**
 * A part of a given outline.
 *
 * @param outline Points around it, clockwise.
 * @param fringe Length of the fur at the edge, or all about it.
 * @param more What differs from a plain part; its middle and half sizes are the outline's by default.
 */
export function part(
  kind: PartKind,
  outline: readonly Point[],
  fringe: number | Part['fringe'],
  more: Partial<Part> = {},
): Part {
  const xs = outline.map(([x]) => x);
  const ys = outline.map(([, y]) => y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  return {
    kind,
    points: outline,
    fringe: typeof fringe === 'number' ? { length: fringe } : fringe,
    centre: [(left + right) / 2, (top + bottom) / 2],
    radii: [(right - left) / 2, (bottom - top) / 2],
    ...more,
  };
}

/** The tail, from its root; `out` -1 or 1 is the side it points to, `up` how high it is carried. */
export function tailPart({ body, fur }: Breed, [x, y]: Point, out: number, up: number): Part[] {
  if (body.tail === 'stub') return [];
  const thick = body.tail === 'long' ? 24 : 34;
  const curves: Record<'long' | 'plume' | 'curl', Point[]> = {
    long: [
      [60, -up * 6],
      [92, -up * 70],
      [78, -up * 140],
    ],
    plume: [
      [62, -up * 14],
      [104, -up * 62],
      [108, -up * 118],
    ],
    curl: points('42,-62 6,-112 -44,-84 -30,-50'),
  };
  const spine = [[0, 0] as Point, ...curves[body.tail]].map(([u, v]): Point => [x + out * u, y + v]);
  return [part('tail', limb(spine, [thick, thick * 1.15, thick * 0.95, thick * 0.55]), fur.tail)];
}

/** A foot. */
export function paw(at: Point, radii: Point, fur: number): Part {
  return part('leg', ring(at, radii, { count: 10 }), Math.min(fur, 6));
}
