import { groupsOf } from '../drawing/path';

/** A position or direction in space. */
export type Vector = readonly [number, number, number];

/** Positions from a text such as `0,0,1 2.5,0,1 2.5,4,1`, as `points` reads those of a plane. */
export const corners = (text: string): Vector[] => groupsOf(3, text) as unknown as Vector[];

/** Turns an object's own coordinates (x right, y ahead, z up) into those of the world around it. */
export type Placing = (x: number, y: number, z: number) => Vector;

export const plus = (a: Vector, b: Vector): Vector => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];

export const minus = (a: Vector, b: Vector): Vector => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];

export const times = (a: Vector, factor: number): Vector => [a[0] * factor, a[1] * factor, a[2] * factor];

export const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

export const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

/** The middle of some positions. */
export const mean = (all: readonly Vector[]): Vector => times(all.reduce(plus), 1 / all.length);

export const unit = (a: Vector): Vector => times(a, 1 / (Math.sqrt(dot(a, a)) || 1));

/**
 * An object standing somewhere.
 *
 * @param origin Where its own (0, 0, 0) is.
 * @param heading Angle of its own y axis, clockwise from the street's y axis, in radians.
 * @param scale Its size.
 */
export function placed(origin: Vector, heading: number, scale = 1): Placing {
  const [sin, cos] = [Math.sin(heading) * scale, Math.cos(heading) * scale];
  return (x, y, z) => [origin[0] + x * cos + y * sin, origin[1] - x * sin + y * cos, origin[2] + z * scale];
}
