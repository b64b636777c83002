import { shade } from '../../drawing/colour';
import type { Point } from '../../drawing/path';
import type { Face } from '../../three-d/solids';
import type { Vector } from '../../three-d/vector';
import type { Stage } from '../stage';
import { flat, lamp, roundMark } from './vehicle-parts';

/** Half the width of a car in metres. */
export const HALF = 0.86;

/** A window in the face between two points of the profile. */
export function pane([x0, y0]: Point, [x1, y1]: Point, glass: string, inset: (p: Point) => number): Face {
  const [a, b] = [0.12, 0.86];
  const [xa, ya, xb, yb] = [x0 + (x1 - x0) * a, y0 + (y1 - y0) * a, x0 + (x1 - x0) * b, y0 + (y1 - y0) * b];
  const [low, high] = [inset([x0, y0]), inset([x1, y1])];
  const half = (k: number) => HALF - (low + (high - low) * k) - 0.07;
  return flat(
    [
      [xb, yb, -half(b)],
      [xa, ya, -half(a)],
      [xa, ya, half(a)],
      [xb, yb, half(b)],
    ],
    glass,
    [
      flat(
        [
          [xb, yb, -half(b) * 0.2],
          [xa, ya, -half(a) * 0.5],
          [xa, ya, -half(a) * 0.1],
          [xb, yb, half(b) * 0.2],
        ],
        shade(glass, 0.3),
      ),
    ],
  );
}

/** The windows of the side that faces us. */
export function sideWindows(
  roof: readonly Point[],
  glass: string,
  paint: string,
  inset: (p: Point) => number,
): Face[] {
  const [r0, r1, r2, , , r5] = roof;
  const low = Math.max(r0[1], r1[1]) + 0.05;
  const high = Math.min(r2[1], r5[1]) + 0.01;
  const xAt = (p: Point, q: Point, y: number) => p[0] + ((q[0] - p[0]) * (y - p[1])) / (q[1] - p[1]);
  const [left0, left1] = [xAt(r0, r5, low) + 0.1, xAt(r0, r5, high) + 0.08];
  const [right0, right1] = [xAt(r1, r2, low) - 0.14, xAt(r1, r2, high) - 0.08];
  if (right0 - left0 < 0.6) return [];
  const z = (y: number) => -HALF + inset([0, y === low ? 0.85 : 2]);
  const post = (left0 + right0) / 2;
  const windows: Vector[][] = [
    [
      [left0, low, z(low)],
      [post - 0.05, low, z(low)],
      [post - 0.05, high, z(high)],
      [left1, high, z(high)],
    ],
    [
      [post + 0.05, low, z(low)],
      [right0, low, z(low)],
      [right1, high, z(high)],
      [post + 0.05, high, z(high)],
    ],
  ];
  return windows.map((points) => {
    const [a, b, c, d] = points;
    const along = (p: Vector, q: Vector, t: number): Vector => [p[0] + (q[0] - p[0]) * t, p[1], p[2]];
    return flat(points, glass, [
      flat([along(a, b, 0.2), along(a, b, 0.4), along(d, c, 0.62), along(d, c, 0.4)], shade(glass, 0.28)),
      flat([along(a, b, 0), along(a, b, 0.02), along(d, c, 0.02), along(d, c, 0)], shade(paint, -0.3)),
    ]);
  });
}

/** Sill, trim, door and the arches over the wheels. */
export function sideMarks(axles: readonly number[], l: number, paint: string, door: number): Face[] {
  const z = -HALF;
  const strip = (x0: number, y0: number, x1: number, y1: number, fill: string) =>
    flat(
      [
        [x0, y0, z],
        [x1, y0, z],
        [x1, y1, z],
        [x0, y1, z],
      ],
      fill,
    );
  return [
    strip(-l + 0.05, 0.26, l - 0.05, 0.38, shade(paint, -0.45)),
    strip(-l + 0.1, 0.7, l - 0.2, 0.74, shade(paint, 0.28)),
    strip(door, 0.4, door + 0.02, 0.9, shade(paint, -0.4)),
    strip(door - 0.24, 0.76, door - 0.08, 0.79, shade(paint, 0.6)),
    ...axles.map((x) => roundMark([x, 0.33, z], 0.4, '#1c1a20')),
  ];
}

/** Grille, number plate and headlamps. */
export function front(l: number, paint: string, stage: Stage): Face[] {
  const x = l;
  const plate = (y0: number, y1: number, z0: number, z1: number, fill: string, isGlowing = false): Face => ({
    ...flat(
      [
        [x, y0, z0],
        [x, y0, z1],
        [x, y1, z1],
        [x, y1, z0],
      ],
      fill,
    ),
    isGlowing,
  });
  return [
    plate(0.46, 0.6, -0.4, 0.4, '#26282c'),
    plate(0.43, 0.5, -0.22, 0.22, '#f2f0e4'),
    plate(0.6, 0.63, -0.7, 0.7, shade(paint, -0.3)),
    ...[-0.64, 0.64].map((z) =>
      lamp([x, 0.55, z], 0.12, stage.hour.hasLamps ? '#fff6c8' : '#eef2f4', stage.hour.hasLamps),
    ),
  ];
}

/** Number plate and tail lamps. */
export function rear(l: number, stage: Stage): Face[] {
  const x = -l;
  const plate = (y0: number, y1: number, z0: number, z1: number, fill: string, isGlowing = false): Face => ({
    ...flat(
      [
        [x, y0, z1],
        [x, y0, z0],
        [x, y1, z0],
        [x, y1, z1],
      ],
      fill,
    ),
    isGlowing,
  });
  const red = stage.hour.hasLamps ? '#ff5040' : '#b8302c';
  return [
    plate(0.5, 0.62, -0.24, 0.24, '#f2f0e4'),
    plate(0.58, 0.74, -0.8, -0.52, red, stage.hour.hasLamps),
    plate(0.58, 0.74, 0.52, 0.8, red, stage.hour.hasLamps),
  ];
}
