import { shade } from '../../drawing/colour';
import { type Face, mapped, moved } from '../../three-d/solids';
import type { Vector } from '../../three-d/vector';

/** A thin plate with a top and an underside. */
export function plate(points: readonly Vector[], fill: string, thick: number): Face[] {
  const up = points.map(([x, y, z]): Vector => [x, y + thick, z]);
  const sides = points.map((p, i): Face => {
    const k = (i + 1) % points.length;
    return { points: [p, points[k], up[k], up[i]], fill };
  });
  return [{ points: up, fill }, { points: [...points].reverse(), fill: shade(fill, -0.12) }, ...sides];
}

/** A solid from the lathe, its axis along x. */
export const lying = (faces: readonly Face[]) => mapped(faces, ([u, v, w]): Vector => [v, u, w], true);

/** The mirror image on the other wing's side. */
export const across = (faces: readonly Face[]) => mapped(faces, ([x, y, z]): Vector => [x, y, -z], true);

/** An upright plate such as a fin, seen from both sides. */
export function fin(points: readonly (readonly [number, number])[], fill: string): Face[] {
  const face = points.map(([x, y]): Vector => [x, y, 0]);
  return [
    { points: face.map(([x, y]): Vector => [x, y, -0.08]), fill },
    { points: [...face].reverse().map(([x, y]): Vector => [x, y, 0.08]), fill },
  ];
}

/** All layers of all parts, higher by `y` metres. */
export const raised = (parts: readonly Face[][][], y: number) =>
  parts.map((layers) => layers.map((faces) => moved(faces, [0, y, 0])));
