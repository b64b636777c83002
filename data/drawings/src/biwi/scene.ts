import { mix, shade } from '../drawing/colour';
import { num, type Point, shape } from '../drawing/path';
import { add, dot, normalOf, project, type Rotation, subtract, turn, unit, type Vector } from './geometry';

/** How a head stands before the camera, and where its light comes from. */
export interface Pose {
  /** The head's centre in millimetres. */
  readonly centre: Vector;
  readonly rotation: Rotation;
  /** Direction to the light, of length 1. */
  readonly light: Vector;
}

/** A flat piece of a surface: corners in head coordinates and a colour. */
export interface Face {
  readonly corners: readonly Vector[];
  readonly colour: string;
}

/** Where a place of the head is before the camera. */
export function inCamera({ centre, rotation }: Pose, place: Vector): Vector {
  return add(centre, turn(rotation, place));
}

/** Whether a piece of the head with this normal is turned to the camera; `least` is the cosine from which on it counts. */
export function isSeen(pose: Pose, place: Vector, normal: Vector, least = 0): boolean {
  return dot(turn(pose.rotation, normal), unit(inCamera(pose, place))) < -least;
}

/** A colour in the light that a direction gets. */
export function lighted({ light }: Pose, colour: string, normal: Vector): string {
  // In steps: pieces of one colour are drawn at once.
  const amount = Math.round(20 * dot(normal, light)) / 20;
  return amount > 0
    ? shade(mix(colour, '#1a1020', 0.12 * (1 - amount)), 0.2 * amount ** 2)
    : shade(colour, -0.12 + 0.3 * amount);
}

/** A path through places of the head. */
export function pathOf(pose: Pose, places: readonly Vector[], isClosed = true): string {
  return through(
    places.map((place) => project(inCamera(pose, place))),
    isClosed,
  );
}

function through(points: readonly Point[], isClosed = true): string {
  return `M${points.map(([x, y]) => `${num(x)} ${num(y)}`).join('L')}${isClosed ? 'Z' : ''}`;
}

/** A closed path half a pixel outside of its points: neighbours overlap, where hairline gaps would show. */
function grownPath(points: readonly Point[]): string {
  const middle = [0, 1].map((k) => points.reduce((sum, point) => sum + point[k], 0) / points.length);
  const grown = points.map(([x, y]): Point => {
    const [dx, dy] = [x - middle[0], y - middle[1]];
    const factor = 1 + 0.5 / Math.max(0.5, Math.hypot(dx, dy));
    return [middle[0] + dx * factor, middle[1] + dy * factor];
  });
  return through(grown);
}

/**
 * Draws the faces that are turned to the camera, or those turned away, those of one colour together: they must not hide one
 * another, as faces of a bulging surface do not.
 *
 * @param side `front`, or `back`: the inside of what is open, darker.
 */
export function drawFaces(pose: Pose, faces: readonly Face[], side: 'front' | 'back' = 'front'): string {
  const seen = faces
    .map(({ corners, colour }) => {
      const placed = corners.map((corner) => inCamera(pose, corner));
      const normal = normalOf(subtract(placed[3] ?? placed[0], placed[1]), subtract(placed[2], placed[0]));
      const towards = dot(normal, placed[0]) < 0;
      const far = placed.reduce((sum, [, , z]) => sum + z, 0) / placed.length;
      return { corners, colour, normal, towards, far };
    })
    .filter(({ towards }) => towards === (side === 'front'))
    .sort((a, b) => b.far - a.far);
  const paths = new Map<string, string>();
  for (const { corners, colour, normal } of seen) {
    const fill = side === 'front' ? lighted(pose, colour, normal) : shade(colour, -0.35);
    paths.set(
      fill,
      (paths.get(fill) ?? '') + grownPath(corners.map((corner) => project(inCamera(pose, corner)))),
    );
  }
  return [...paths].map(([fill, path]) => shape(path, fill, 'class="piece"')).join('');
}

/**
 * Faces of a surface given by two parameters.
 *
 * @param at The surface; its first parameter runs down, its second to the right, seen from outside.
 * @param colour Of a piece, by the parameters of its middle.
 */
export function surface(
  at: (down: number, across: number) => Vector,
  colour: (down: number, across: number) => string | undefined,
  { rows, columns, from = 0, to = 1 }: { rows: number; columns: number; from?: number; to?: number },
): Face[] {
  const faces: Face[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const down = (r: number) => r / rows;
      const across = (c: number) => from + ((to - from) * c) / columns;
      const painted = colour(down(row + 0.5), across(column + 0.5));
      if (!painted) continue;
      const corners = [
        at(down(row), across(column)),
        at(down(row), across(column + 1)),
        at(down(row + 1), across(column + 1)),
        at(down(row + 1), across(column)),
      ];
      faces.push({ corners, colour: painted });
    }
  }
  return faces;
}
