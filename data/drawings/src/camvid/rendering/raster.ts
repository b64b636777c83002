import type { Camera } from '../../three-d/camera';
import { dot, minus, times, unit } from '../../three-d/vector';
import type { Solid, Surface } from './surface';

/** From where, and how, the street is seen: by the camera, or by a light for its shadows. */
export interface Lens extends Camera {
  /** Samples across and down. */
  readonly width: number;
  readonly height: number;
  /** No perspective: the sun's view; its `focal` is in samples per metre. */
  readonly isParallel: boolean;
}

/** A lens from what its camera has besides the centre, which is the middle of its samples. */
export const lens = (
  width: number,
  height: number,
  camera: Omit<Camera, 'centre'>,
  { isParallel = false } = {},
): Lens => ({ ...camera, width, height, centre: [width / 2, height / 2], isParallel });

/** What a lens sees in each of its samples. */
export interface View {
  readonly lens: Lens;
  /** Distance ahead in metres; Infinity where nothing is. */
  readonly depth: Float32Array;
  /** Place in `surfaces`, -1 where nothing is. */
  readonly owner: Int32Array;
  readonly surfaces: readonly Surface[];
}

const NEAR = 0.25;
// A corner's numbers: across, down, nearness, and u and v (all over depth where there is perspective), and 1 over depth.
const FIELDS = 6;
const MOST_CORNERS = 24;

interface Target {
  readonly nearness: Float32Array;
  readonly owner: Int32Array;
}

/**
 * Finds the nearest surface in every sample (a depth buffer over convex polygons).
 *
 * @param solids Everything there is.
 * @param lens Where it is seen from.
 */
export function look(solids: readonly Solid[], lens: Lens): View {
  const { width, height } = lens;
  const nearness = new Float32Array(width * height).fill(-Infinity);
  const owner = new Int32Array(width * height).fill(-1);
  const surfaces: Surface[] = [];
  const corners = new Float64Array(MOST_CORNERS * FIELDS);
  const toLight = times(lens.forward, -1);
  for (const solid of solids) {
    if (!isInSight(solid, lens)) continue;
    const toViewer = lens.isParallel ? toLight : unit(minus(lens.eye, solid.centre));
    const surface = 'face' in solid ? solid.face(toViewer) : solid;
    const count = project(surface, lens, corners);
    if (count < 3) continue;
    fill(surface, surfaces.length, lens, corners, count, { nearness, owner });
    surfaces.push(surface);
  }
  const depth = nearness.map((value) =>
    value === -Infinity ? Infinity : lens.isParallel ? -value : 1 / value,
  );
  return { lens, depth, owner, surfaces };
}

function isInSight(
  { centre, reach }: Solid,
  { eye, right, up, forward, focal, width, height, isParallel }: Lens,
): boolean {
  const x = centre[0] - eye[0];
  const y = centre[1] - eye[1];
  const z = centre[2] - eye[2];
  const across = Math.abs(x * right[0] + y * right[1] + z * right[2]);
  const rise = Math.abs(x * up[0] + y * up[1] + z * up[2]);
  const halfWidth = width / 2 / focal;
  const halfHeight = height / 2 / focal;
  if (isParallel) return across - reach < halfWidth && rise - reach < halfHeight && reach * focal > 1;
  const ahead = x * forward[0] + y * forward[1] + z * forward[2];
  if (ahead + reach < NEAR || reach * focal < 0.4 * ahead) return false;
  const far = Math.max(ahead, 0);
  return across - reach * 1.5 < far * halfWidth && rise - reach * 1.5 < far * halfHeight;
}

/** Corners in front of the lens, projected; returns how many. */
function project(surface: Surface, lens: Lens, out: Float64Array): number {
  const { corners, origin, right, up, start, keeps } = surface;
  const { eye, isParallel } = lens;
  for (let i = 0; i < corners.length; i++) {
    const corner = corners[i];
    const x = corner[0] - eye[0];
    const y = corner[1] - eye[1];
    const z = corner[2] - eye[2];
    const at = i * FIELDS;
    seen[at] = x * lens.right[0] + y * lens.right[1] + z * lens.right[2];
    seen[at + 1] = x * lens.up[0] + y * lens.up[1] + z * lens.up[2];
    seen[at + 2] = x * lens.forward[0] + y * lens.forward[1] + z * lens.forward[2];
    if (!keeps) continue;
    const on = minus(corner, origin);
    seen[at + 3] = start[0] + dot(on, right);
    seen[at + 4] = start[1] + dot(on, up);
  }
  let count = 0;
  for (let i = 0; i < corners.length; i++) {
    const a = i * FIELDS;
    const b = ((i + 1) % corners.length) * FIELDS;
    if (isParallel || seen[a + 2] >= NEAR) put(lens, seen, a, out, count++);
    if (isParallel || seen[a + 2] >= NEAR === seen[b + 2] >= NEAR) continue;
    const t = (NEAR - seen[a + 2]) / (seen[b + 2] - seen[a + 2]);
    for (let k = 0; k < 5; k++) cut[k] = seen[a + k] + t * (seen[b + k] - seen[a + k]);
    put(lens, cut, 0, out, count++);
  }
  return count;
}

const seen = new Float64Array(MOST_CORNERS * FIELDS);
const cut = new Float64Array(FIELDS);

function put(
  { isParallel, centre, focal }: Lens,
  from: Float64Array,
  a: number,
  out: Float64Array,
  index: number,
) {
  const ahead = from[a + 2];
  const inverse = isParallel ? 1 : 1 / ahead;
  const at = index * FIELDS;
  out[at] = centre[0] + focal * from[a] * inverse;
  out[at + 1] = centre[1] - focal * from[a + 1] * inverse;
  out[at + 2] = isParallel ? -ahead : inverse;
  out[at + 3] = from[a + 3] * inverse;
  out[at + 4] = from[a + 4] * inverse;
  out[at + 5] = inverse;
}

/** How a field changes across and down the image: value at the image's corner, step to the right, step down. */
type Slope = Float64Array;

const slopes: readonly Slope[] = Array.from({ length: FIELDS }, () => new Float64Array(3));

/** Finds the slopes from the largest triangle of corners; false if the polygon is seen edge on. */
function findSlopes(corners: Float64Array, count: number, hasHoles: boolean): boolean {
  let [best, b, c] = [0, 0, 0];
  for (let i = 1; i + 1 < count; i++) {
    for (let j = i + 1; j < count; j++) {
      const area = Math.abs(
        (corners[i * FIELDS] - corners[0]) * (corners[j * FIELDS + 1] - corners[1]) -
          (corners[j * FIELDS] - corners[0]) * (corners[i * FIELDS + 1] - corners[1]),
      );
      if (area > best) [best, b, c] = [area, i * FIELDS, j * FIELDS];
    }
  }
  if (best < 1e-4) return false;
  const [x1, y1] = [corners[b] - corners[0], corners[b + 1] - corners[1]];
  const [x2, y2] = [corners[c] - corners[0], corners[c + 1] - corners[1]];
  const area = x1 * y2 - x2 * y1;
  for (let field = 2; field < (hasHoles ? FIELDS : 3); field++) {
    const [d1, d2] = [corners[b + field] - corners[field], corners[c + field] - corners[field]];
    const slope = slopes[field];
    slope[1] = (d1 * y2 - d2 * y1) / area;
    slope[2] = (x1 * d2 - x2 * d1) / area;
    slope[0] = corners[field] - slope[1] * corners[0] - slope[2] * corners[1];
  }
  return true;
}

function fill(
  { keeps, isDecal }: Surface,
  index: number,
  lens: Lens,
  corners: Float64Array,
  count: number,
  { nearness, owner }: Target,
) {
  if (!findSlopes(corners, count, Boolean(keeps))) return;
  const { width, height, isParallel } = lens;
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < count; i++) {
    low = Math.min(low, corners[i * FIELDS + 1]);
    high = Math.max(high, corners[i * FIELDS + 1]);
  }
  const first = Math.max(0, Math.ceil(low - 0.5));
  const last = Math.min(height - 1, Math.ceil(high - 0.5) - 1);
  const factor = isDecal && !isParallel ? 1.0004 : 1;
  const lift = isDecal && isParallel ? 0.002 : 0;
  const [near, u, v, q] = [slopes[2], slopes[3], slopes[4], slopes[5]];
  for (let row = first; row <= last; row++) {
    const y = row + 0.5;
    let left = Infinity;
    let right = -Infinity;
    for (let i = 0; i < count; i++) {
      const a = i * FIELDS;
      const b = ((i + 1) % count) * FIELDS;
      const ya = corners[a + 1];
      const yb = corners[b + 1];
      if (ya < y === yb < y) continue;
      const x = corners[a] + ((y - ya) / (yb - ya)) * (corners[b] - corners[a]);
      if (x < left) left = x;
      if (x > right) right = x;
    }
    const begin = Math.max(0, Math.ceil(left - 0.5));
    const end = Math.min(width - 1, Math.ceil(right - 0.5) - 1);
    const nearRow = near[0] + near[2] * y;
    for (let column = begin; column <= end; column++) {
      const x = column + 0.5;
      const value = (nearRow + near[1] * x) * factor + lift;
      const sample = row * width + column;
      if (value <= nearness[sample]) continue;
      if (keeps) {
        const depth = 1 / (q[0] + q[1] * x + q[2] * y);
        if (!keeps((u[0] + u[1] * x + u[2] * y) * depth, (v[0] + v[1] * x + v[2] * y) * depth)) continue;
      }
      nearness[sample] = value;
      owner[sample] = index;
    }
  }
}
