import { limb, type Point, ring } from '../drawing/path';
import type { Breed, Part, PartKind } from './animal';

/** A part of a given outline, its fur `length` long at the edge. */
export function part(
  kind: PartKind,
  points: readonly Point[],
  length: number,
  more: Partial<Part> = {},
): Part {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  return {
    kind,
    points,
    fringe: { length },
    centre: [(left + right) / 2, (top + bottom) / 2],
    radii: [(right - left) / 2, (bottom - top) / 2],
    side: 0,
    ...more,
  };
}

/** The tail, from its root; `out` -1 or 1 is the side it points to, `up` how high it is carried. */
export function tailPart({ body, fur }: Breed, [x, y]: Point, out: number, up: number): Part[] {
  if (body.tail === 'stub') return [];
  const thick = body.tail === 'long' ? 24 : 34;
  const spine: Record<'long' | 'plume' | 'curl', Point[]> = {
    long: [
      [x, y],
      [x + out * 60, y - up * 6],
      [x + out * 92, y - up * 70],
      [x + out * 78, y - up * 140],
    ],
    plume: [
      [x, y],
      [x + out * 62, y - up * 14],
      [x + out * 104, y - up * 62],
      [x + out * 108, y - up * 118],
    ],
    curl: [
      [x, y],
      [x + out * 42, y - 62],
      [x + out * 6, y - 112],
      [x - out * 44, y - 84],
      [x - out * 30, y - 50],
    ],
  };
  return [part('tail', limb(spine[body.tail], [thick, thick * 1.15, thick * 0.95, thick * 0.55]), fur.tail)];
}

/** A foot. */
export function paw(at: Point, radii: Point, fur: number): Part {
  return part('leg', ring(at, radii, { count: 10 }), Math.min(fur, 6));
}
