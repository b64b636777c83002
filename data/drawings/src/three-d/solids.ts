import { type Point, type Points, points, rectangle } from '../drawing/path';
import type { Vector } from './vector';

/** A flat piece of a solid's surface. */
export interface Face {
  /** Its corners in order; where x runs right, y up and z away, anticlockwise seen from outside. */
  readonly points: readonly Vector[];
  readonly fill: string;
  /** Painted on it, whenever it is seen: windows, lamps, stripes. */
  readonly marks?: readonly Face[];
  /** It shines by itself, whatever the light; see `relight`. */
  readonly isGlowing?: boolean;
  readonly opacity?: number;
}

/** A position to put a solid, and which way to turn it. */
export interface Spot {
  readonly x: number;
  readonly z: number;
  /** Metres above the ground. */
  readonly y?: number;
  /** Radians, anticlockwise seen from above: 0 has the solid's x axis pointing right, its front side (z low) to us. */
  readonly yaw?: number;
}

/** Makes rectangles at depth `z` that look towards us (z low), e.g. marks on a solid's side. */
export const panelsAtZ =
  (z: number) =>
  (x0: number, y0: number, x1: number, y1: number, fill: string, more: Partial<Face> = {}): Face => ({
    points: rectangle(x0, y0, x1, y1).map(([x, y]): Vector => [x, y, z]),
    fill,
    ...more,
  });

/** Makes rectangles at `x` that look to the right; to the left if `z1` is less than `z0`. */
export const panelsAtX =
  (x: number) =>
  (z0: number, y0: number, z1: number, y1: number, fill: string, more: Partial<Face> = {}): Face => ({
    points: rectangle(z0, y0, z1, y1).map(([z, y]): Vector => [x, y, z]),
    fill,
    ...more,
  });

/** Corners in the order seen from the side where z is low (`side` -1), put in order for their own side. */
export const outwards = (corners: readonly Vector[], side: number): readonly Vector[] =>
  side < 0 ? corners : [...corners].reverse();

/** Faces seen from both sides. */
export const both = (faces: readonly Face[]): Face[] => [
  ...faces,
  ...faces.map((face) => ({ ...face, points: [...face.points].reverse() })),
];

/** A block between two corners. */
export function box([x0, y0, z0]: Vector, [x1, y1, z1]: Vector, fill: string): Face[] {
  return prism(rectangle(x0, y0, x1, y1), [z0, z1], fill);
}

/**
 * A profile drawn out in depth.
 *
 * @param outline Points (x, y up), anticlockwise seen from the front (z low).
 * @param depth Front and back.
 * @param fill Colour.
 * @param options.marks Painted on the front, and mirrored on the back.
 * @param options.inset How much nearer to the middle in depth a point is, e.g. a roof's.
 * @param options.fills What differs of the face that begins at each point.
 */
export function prism(
  outline: Points,
  [z0, z1]: Point,
  fill: string,
  {
    marks = [],
    inset = () => 0,
    fills = {},
  }: {
    marks?: readonly Face[];
    inset?: (point: Point) => number;
    fills?: Readonly<Record<number, Partial<Face>>>;
  } = {},
): Face[] {
  const profile = points(outline);
  const front = profile.map((p): Vector => [p[0], p[1], z0 + inset(p)]);
  const back = profile.map((p): Vector => [p[0], p[1], z1 - inset(p)]);
  return [
    ...profile.map((_, i): Face => {
      const next = (i + 1) % profile.length;
      return { points: [front[next], front[i], back[i], back[next]], fill, ...fills[i] };
    }),
    { points: front, fill, marks },
    { points: [...back].reverse(), fill, marks: mapped(marks, ([x, y, z]) => [x, y, z0 + z1 - z], true) },
  ];
}

/**
 * A solid turned on a lathe, its axis upright.
 *
 * @param profile Radius and height, from the bottom to the top.
 * @param fill Colour, or one for each band.
 * @param segments Faces around.
 */
export function lathe(profile: Points, fill: string | readonly string[], segments = 16): Face[] {
  const circles = points(profile).map(([radius, y]) =>
    Array.from({ length: segments }, (_, i): Vector => {
      const angle = (2 * Math.PI * i) / segments;
      return [radius * Math.cos(angle), y, radius * Math.sin(angle)];
    }),
  );
  const colour = (i: number) => (typeof fill === 'string' ? fill : fill[Math.min(i, fill.length - 1)]);
  const bands = circles.slice(1).flatMap((upper, i) =>
    upper.map((_, k): Face => {
      const next = (k + 1) % segments;
      return { points: [upper[next], upper[k], circles[i][k], circles[i][next]], fill: colour(i) };
    }),
  );
  const last = circles.length - 1;
  return [
    ...bands,
    { points: circles[last], fill: colour(last - 1) },
    { points: [...circles[0]].reverse(), fill: colour(0) },
  ];
}

/** A solid from the lathe laid down, its axis along x. */
export const lying = (faces: readonly Face[]) => mapped(faces, ([u, v, w]) => [v, u, w], true);

/** The faces after a change of every corner, e.g. `([x, y, z]) => [y, x, z]`; mirrored ones are turned right again. */
export function mapped(
  faces: readonly Face[],
  change: (point: Vector) => Vector,
  isMirroring = false,
): Face[] {
  return faces.map((face) => {
    const changed = face.points.map(change);
    return {
      ...face,
      points: isMirroring ? changed.reverse() : changed,
      marks: face.marks && mapped(face.marks, change, isMirroring),
    };
  });
}

/** The faces moved by a vector. */
export function moved(faces: readonly Face[], [dx, dy, dz]: Vector): Face[] {
  return mapped(faces, ([x, y, z]) => [x + dx, y + dy, z + dz]);
}

/** Moves a point of a solid to where the solid stands. */
export function stand({ x, y = 0, z, yaw = 0 }: Spot): (point: Vector) => Vector {
  const [cos, sin] = [Math.cos(yaw), Math.sin(yaw)];
  return ([px, py, pz]) => [x + px * cos - pz * sin, y + py, z + px * sin + pz * cos];
}

/**
 * Faces of a surface given by two parameters.
 *
 * @param at The surface; its first parameter runs down from 0 to 1, its second to the right, seen from outside.
 * @param fill Colour of a piece by the parameters of its middle; none leaves a hole.
 * @param range.rows Pieces down.
 * @param range.columns Pieces across, between `from` and `to`.
 */
export function surface(
  at: (down: number, across: number) => Vector,
  fill: (down: number, across: number) => string | undefined,
  { rows, columns, from, to }: { rows: number; columns: number; from: number; to: number },
): Face[] {
  const down = (row: number) => row / rows;
  const across = (column: number) => from + ((to - from) * column) / columns;
  return Array.from({ length: rows * columns }, (_, i): Face[] => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    const corner = (r: number, c: number) => at(down(row + r), across(column + c));
    const colour = fill(down(row + 0.5), across(column + 0.5));
    return colour ? [{ points: [corner(0, 0), corner(0, 1), corner(1, 1), corner(1, 0)], fill: colour }] : [];
  }).flat();
}
