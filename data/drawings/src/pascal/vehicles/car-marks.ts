import { shade } from '../../drawing/colour';
import type { Point } from '../../drawing/path';
import { type Face, panelsAtX, panelsAtZ } from '../../three-d/solids';
import type { Vector } from '../../three-d/vector';
import { headlamps, roundMark } from './vehicle-parts';

/** Half the width of a car in metres. */
export const HALF = 0.86;

/** A window in the face between two points of the profile, with a gleam on it. */
export function pane([x0, y0]: Point, [x1, y1]: Point, glass: string, inset: (p: Point) => number): Face {
  const [low, high] = [inset([x0, y0]), inset([x1, y1])];
  const at = (t: number, across: number): Vector => {
    const half = HALF - (low + (high - low) * t) - 0.07;
    return [x0 + (x1 - x0) * t, y0 + (y1 - y0) * t, half * across];
  };
  const [a, b] = [0.12, 0.86];
  return {
    points: [at(b, -1), at(a, -1), at(a, 1), at(b, 1)],
    fill: glass,
    marks: [{ points: [at(b, -0.2), at(a, -0.5), at(a, -0.1), at(b, 0.2)], fill: shade(glass, 0.3) }],
  };
}

/** The two windows of the side that faces us. */
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
  const lower = (x: number): Vector => [x, low, -HALF + inset([0, 0.85])];
  const upper = (x: number): Vector => [x, high, -HALF + inset([0, 2])];
  const window = (x0: number, x1: number, top0: number, top1: number): Face => {
    const stripe = (a: number, b: number, c: number, d: number, fill: string): Face => {
      const [along, above] = [(t: number) => x0 + (x1 - x0) * t, (t: number) => top0 + (top1 - top0) * t];
      return { points: [lower(along(a)), lower(along(b)), upper(above(c)), upper(above(d))], fill };
    };
    return {
      points: [lower(x0), lower(x1), upper(top1), upper(top0)],
      fill: glass,
      marks: [stripe(0.2, 0.4, 0.62, 0.4, shade(glass, 0.28)), stripe(0, 0.02, 0.02, 0, shade(paint, -0.3))],
    };
  };
  const post = (left0 + right0) / 2;
  return [window(left0, post - 0.05, left1, post - 0.05), window(post + 0.05, right0, post + 0.05, right1)];
}

/** Sill, trim, door and the arches over the wheels. */
export function sideMarks(axles: readonly number[], l: number, paint: string, door: number): Face[] {
  const panel = panelsAtZ(-HALF);
  return [
    panel(-l + 0.05, 0.26, l - 0.05, 0.38, shade(paint, -0.45)),
    panel(-l + 0.1, 0.7, l - 0.2, 0.74, shade(paint, 0.28)),
    panel(door, 0.4, door + 0.02, 0.9, shade(paint, -0.4)),
    panel(door - 0.24, 0.76, door - 0.08, 0.79, shade(paint, 0.6)),
    ...axles.map((x) => roundMark([x, 0.33, -HALF], 0.4, '#1c1a20')),
  ];
}

/** Grille, number plate and headlamps. */
export function front(l: number, paint: string, isLit: boolean): Face[] {
  const panel = panelsAtX(l);
  return [
    panel(-0.4, 0.46, 0.4, 0.6, '#26282c'),
    panel(-0.22, 0.43, 0.22, 0.5, '#f2f0e4'),
    panel(-0.7, 0.6, 0.7, 0.63, shade(paint, -0.3)),
    ...headlamps([l, 0.55, 0.64], 0.12, isLit),
  ];
}

/** Number plate and tail lamps. */
export function rear(l: number, isGlowing: boolean): Face[] {
  const panel = panelsAtX(-l);
  const red = isGlowing ? '#ff5040' : '#b8302c';
  return [
    panel(0.24, 0.5, -0.24, 0.62, '#f2f0e4'),
    panel(-0.52, 0.58, -0.8, 0.74, red, { isGlowing }),
    panel(0.8, 0.58, 0.52, 0.74, red, { isGlowing }),
  ];
}
