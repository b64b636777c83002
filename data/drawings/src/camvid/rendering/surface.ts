import { type Point, rectangle, ring } from '../../drawing/path';
import { cross, dot, mean, minus, type Placing, plus, times, unit, type Vector } from '../../three-d/vector';
import { type Code, INDEX } from '../codes';

/**
 * What a surface looks like at a place on it. Writes red, green and blue (linear, 0-1), how much it mirrors (0-1) and how
 * much light it gives off.
 *
 * @param u Metres to the right on the surface.
 * @param v Metres up.
 * @param out Five numbers; the last two are 0 before the call.
 * @param grain Size of a sample on the surface in metres: finer detail than this only flickers.
 */
export type Paint = (u: number, v: number, out: Float64Array, grain: number) => void;

/** A flat convex piece of the street. */
export interface Surface {
  readonly corners: readonly Vector[];
  readonly code: number;
  readonly paint: Paint;
  /** Where u and v are `start`. */
  readonly origin: Vector;
  readonly start: readonly [number, number];
  readonly right: Vector;
  readonly up: Vector;
  readonly normal: Vector;
  readonly centre: Vector;
  readonly reach: number;
  /** For a flat stand-in of something round: how fast the normal turns along u and v, per metre. */
  readonly bulge?: readonly [number, number];
  /** Where it is there at all; elsewhere one sees through. */
  readonly keeps?: (u: number, v: number) => boolean;
  /** Painted onto what lies under it: wins against it at the same depth. */
  readonly isDecal?: boolean;
}

/** Something round, drawn as a flat surface that always faces the viewer. */
export interface Facing {
  readonly centre: Vector;
  readonly reach: number;
  /** @param toViewer Unit vector from its centre to the eye or the light. */
  readonly face: (toViewer: Vector) => Surface;
}

export type Solid = Surface | Facing;

type Extras = Partial<Pick<Surface, 'start' | 'keeps' | 'isDecal' | 'bulge' | 'normal' | 'origin'>>;

/**
 * A flat polygon.
 *
 * @param corners At least three, convex; u runs from the first to the second.
 * @param code Its class.
 * @param paint Its look.
 */
export function polygon(corners: readonly Vector[], code: Code, paint: Paint, extras: Extras = {}): Surface {
  const right = unit(minus(corners[1], corners[0]));
  const normal = unit(cross(right, minus(corners[corners.length - 1], corners[0])));
  const centre = mean(corners);
  const reach = Math.sqrt(
    Math.max(...corners.map((corner) => dot(minus(corner, centre), minus(corner, centre)))),
  );
  return {
    corners,
    code: INDEX[code],
    paint,
    origin: corners[0],
    start: [0, 0],
    right,
    up: cross(normal, right),
    normal,
    centre,
    reach,
    ...extras,
  };
}

type Look = [code: Code, paint: Paint, extras?: Extras];

/** An upright rectangle `y` metres away in its own coordinates, from a lower corner (x, z) to the opposite one. */
export const panel = (at: Placing, y: number, from: Point, to: Point, ...look: Look): Surface =>
  polygon(
    rectangle(...from, ...to).map(([x, z]) => at(x, y, z)),
    ...look,
  );

/** A level rectangle at the height `z`, from a corner (x, y) to the opposite one. */
export const level = (at: Placing, z: number, from: Point, to: Point, ...look: Look): Surface =>
  polygon(
    rectangle(...from, ...to).map(([x, y]) => at(x, y, z)),
    ...look,
  );

/** An upright rectangle at `x` that runs along y, from a lower corner (y, z) to the opposite one. */
export const sidePanel = (at: Placing, x: number, from: Point, to: Point, ...look: Look): Surface =>
  polygon(
    rectangle(...from, ...to).map(([y, z]) => at(x, y, z)),
    ...look,
  );

/** Which faces of a box differ from the rest. */
export interface BoxFaces {
  readonly sides: Paint;
  readonly front?: Paint;
  readonly back?: Paint;
  readonly top?: Paint;
}

/**
 * A box without a bottom.
 *
 * @param at Where it stands.
 * @param from Left, back and lower corner in its own coordinates.
 * @param to Right, front and upper corner.
 */
export function box(at: Placing, from: Vector, to: Vector, code: Code, faces: BoxFaces): Surface[] {
  const [x0, y0, z0] = from;
  const [x1, y1, z1] = to;
  const { sides, front = sides, back = front, top = sides } = faces;
  return [
    panel(at, y0, [x0, z0], [x1, z1], code, back),
    sidePanel(at, x1, [y0, z0], [y1, z1], code, sides),
    panel(at, y1, [x1, z0], [x0, z1], code, front),
    sidePanel(at, x0, [y1, z0], [y0, z1], code, sides),
    level(at, z1, [x0, y0], [x1, y1], code, top),
  ];
}

/**
 * A flat disc.
 *
 * @param at Where it is; it lies in the x-z plane of its own coordinates, facing -y.
 * @param radius In metres; u and v count from the middle.
 */
export function disc(
  at: Placing,
  radius: number,
  code: Code,
  paint: Paint,
  extras: Extras = {},
  sides = 14,
): Surface {
  const corners = Array.from({ length: sides }, (_, i) => {
    const angle = (2 * Math.PI * (i - 0.5)) / sides - Math.PI / 2;
    return at(radius * Math.cos(angle), 0, radius * Math.sin(angle));
  });
  return polygon(corners, code, paint, { origin: at(0, 0, 0), ...extras });
}

/**
 * A round bar that may taper: a post, a twig, an arm.
 *
 * @param from Middle of one end.
 * @param to Middle of the other.
 * @param radii Thickness at either end.
 */
export function limb(
  from: Vector,
  to: Vector,
  radii: readonly [number, number],
  code: Code,
  paint: Paint,
): Facing {
  const axis = minus(to, from);
  const length = Math.sqrt(dot(axis, axis));
  const centre = times(plus(from, to), 0.5);
  const widest = Math.max(...radii);
  const reach = length / 2 + widest;
  return {
    centre,
    reach,
    face: (toViewer) => {
      const along = times(axis, 1 / (length || 1));
      const side = unit(cross(along, toViewer));
      const [a, b] = [times(side, radii[0]), times(side, radii[1])];
      return {
        corners: [minus(from, a), plus(from, a), plus(to, b), minus(to, b)],
        code: INDEX[code],
        paint,
        origin: from,
        start: [0, 0],
        right: side,
        up: along,
        normal: cross(side, along),
        centre,
        reach,
        bulge: [0.9 / widest, 0],
      };
    },
  };
}

const OVAL = ring([0, 0], [1, 1], { count: 10 });

/**
 * A ball, or something upright like an egg.
 *
 * @param centre Its middle.
 * @param radii Half its width, half its height.
 * @param extras `normal` shades it as a part of something larger; `keeps` gives it a ragged edge.
 */
export function ball(
  centre: Vector,
  [width, height]: readonly [number, number],
  code: Code,
  paint: Paint,
  extras: Pick<Extras, 'normal' | 'keeps'> = {},
): Facing {
  const reach = Math.max(width, height);
  return {
    centre,
    reach,
    face: (toViewer) => {
      const isSteep = Math.abs(toViewer[2]) > 0.9;
      const right = unit(cross(isSteep ? [0, 1, 0] : [0, 0, 1], toViewer));
      const up = cross(toViewer, right);
      return {
        corners: OVAL.map(([x, y]) => plus(centre, plus(times(right, x * width), times(up, y * height)))),
        code: INDEX[code],
        paint,
        origin: centre,
        start: [0, 0],
        right,
        up,
        normal: toViewer,
        centre,
        reach,
        bulge: extras.normal ? [0.5 / width, 0.5 / height] : [0.9 / width, 0.9 / height],
        ...extras,
      };
    },
  };
}
