import type { Point } from '../drawing/path';
import { dot, minus, type Vector } from './vector';

/** A pinhole camera. */
export interface Camera {
  readonly eye: Vector;
  /** Where the image's right, its upper edge and its middle lie, as directions of length 1. */
  readonly right: Vector;
  readonly up: Vector;
  readonly forward: Vector;
  /** Focal length in pixels: what one unit takes at a distance of one. */
  readonly focal: number;
  /** The pixel straight ahead. */
  readonly centre: Point;
}

/** A camera that looks straight ahead over flat ground: x to the right, y up from the ground, z away from us. */
export interface LevelCamera extends Camera {
  /** Size of the image in pixels. */
  readonly width: number;
  readonly height: number;
  /** Pixels from the top to the horizon; may lie outside the image. */
  readonly horizon: number;
}

/** The level camera of an image, `height` metres above the ground. */
export function levelCamera(
  size: { width: number; height: number },
  { horizon, focal, eye }: { horizon: number; focal: number; eye: number },
): LevelCamera {
  return {
    ...size,
    horizon,
    focal,
    eye: [0, eye, 0],
    right: [1, 0, 0],
    up: [0, 1, 0],
    forward: [0, 0, 1],
    centre: [size.width / 2, horizon],
  };
}

/** Where a position is in the image, in pixels. */
export function project({ eye, right, up, forward, focal, centre }: Camera, position: Vector): Point {
  const seen = minus(position, eye);
  const scale = focal / Math.max(dot(seen, forward), 0.05);
  return [centre[0] + dot(seen, right) * scale, centre[1] - dot(seen, up) * scale];
}

/** Pixels from the top to the ground `z` metres away. */
export function groundAt(camera: LevelCamera, z: number): number {
  return project(camera, [0, 0, z])[1];
}
