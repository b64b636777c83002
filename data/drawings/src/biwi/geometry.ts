import type { Point } from '../drawing/path';

/** A place or direction in millimetres: x to the right, y down, z away from the camera. */
export type Vector = readonly [number, number, number];

/** Three rows of a rotation. */
export type Rotation = readonly [Vector, Vector, Vector];

/** The size of the frames in pixels. */
export const FRAME = { width: 320, height: 240 };

// The Kinect's colour camera has a focal length of 517.68 pixels for frames of 640 x 480; these are half as large.
const FOCAL = 258.84;

/** The camera's intrinsic matrix: what the first three lines of rgb.cal say. */
export const CALIBRATION: Rotation = [
  [FOCAL, 0, 160],
  [0, FOCAL, 120.25],
  [0, 0, 1],
];

/** Where a place in front of the camera is in the frame, in pixels. */
export function project([x, y, z]: Vector): Point {
  return [(x * FOCAL) / z + CALIBRATION[0][2], (y * FOCAL) / z + CALIBRATION[1][2]];
}

/** The place at distance `z` that is seen at a point of the frame. */
export function placeAt([column, row]: Point, z: number): Vector {
  return [((column - CALIBRATION[0][2]) * z) / FOCAL, ((row - CALIBRATION[1][2]) * z) / FOCAL, z];
}

/**
 * Turns a head that looks into the camera.
 *
 * @param pitch Radians, positive: it looks down.
 * @param yaw Radians, positive: it looks to the right of the frame.
 * @param roll Radians, positive: it leans to the right of the frame.
 */
export function rotation(pitch: number, yaw: number, roll: number): Rotation {
  const [sp, cp] = [Math.sin(pitch), Math.cos(pitch)];
  const [sy, cy] = [Math.sin(yaw), Math.cos(yaw)];
  const [sr, cr] = [Math.sin(roll), Math.cos(roll)];
  // Pitch first, then yaw, then roll.
  const pitched: Rotation = [
    [1, 0, 0],
    [0, cp, -sp],
    [0, sp, cp],
  ];
  const yawed: Rotation = [
    [cy, 0, -sy],
    [0, 1, 0],
    [sy, 0, cy],
  ];
  const rolled: Rotation = [
    [cr, -sr, 0],
    [sr, cr, 0],
    [0, 0, 1],
  ];
  return product(rolled, product(yawed, pitched));
}

function product(a: Rotation, b: Rotation): Rotation {
  const column = (k: number): Vector => [b[0][k], b[1][k], b[2][k]];
  const row = (r: Vector): Vector => [dot(r, column(0)), dot(r, column(1)), dot(r, column(2))];
  return [row(a[0]), row(a[1]), row(a[2])];
}

export function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

export function add(a: Vector, b: Vector): Vector {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
}

export function subtract(a: Vector, b: Vector): Vector {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

export function turn(matrix: Rotation, v: Vector): Vector {
  return [dot(matrix[0], v), dot(matrix[1], v), dot(matrix[2], v)];
}

/** The direction of length 1 that is square to two others. */
export function normalOf(a: Vector, b: Vector): Vector {
  const v: Vector = [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
  return unit(v);
}

export function unit(v: Vector): Vector {
  const length = Math.hypot(...v) || 1;
  return [v[0] / length, v[1] / length, v[2] / length];
}
