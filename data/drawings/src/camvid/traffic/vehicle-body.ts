import type { Placing, Vector } from '../../three-d/vector';
import { corners } from '../../three-d/vector';
import { plain } from '../rendering/paints';
import { disc, type Paint, panel, polygon, type Solid } from '../rendering/surface';

export type VehicleCode = 'Car' | 'SUVPickupTruck' | 'Truck_Bus' | 'OtherMoving';

/** The outline of a car seen from its left side; y runs from its tail (0) to its nose, z up. */
export interface Shape {
  readonly code: VehicleCode;
  readonly length: number;
  /** Half its width, at the doors and at the roof. */
  readonly halfWidth: number;
  readonly halfRoof: number;
  /** Top of the tail, the windows' lower line at either end, the nose's top edge. */
  readonly tail: number;
  readonly belt: readonly [number, number];
  readonly nose: number;
  /** Roof: its height, where it begins and ends; where the rear window and the windscreen meet the body. */
  readonly roof: number;
  readonly roofFrom: number;
  readonly roofTo: number;
  readonly rearWindow: number;
  readonly windscreen: number;
  readonly wheels: readonly [number, number];
  readonly wheelRadius: number;
  /** Where the pillars between the side windows are; a van has neither. */
  readonly pillars?: readonly number[];
}

/** Colours and lamps of one car. */
export interface Finish {
  readonly body: Paint;
  readonly isDusk: boolean;
  readonly isBraking: boolean;
}

const GLASS = plain('#1c242a', { mirror: 0.95 });
const RUBBER = plain('#1a1a1c');
const BLACK = plain('#202224');

/** A tyre around a hub with spokes. */
const wheel =
  (radius: number): Paint =>
  (u, v, out) => {
    const far = (Math.sqrt(u * u + v * v) * 0.31) / radius;
    const isHub = far < 0.2 && (far < 0.05 || Math.abs(Math.sin(Math.atan2(v, u) * 2.5)) > 0.35);
    out[0] = out[1] = out[2] = isHub ? 0.42 : far < 0.21 ? 0.12 : 0.018;
    out[3] = isHub ? 0.4 : 0;
  };

/** A car, from its outline. */
export function body(at: Placing, shape: Shape, finish: Finish): Solid[] {
  const sides = [-1, 1].flatMap((side) => [
    ...flank(at, shape, finish.body, side),
    ...wheels(at, shape, side),
  ]);
  return [...shell(at, shape, finish.body), ...sides, ...lamps(at, shape, finish)];
}

/** From the tail over the roof to the nose: strips from one edge across the car to the next. */
function shell(at: Placing, shape: Shape, paint: Paint): Solid[] {
  const { code, length, halfWidth: w, halfRoof: r, tail, belt, nose, roof, wheelRadius } = shape;
  const { roofFrom, roofTo, rearWindow, windscreen, pillars } = shape;
  const low = wheelRadius * 0.75;
  // How far along, how high and half how wide each edge is.
  const edges = corners(`
    0.06,${low},${w * 0.95} 0,${tail * 0.75},${w} 0.05,${tail},${w * 0.97}
    ${rearWindow},${belt[0]},${w * 0.95} ${roofFrom},${roof - 0.06},${r * 1.02}
    ${roofFrom + 0.25},${roof},${r} ${roofTo - 0.1},${roof},${r} ${roofTo},${roof - 0.04},${r}
    ${windscreen},${belt[1]},${w * 0.93} ${length - 0.25},${nose},${w * 0.9}
    ${length},${nose * 0.78},${w * 0.88} ${length - 0.05},${low},${w * 0.86}`);
  const isGlass = (i: number) => (i === 3 && pillars) || i === 7;
  return edges.slice(1).flatMap(([y1, z1, w1], i) => {
    // A hatchback's rear window reaches down to the tail's edge.
    if (i === 2 && rearWindow <= 0.06) return [];
    const [y0, z0, w0] = edges[i];
    const quad = [at(-w0, y0, z0), at(w0, y0, z0), at(w1, y1, z1), at(-w1, y1, z1)];
    return polygon(quad, code, isGlass(i) ? GLASS : paint);
  });
}

/** Body, roof and windows on one side. */
function flank(at: Placing, shape: Shape, paint: Paint, side: number): Solid[] {
  const { code, length, halfWidth: w, halfRoof: r, tail, belt, nose, roof, wheelRadius } = shape;
  const { roofFrom, roofTo, rearWindow, windscreen, pillars } = shape;
  const low = wheelRadius * 0.75;
  const add = (outline: Vector[], look: Paint, isDecal = false) =>
    polygon(
      outline.map(([x, y, z]) => at(side * x, y, z)),
      code,
      look,
      { isDecal },
    );
  const doors = corners(`
    ${w},0.06,${low} ${w},${length - 0.05},${low} ${w * 0.88},${length},${nose * 0.78}
    ${w * 0.9},${length - 0.25},${nose} ${w * 0.96},${windscreen},${belt[1]}
    ${w * 0.98},${rearWindow},${belt[0]} ${w},0.05,${tail} ${w},0,${tail * 0.75}`);
  const cabin = corners(`
    ${w * 0.96},${rearWindow},${belt[0]} ${w * 0.95},${windscreen},${belt[1]}
    ${r},${roofTo},${roof - 0.03} ${r},${roofFrom},${roof - 0.05}`);
  const on = (y: number, z: number): Vector => {
    const t = (z - belt[0]) / (roof - belt[0]);
    return [w * 0.965 + (r - w * 0.965) * t + 0.012, y, z];
  };
  const top = (y: number) => on(Math.min(roofTo - 0.05, Math.max(roofFrom + 0.1, y)), roof - 0.12);
  const posts = pillars ? [rearWindow + 0.22, ...pillars, windscreen - 0.25] : [];
  const windows = posts.slice(1).map((post, i) => {
    const [from, to] = [posts[i] + 0.04, post - 0.04];
    return add([on(from, belt[0] + 0.05), on(to, belt[1] + 0.05), top(to), top(from)], GLASS, true);
  });
  return [add(doors, paint), add(cabin, paint), ...windows];
}

/** The wheels of one side, and their treads, seen from behind and from the front. */
function wheels(
  at: Placing,
  { code, halfWidth: w, wheels: axles, wheelRadius: radius }: Shape,
  side: number,
): Solid[] {
  const hub =
    (y: number, out: number): Placing =>
    (a, b, c) =>
      at(side * (w + out) - side * b, y + a * -side, radius + c);
  return axles.flatMap((y) => [
    disc(hub(y, 0.015), radius * 1.22, code, BLACK, { isDecal: false }),
    disc(hub(y, 0.03), radius, code, wheel(radius), { isDecal: true }),
    ...[-0.8, 0.8].map((along) =>
      panel(at, y + along * radius, [side * (w - 0.2), 0], [side * w, radius * 1.1], code, RUBBER),
    ),
  ]);
}

function lamps(at: Placing, shape: Shape, { isDusk, isBraking }: Finish): Solid[] {
  const { code, length, halfWidth: w, tail, nose, wheelRadius } = shape;
  const red = plain('#c01418', { mirror: 0.3, glow: isBraking ? 2.4 : isDusk ? 1.1 : 0.15 });
  const white = plain(isDusk ? '#fff4d8' : '#d8dce0', { mirror: 0.6, glow: isDusk ? 3 : 0.1 });
  const on = (y: number) => (x0: number, x1: number, z0: number, z1: number, look: Paint) =>
    panel(at, y, [x0, z0], [x1, z1], code, look, { isDecal: true });
  const rear = on(-0.03);
  const front = (x0: number, x1: number, z0: number, z1: number, look: Paint) =>
    on(length + 0.02)(x1, x0, z0, z1, look);
  const [low, high] = code === 'Car' ? [tail * 0.68, tail * 0.92] : [tail * 0.5, tail * 0.85];
  return [
    rear(-w * 0.98, -w * 0.66, low, high, red),
    front(-w * 0.85, -w * 0.5, nose * 0.7, nose * 0.88, white),
    rear(w * 0.66, w * 0.98, low, high, red),
    front(w * 0.5, w * 0.85, nose * 0.7, nose * 0.88, white),
    rear(-0.26, 0.26, tail * 0.5, tail * 0.5 + 0.12, plain('#e8c020')),
    rear(-w * 0.94, w * 0.94, wheelRadius * 0.8, wheelRadius * 1.15, BLACK),
    front(-w * 0.42, w * 0.42, nose * 0.62, nose * 0.84, BLACK),
    front(-0.26, 0.26, nose * 0.44, nose * 0.44 + 0.12, plain('#e8e8e4')),
    front(-w * 0.86, w * 0.86, wheelRadius * 0.8, wheelRadius * 1.1, BLACK),
  ];
}
