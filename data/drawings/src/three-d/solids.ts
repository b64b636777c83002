import { shade } from '../drawing/colour';
import { num, type Point } from '../drawing/path';
import { type Camera, type Point3, project } from './camera';

/** A flat piece of a solid's surface. */
export interface Face {
  /** Its corners, anticlockwise seen from outside. */
  readonly points: readonly Point3[];
  readonly fill: string;
  /** Painted on it, whenever it is seen: windows, lamps, stripes. */
  readonly marks?: readonly Face[];
  /** It shines by itself, whatever the light; see `relight`. */
  readonly isGlowing?: boolean;
  readonly opacity?: number;
}

/** A place to put a solid, and which way to turn it. */
export interface Spot {
  readonly x: number;
  readonly z: number;
  /** Metres above the ground. */
  readonly y?: number;
  /** Radians, anticlockwise seen from above: 0 has the solid's x axis pointing right, its front side (z low) to us. */
  readonly yaw?: number;
}

const subtract = (a: Point3, b: Point3): Point3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];

/** The direction a face looks to, of length 1. */
function normalOf(points: readonly Point3[]): Point3 {
  // Newell's sum works for faces of any number of corners, also where three of them are in line.
  const sum = [0, 0, 0];
  points.forEach(([x0, y0, z0], i) => {
    const [x1, y1, z1] = points[(i + 1) % points.length];
    sum[0] += (y0 - y1) * (z0 + z1);
    sum[1] += (z0 - z1) * (x0 + x1);
    sum[2] += (x0 - x1) * (y0 + y1);
  });
  const length = Math.hypot(sum[0], sum[1], sum[2]) || 1;
  // The axes (right, up, away) are left-handed.
  return [-sum[0] / length, -sum[1] / length, -sum[2] / length];
}

/** A block between two corners. */
export function box([x0, y0, z0]: Point3, [x1, y1, z1]: Point3, fill: string): Face[] {
  return prism(
    [
      [x0, y0],
      [x1, y0],
      [x1, y1],
      [x0, y1],
    ],
    [z0, z1],
    fill,
  );
}

/**
 * A profile drawn out in depth.
 *
 * @param profile Points (x, y up), anticlockwise seen from the front (z low).
 * @param depth Front and back.
 * @param fill Colour.
 * @param options.marks Painted on the front; with `isMirrored` on the back too.
 * @param options.inset How much nearer to the middle in depth a point is, e.g. a roof's.
 * @param options.fills Colour of the face that begins at each point, where it differs.
 */
export function prism(
  profile: readonly Point[],
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
  const front = profile.map((p): Point3 => [p[0], p[1], z0 + inset(p)]);
  const back = profile.map((p): Point3 => [p[0], p[1], z1 - inset(p)]);
  const mirror = ({ points, ...rest }: Face): Face => ({
    ...rest,
    points: points.map(([x, y, z]): Point3 => [x, y, z0 + z1 - z]).reverse(),
  });
  return [
    ...profile.map((_, i): Face => {
      const next = (i + 1) % profile.length;
      return { points: [front[next], front[i], back[i], back[next]], fill, ...fills[i] };
    }),
    { points: front, fill, marks },
    { points: [...back].reverse(), fill, marks: marks.map(mirror) },
  ];
}

/**
 * A solid turned on a lathe, its axis upright.
 *
 * @param profile Radius and height, from the bottom to the top.
 * @param fill Colour, or one for each band.
 * @param segments Faces around.
 */
export function lathe(profile: readonly Point[], fill: string | readonly string[], segments = 16): Face[] {
  const circle = ([radius, y]: Point): Point3[] =>
    Array.from({ length: segments }, (_, i) => {
      const angle = (2 * Math.PI * i) / segments;
      return [radius * Math.cos(angle), y, radius * Math.sin(angle)];
    });
  const circles = profile.map(circle);
  const colour = (i: number) => (typeof fill === 'string' ? fill : fill[Math.min(i, fill.length - 1)]);
  const bands = circles.slice(1).flatMap((upper, i) =>
    upper.map((_, k): Face => {
      const next = (k + 1) % segments;
      return { points: [circles[i][next], circles[i][k], upper[k], upper[next]].reverse(), fill: colour(i) };
    }),
  );
  const last = circles.length - 1;
  return [
    ...bands,
    { points: circles[last], fill: colour(last - 1) },
    { points: [...circles[0]].reverse(), fill: colour(0) },
  ];
}

/** The faces after a change of every corner, e.g. `([x, y, z]) => [y, x, z]`; mirrored ones are turned right again. */
export function mapped(
  faces: readonly Face[],
  change: (point: Point3) => Point3,
  isMirroring = false,
): Face[] {
  return faces.map((face) => {
    const points = face.points.map(change);
    return {
      ...face,
      points: isMirroring ? points.reverse() : points,
      marks: face.marks && mapped(face.marks, change, isMirroring),
    };
  });
}

/** The faces moved by a vector. */
export function moved(faces: readonly Face[], [dx, dy, dz]: Point3): Face[] {
  return mapped(faces, ([x, y, z]) => [x + dx, y + dy, z + dz]);
}

/** Moves a point of a solid to where the solid stands. */
export function stand({ x, y = 0, z, yaw = 0 }: Spot): (point: Point3) => Point3 {
  const [cos, sin] = [Math.cos(yaw), Math.sin(yaw)];
  return ([px, py, pz]) => [x + px * cos - pz * sin, y + py, z + px * sin + pz * cos];
}

/**
 * Draws solids: what is far first, each face in the light it gets. The drawing needs `litDefinitions`.
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
  const place = stand(spot);
  return parts.map((faces) => drawFaces(mapped(faces, place), camera, side)).join('');
}

function drawFaces(faces: readonly Face[], camera: Camera, side: number): string {
  return faces
    .filter((face) => face.points.every(([, , z]) => z > 0.1) && isSeen(face, camera))
    .map((face) => ({ face, far: face.points.reduce((sum, [, , z]) => sum + z, 0) / face.points.length }))
    .sort((a, b) => b.far - a.far)
    .map(({ face }) => polygon(face, camera, side))
    .join('');
}

function isSeen({ points }: Face, { eye }: Camera): boolean {
  const normal = normalOf(points);
  const [x, y, z] = subtract(points[0], [0, eye, 0]);
  return normal[0] * x + normal[1] * y + normal[2] * z < 0;
}

function polygon(
  { points, fill, marks = [], isGlowing, opacity }: Face,
  camera: Camera,
  side: number,
): string {
  const [nx, ny, nz] = normalOf(points);
  const bright = nx * side * 0.5 + ny * 0.62 - nz * 0.42;
  const colour = isGlowing
    ? fill.toUpperCase()
    : shade(fill, bright > 0 ? bright * 0.26 - 0.06 : bright * 0.5 - 0.06);
  const path = points
    .map((point) => project(camera, point))
    .map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${num(x)} ${num(y)}`)
    .join('');
  const edge = opacity ? `opacity="${opacity}"` : `stroke="${colour}" stroke-width=".6"`;
  return (
    `<path d="${path}Z" fill="${colour}" ${edge}/>` +
    (marks.length > 0 ? `<path d="${path}Z" fill="url(#down)" opacity=".45"/>` : '') +
    marks.map((mark) => polygon(mark, camera, side)).join('')
  );
}
