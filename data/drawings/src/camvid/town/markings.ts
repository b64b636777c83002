import { cellValue } from '../../drawing/noise';
import type { Junction, Plan } from '../plan';
import { plain } from '../rendering/paints';
import { type Paint, polygon, type Solid } from '../rendering/surface';
import type { Side, Street } from '../street';
import { isOpening, strip } from './ground';

/** Paint on the road, worn in places. */
const worn =
  (colour: readonly [number, number, number], seed: number): Paint =>
  (u, v, out) => {
    const wear = cellValue(Math.floor(u * 6), Math.floor(v * 14), seed) < 0.14 ? 0.55 : 1;
    for (let k = 0; k < 3; k++) out[k] = colour[k] * wear;
  };

const WHITE = worn([0.72, 0.72, 0.7], 1);
const YELLOW = worn([0.68, 0.5, 0.08], 2);

type Stretch = readonly [number, number];

/** Everything painted on the road. */
export function markings(street: Street, plan: Plan): Solid[] {
  const { half, junctions, length, edges, parking } = plan;
  const solids: Solid[] = [];
  const line = (
    stretch: Stretch,
    across: Stretch,
    paint: Paint,
    code: 'LaneMkgsDriv' | 'LaneMkgsNonDriv' = 'LaneMkgsDriv',
  ) => solids.push(...strip(street, stretch, across, code, paint, { isDecal: true }));
  const isNearJunction = (s: number, margin: number) =>
    junctions.some((j) => Math.abs(s - j.at) < j.width / 2 + margin);

  const middle = middleOf(plan);
  for (let s = -20; s < length; s += 6) {
    if (isNearJunction(s + 1.5, 2)) continue;
    line([s, s + (isNearJunction(s, 14) ? 4.4 : 3)], [middle - 0.08, middle + 0.08], WHITE);
  }
  for (const side of [-1, 1] as const) {
    const inset = parking.includes(side) ? 2.15 : 0;
    for (let s = -20; s < length; s += 5) {
      if (isOpening(junctions, side, s + 2.5, 2)) continue;
      const edge = side * (half - inset);
      if (inset && plan.hasBays) {
        if (s % 10 === 0) line([s, s + 0.12], side < 0 ? [-half, -half + 2.1] : [half - 2.1, half], WHITE);
        line([s, s + 5], [edge - 0.06, edge + 0.06], WHITE);
      } else if (edges === 'double yellow' && !inset) {
        for (const from of [0.22, 0.44])
          line([s, s + 5], [edge - side * from - 0.06, edge - side * from + 0.06], YELLOW);
      } else if (edges === 'white' && !inset) {
        line([s, s + 5], [edge - side * 0.35 - 0.07, edge - side * 0.35 + 0.07], WHITE);
      }
    }
  }
  for (const junction of junctions) solids.push(...junctionMarkings(street, plan, junction));
  return solids;
}

/** Where the line between the two directions runs: parked cars push it to the other side. */
export function middleOf({ parking }: Plan): number {
  return parking.length === 1 ? -parking[0] * 1.05 : 0;
}

function junctionMarkings(street: Street, plan: Plan, j: Junction): Solid[] {
  const { half, parking } = plan;
  const solids: Solid[] = [];
  const line = (
    stretch: Stretch,
    across: Stretch,
    paint = WHITE,
    code: 'LaneMkgsDriv' | 'LaneMkgsNonDriv' = 'LaneMkgsDriv',
  ) => solids.push(...strip(street, stretch, across, code, paint, { isDecal: true }));
  const middle = middleOf(plan);
  const insetOf = (side: Side) => (parking.includes(side) ? 2.15 : 0);
  const [left, right] = [-half + insetOf(-1), half - insetOf(1)];
  const [near, far] = [j.at - j.width / 2 - 1, j.at + j.width / 2 + 1];
  if (j.control !== 'zebra') {
    // Give-way lines across the side streets' mouths.
    for (const side of j.sides) {
      for (let s = j.at - j.width / 2 + 0.3; s < j.at + j.width / 2; s += 0.9) {
        line([s, s + 0.6], side < 0 ? [-half - 0.15, -half + 0.15] : [half - 0.15, half + 0.15]);
      }
    }
  }
  if (j.control === 'lights') {
    line([near - 4, near - 3.6], [left, middle]);
    line([far + 3.6, far + 4], [middle, right]);
    for (const s of [near - 3, near])
      for (let d = left; d < right; d += 1) line([s, s + 0.14], [d, d + 0.55]);
    solids.push(arrow(street, near - 13, (left + middle) / 2));
  }
  if (j.control === 'zebra') {
    const s = near - 6;
    for (let d = left; d < right - 0.3; d += 1.1) line([s, s + 3.2], [d, d + 0.55]);
    // Zigzags: no stopping here.
    for (const across of [left + 0.5, middle, right - 0.5]) {
      for (let i = 0; i < 5; i++) {
        const [from, to] = [s - 3 - i * 2.4, s - 5.4 - i * 2.4];
        const lean = i % 2 ? 0.25 : -0.25;
        solids.push(
          polygon(
            [
              street.at(to, across - lean),
              street.at(from, across + lean),
              street.at(from, across + lean + 0.14),
              street.at(to, across - lean + 0.14),
            ],
            'LaneMkgsNonDriv',
            plain('#d8d8d4'),
            { isDecal: true },
          ),
        );
      }
    }
  }
  return solids;
}

function arrow({ at }: Street, s: number, d: number): Solid {
  return polygon([at(s + 2, d - 0.5), at(s + 2, d + 0.5), at(s + 4.4, d)], 'LaneMkgsDriv', WHITE, {
    isDecal: true,
  });
}
