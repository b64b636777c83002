import type { Point } from '../drawing/path';

/** A place in the world in metres: x to the right, y up from the ground, z away from us. */
export type Point3 = readonly [number, number, number];

/** Looks straight ahead over flat ground. */
export interface Camera {
  /** Size of the picture in pixels. */
  readonly width: number;
  readonly height: number;
  /** Pixels from the top to the horizon; may lie outside the picture. */
  readonly horizon: number;
  /** Pixels that one metre takes at one metre's distance. */
  readonly focal: number;
  /** Height of the eye above the ground in metres. */
  readonly eye: number;
}

/** Where a point of the world is in the picture, in pixels. */
export function project({ width, horizon, focal, eye }: Camera, [x, y, z]: Point3): Point {
  const scale = focal / Math.max(z, 0.05);
  return [width / 2 + x * scale, horizon + (eye - y) * scale];
}

/** Pixels from the top to the ground `z` metres away. */
export function groundAt(camera: Camera, z: number): number {
  return project(camera, [0, 0, z])[1];
}
