import { mix, shade } from '../drawing/colour';
import { type Point, polygonPath, shape } from '../drawing/path';
import { project } from '../three-d/camera';
import { seenFaces } from '../three-d/painter';
import { type Face, mapped } from '../three-d/solids';
import { dot, plus, unit, type Vector } from '../three-d/vector';
import { CAMERA, type Rotation, turn } from './geometry';

/** How a head stands before the camera, and where its light comes from. */
export interface Pose {
  /** The head's centre in millimetres. */
  readonly centre: Vector;
  readonly rotation: Rotation;
  /** Direction to the light, of length 1. */
  readonly light: Vector;
}

/** Where a position on the head is before the camera. */
export function inCamera({ centre, rotation }: Pose, position: Vector): Vector {
  return plus(centre, turn(rotation, position));
}

/** Whether a piece of the head with this normal is turned to the camera; `least` is the cosine from which on it counts. */
export function isSeen(pose: Pose, position: Vector, normal: Vector, least = 0): boolean {
  return dot(turn(pose.rotation, normal), unit(inCamera(pose, position))) < -least;
}

/** A colour in the light that a direction gets. */
export function lighted({ light }: Pose, colour: string, normal: Vector): string {
  // In steps: pieces of one colour are drawn at once.
  const amount = Math.round(20 * dot(normal, light)) / 20;
  return amount > 0
    ? shade(mix(colour, '#1a1020', 0.12 * (1 - amount)), 0.2 * amount ** 2)
    : shade(colour, -0.12 + 0.3 * amount);
}

/** A path through positions on the head. */
export function pathOf(pose: Pose, positions: readonly Vector[], isClosed = true): string {
  return polygonPath(
    positions.map((position) => project(CAMERA, inCamera(pose, position))),
    isClosed,
  );
}

/** A closed path half a pixel outside of its points: neighbours overlap, where hairline gaps would show. */
function grownPath(points: readonly Point[]): string {
  const middle = [0, 1].map((k) => points.reduce((sum, point) => sum + point[k], 0) / points.length);
  const grown = points.map(([x, y]): Point => {
    const [dx, dy] = [x - middle[0], y - middle[1]];
    const factor = 1 + 0.5 / Math.max(0.5, Math.hypot(dx, dy));
    return [middle[0] + dx * factor, middle[1] + dy * factor];
  });
  return polygonPath(grown);
}

/**
 * Draws the faces that are turned to the camera, or those turned away, those of one colour together: they must not hide one
 * another, as faces of a bulging surface do not.
 *
 * @param side `front`, or `back`: the inside of what is open, darker.
 */
export function drawFaces(pose: Pose, faces: readonly Face[], side: 'front' | 'back' = 'front'): string {
  const paths = new Map<string, string>();
  const placed = mapped(faces, (position) => inCamera(pose, position));
  for (const { face, normal } of seenFaces(placed, CAMERA, side)) {
    const fill = side === 'front' ? lighted(pose, face.fill, normal) : shade(face.fill, -0.35);
    const path = grownPath(face.points.map((position) => project(CAMERA, position)));
    paths.set(fill, (paths.get(fill) ?? '') + path);
  }
  return [...paths].map(([fill, path]) => shape(path, fill, 'class="piece"')).join('');
}
