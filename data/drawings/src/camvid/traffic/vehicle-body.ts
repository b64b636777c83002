import type { Placing, Vector } from '../../three-d/vector';
import { plain } from '../rendering/paints';
import { disc, type Paint, polygon, type Solid } from '../rendering/surface';

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
  /** Places of the pillars between the side windows; [] for a van without. */
  readonly pillars: readonly number[];
  readonly hasSideWindows: boolean;
}

/** Colours and lamps of one car. */
export interface Finish {
  readonly body: Paint;
  readonly isDusk: boolean;
  readonly isBraking: boolean;
}

const GLASS = plain('#1c242a', { mirror: 0.95 });
const TYRE: Paint = (u, v, out) => {
  const far = Math.sqrt(u * u + v * v);
  const isHub = far < 0.2 && (far < 0.05 || Math.abs(Math.sin(Math.atan2(v, u) * 2.5)) > 0.35);
  out[0] = out[1] = out[2] = isHub ? 0.42 : far < 0.21 ? 0.12 : 0.018;
  out[3] = isHub ? 0.4 : 0;
};
const RUBBER = plain('#1a1a1c');
const BLACK = plain('#202224');

/** A car, from its outline. */
export function body(at: Placing, shape: Shape, { body: paint, isDusk, isBraking }: Finish): Solid[] {
  const { code, length, halfWidth: w, halfRoof: r, tail, belt, nose, roof, wheelRadius } = shape;
  const { roofFrom, roofTo, rearWindow, windscreen } = shape;
  const low = wheelRadius * 0.75;
  const solids: Solid[] = [];
  const add = (corners: Vector[], look: Paint, isDecal = false) =>
    solids.push(
      polygon(
        corners.map(([x, y, z]) => at(x, y, z)),
        code,
        look,
        { isDecal },
      ),
    );
  const strip = (y0: number, z0: number, w0: number, y1: number, z1: number, w1: number, look: Paint) =>
    add(
      [
        [-w0, y0, z0],
        [w0, y0, z0],
        [w1, y1, z1],
        [-w1, y1, z1],
      ],
      look,
    );

  // From the tail over the roof to the nose.
  strip(0.06, low, w * 0.95, 0, tail * 0.75, w, paint);
  strip(0, tail * 0.75, w, 0.05, tail, w * 0.97, paint);
  if (rearWindow > 0.06) strip(0.05, tail, w * 0.97, rearWindow, belt[0], w * 0.95, paint);
  strip(rearWindow, belt[0], w * 0.95, roofFrom, roof - 0.06, r * 1.02, shape.hasSideWindows ? GLASS : paint);
  strip(roofFrom, roof - 0.06, r * 1.02, roofFrom + 0.25, roof, r, paint);
  strip(roofFrom + 0.25, roof, r, roofTo - 0.1, roof, r, paint);
  strip(roofTo - 0.1, roof, r, roofTo, roof - 0.04, r, paint);
  strip(roofTo, roof - 0.04, r, windscreen, belt[1], w * 0.93, GLASS);
  strip(windscreen, belt[1], w * 0.93, length - 0.25, nose, w * 0.9, paint);
  strip(length - 0.25, nose, w * 0.9, length, nose * 0.78, w * 0.88, paint);
  strip(length, nose * 0.78, w * 0.88, length - 0.05, low, w * 0.86, paint);

  for (const side of [-1, 1]) {
    const x = side * w;
    add(
      [
        [x, 0.06, low],
        [x, length - 0.05, low],
        [side * w * 0.88, length, nose * 0.78],
        [side * w * 0.9, length - 0.25, nose],
        [x * 0.96, windscreen, belt[1]],
        [x * 0.98, rearWindow, belt[0]],
        [x, 0.05, tail],
        [x, 0, tail * 0.75],
      ],
      paint,
    );
    add(
      [
        [x * 0.96, rearWindow, belt[0]],
        [x * 0.95, windscreen, belt[1]],
        [side * r, roofTo, roof - 0.03],
        [side * r, roofFrom, roof - 0.05],
      ],
      paint,
    );
    if (shape.hasSideWindows) {
      const edges = [rearWindow + 0.22, ...shape.pillars, windscreen - 0.25];
      for (let i = 0; i + 1 < edges.length; i++) {
        const top = (y: number) => Math.min(roofTo - 0.05, Math.max(roofFrom + 0.1, y));
        const [from, to] = [edges[i] + 0.04, edges[i + 1] - 0.04];
        const on = (y: number, z: number): Vector => {
          const t = (z - belt[0]) / (roof - belt[0]);
          return [side * (w * 0.965 + (r - w * 0.965) * t + 0.012), y, z];
        };
        add(
          [
            on(from, belt[0] + 0.05),
            on(to, belt[1] + 0.05),
            on(top(to), roof - 0.12),
            on(top(from), roof - 0.12),
          ],
          GLASS,
          true,
        );
      }
    }
    for (const y of shape.wheels) {
      const hub: Placing = (a, b, c) => at(side * (w + 0.015) - side * b, y + a * -side, wheelRadius + c);
      solids.push(disc(hub, wheelRadius * 1.22, code, BLACK, { isDecal: false }));
      const nearer: Placing = (a, b, c) => at(side * (w + 0.03) - side * b, y + a * -side, wheelRadius + c);
      const scaled: Paint = (u, v, out, grain) =>
        TYRE((u * 0.31) / wheelRadius, (v * 0.31) / wheelRadius, out, grain);
      solids.push(disc(nearer, wheelRadius, code, scaled, { isDecal: true }));
      // The treads, seen from behind and from the front.
      for (const along of [-0.8, 0.8]) {
        const edge = y + along * wheelRadius;
        add(
          [
            [side * (w - 0.2), edge, 0],
            [x, edge, 0],
            [x, edge, wheelRadius * 1.1],
            [side * (w - 0.2), edge, wheelRadius * 1.1],
          ],
          RUBBER,
        );
      }
    }
  }
  lamps(shape, { body: paint, isDusk, isBraking }, add);
  return solids;
}

function lamps(
  { code, length, halfWidth: w, tail, nose, wheelRadius }: Shape,
  { isDusk, isBraking }: Finish,
  add: (corners: Vector[], look: Paint, isDecal?: boolean) => void,
): void {
  const red = plain('#c01418', { mirror: 0.3, glow: isBraking ? 2.4 : isDusk ? 1.1 : 0.15 });
  const white = plain(isDusk ? '#fff4d8' : '#d8dce0', { mirror: 0.6, glow: isDusk ? 3 : 0.1 });
  const rear = (x0: number, x1: number, z0: number, z1: number, look: Paint) =>
    add(
      [
        [x0, -0.03, z0],
        [x1, -0.03, z0],
        [x1, -0.03, z1],
        [x0, -0.03, z1],
      ],
      look,
      true,
    );
  const front = (x0: number, x1: number, z0: number, z1: number, look: Paint) =>
    add(
      [
        [x1, length + 0.02, z0],
        [x0, length + 0.02, z0],
        [x0, length + 0.02, z1],
        [x1, length + 0.02, z1],
      ],
      look,
      true,
    );
  const isTall = code !== 'Car';
  const [z0, z1] = isTall ? [tail * 0.5, tail * 0.85] : [tail * 0.68, tail * 0.92];
  for (const side of [-1, 1]) {
    rear(Math.min(side * w * 0.66, side * w * 0.98), Math.max(side * w * 0.66, side * w * 0.98), z0, z1, red);
    front(
      Math.min(side * w * 0.5, side * w * 0.85),
      Math.max(side * w * 0.5, side * w * 0.85),
      nose * 0.7,
      nose * 0.88,
      white,
    );
  }
  rear(-0.26, 0.26, tail * 0.5, tail * 0.5 + 0.12, plain('#e8c020'));
  rear(-w * 0.94, w * 0.94, wheelRadius * 0.8, wheelRadius * 1.15, BLACK);
  front(-w * 0.42, w * 0.42, nose * 0.62, nose * 0.84, BLACK);
  front(-0.26, 0.26, nose * 0.44, nose * 0.44 + 0.12, plain('#e8e8e4'));
  front(-w * 0.86, w * 0.86, wheelRadius * 0.8, wheelRadius * 1.1, BLACK);
}
