import { shade } from '../drawing/colour';
import { polygonPath } from '../drawing/path';
import { type Camera, project } from './camera';
import { type Face, mapped, type Spot, stand } from './solids';
import { dot, mean, minus, type Vector } from './vector';

/** Items with the farthest first, which is how they are painted. */
export function farFirst<T>(items: readonly T[], depth: (item: T, index: number) => number): T[] {
  return items
    .map((item, i) => ({ item, far: depth(item, i) }))
    .sort((a, b) => b.far - a.far)
    .map(({ item }) => item);
}

/** How far away faces are when turned by `yaw`; what is higher counts as nearer, by `rise` for a metre. */
export function depthOf(faces: readonly Face[], yaw: number, rise: number): number {
  const [x, y, z] = mean(faces.flatMap(({ points }) => points));
  return x * Math.sin(yaw) + z * Math.cos(yaw) - rise * y;
}

/** The direction in which a face looks, of length 1. */
function normalOf(points: readonly Vector[]): Vector {
  // Newell's sum works for faces of any number of corners, also where three of them are in line.
  const sum = [0, 0, 0];
  points.forEach(([x0, y0, z0], i) => {
    const [x1, y1, z1] = points[(i + 1) % points.length];
    sum[0] -= (y0 - y1) * (z0 + z1);
    sum[1] -= (z0 - z1) * (x0 + x1);
    sum[2] -= (x0 - x1) * (y0 + y1);
  });
  const length = Math.hypot(sum[0], sum[1], sum[2]) || 1;
  return [sum[0] / length, sum[1] / length, sum[2] / length];
}

/** A face that a camera sees, and the direction in which it looks. */
export interface SeenFace {
  readonly face: Face;
  readonly normal: Vector;
}

/** The faces that are turned to a camera (or away from it, for the inside of what is open), from far to near. */
export function seenFaces(
  faces: readonly Face[],
  { eye, forward }: Camera,
  side: 'front' | 'back' = 'front',
): SeenFace[] {
  const seen = faces
    .map((face) => ({ face, normal: normalOf(face.points) }))
    .filter(({ face: { points }, normal }) => {
      const isFront = dot(normal, minus(points[0], eye)) < 0;
      return isFront === (side === 'front') && points.every((p) => dot(minus(p, eye), forward) > 0.1);
    });
  return farFirst(seen, ({ face }) => dot(mean(face.points), forward));
}

/**
 * Draws solids as SVG: what is far first, each face in the light it gets. The drawing needs `litDefinitions`.
 *
 * @param parts Drawn in this order, the faces of each from far to near.
 * @param spot Where they stand.
 * @param camera The camera.
 * @param side Light from the left (-1) or the right (1).
 */
export function drawSolids(
  parts: readonly (readonly Face[])[],
  spot: Spot,
  camera: Camera,
  side: number,
): string {
  return parts
    .flatMap((faces) => seenFaces(mapped(faces, stand(spot)), camera))
    .map(({ face }) => painted(face, camera, side))
    .join('');
}

function painted(
  { points, fill, marks = [], isGlowing, opacity }: Face,
  camera: Camera,
  side: number,
): string {
  const [nx, ny, nz] = normalOf(points);
  const bright = nx * side * 0.5 + ny * 0.62 - nz * 0.42;
  const colour = isGlowing
    ? fill.toUpperCase()
    : shade(fill, bright > 0 ? bright * 0.26 - 0.06 : bright * 0.5 - 0.06);
  const path = polygonPath(points.map((point) => project(camera, point)));
  const edge = opacity ? `opacity="${opacity}"` : `stroke="${colour}" stroke-width=".6"`;
  return (
    `<path d="${path}" fill="${colour}" ${edge}/>` +
    (marks.length > 0 ? `<path d="${path}" fill="url(#down)" opacity=".45"/>` : '') +
    marks.map((mark) => painted(mark, camera, side)).join('')
  );
}
