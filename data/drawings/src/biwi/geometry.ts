import type { Point } from '../drawing/path';
import type { Camera } from '../three-d/camera';
import { dot, minus, plus, times, type Vector } from '../three-d/vector';

/** Three rows of a rotation. */
export type Rotation = readonly [Vector, Vector, Vector];

/** The size of the frames in pixels. */
export const FRAME = { width: 320, height: 240 };

/**
 * The Kinect's colour camera; positions are in millimetres before it, x to the right, y down, z away. Its focal length is
 * 517.68 pixels for frames of 640 x 480; these are half as large.
 */
export const CAMERA: Camera = {
  eye: [0, 0, 0],
  right: [1, 0, 0],
  up: [0, -1, 0],
  forward: [0, 0, 1],
  focal: 258.84,
  centre: [160, 120.25],
};

/** The position at distance `z` that is seen at a point of the frame. */
export function positionAt([column, row]: Point, z: number): Vector {
  const { focal, centre } = CAMERA;
  return [((column - centre[0]) * z) / focal, ((row - centre[1]) * z) / focal, z];
}

/**
 * Turns a head that looks into the camera: by its pitch first, then its yaw, then its roll.
 *
 * @param pitch Radians, positive: it looks down.
 * @param yaw Radians, positive: it looks to the right of the frame.
 * @param roll Radians, positive: it leans to the right of the frame.
 */
export function rotation(pitch: number, yaw: number, roll: number): Rotation {
  const [[sp, sy, sr], [cp, cy, cr]] = [Math.sin, Math.cos].map((f) => [pitch, yaw, roll].map(f));
  const right: Vector = [cy, -sy * sp, -sy * cp];
  const down: Vector = [0, cp, -sp];
  return [
    minus(times(right, cr), times(down, sr)),
    plus(times(right, sr), times(down, cr)),
    [sy, cy * sp, cy * cp],
  ];
}

export function turn(matrix: Rotation, v: Vector): Vector {
  return [dot(matrix[0], v), dot(matrix[1], v), dot(matrix[2], v)];
}
