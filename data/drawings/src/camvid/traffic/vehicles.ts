import { near, pick } from '../../drawing/colour';
import type { Random } from '../../random';
import type { Placing } from '../../three-d/vector';
import { plain } from '../rendering/paints';
import type { Solid } from '../rendering/surface';
import { bus, lorry, sweeper } from './large-vehicles';
import { body, type Shape } from './vehicle-body';

export type VehicleKind = 'hatchback' | 'saloon' | 'estate' | 'suv' | 'van' | 'bus' | 'lorry' | 'sweeper';

// biome-ignore format: a table.
const SHAPES: Record<'hatchback' | 'saloon' | 'estate' | 'suv' | 'van', Shape> = {
  hatchback: {
    code: 'Car', length: 3.9, halfWidth: 0.84, halfRoof: 0.6, tail: 0.92, belt: [0.94, 0.96], nose: 0.76,
    roof: 1.46, roofFrom: 0.42, roofTo: 2.1, rearWindow: 0.06, windscreen: 2.85,
    wheels: [0.68, 3.12], wheelRadius: 0.31, pillars: [1.05, 1.85],
  },
  saloon: {
    code: 'Car', length: 4.6, halfWidth: 0.88, halfRoof: 0.6, tail: 0.94, belt: [1, 0.97], nose: 0.74,
    roof: 1.43, roofFrom: 1.25, roofTo: 2.55, rearWindow: 0.7, windscreen: 3.35,
    wheels: [0.9, 3.72], wheelRadius: 0.32, pillars: [1.55, 2.3],
  },
  estate: {
    code: 'Car', length: 4.7, halfWidth: 0.88, halfRoof: 0.64, tail: 0.96, belt: [0.97, 0.97], nose: 0.76,
    roof: 1.5, roofFrom: 0.4, roofTo: 2.6, rearWindow: 0.06, windscreen: 3.4,
    wheels: [0.95, 3.75], wheelRadius: 0.32, pillars: [1, 2.2],
  },
  suv: {
    code: 'SUVPickupTruck', length: 4.6, halfWidth: 0.94, halfRoof: 0.74, tail: 1.12, belt: [1.16, 1.16], nose: 1.02,
    roof: 1.85, roofFrom: 0.22, roofTo: 2.7, rearWindow: 0.05, windscreen: 3.15,
    wheels: [0.95, 3.65], wheelRadius: 0.39, pillars: [1.1, 2],
  },
  van: {
    code: 'SUVPickupTruck', length: 5.2, halfWidth: 0.97, halfRoof: 0.88, tail: 1.15, belt: [1.2, 1.22], nose: 1.06,
    roof: 2.25, roofFrom: 0.12, roofTo: 3.6, rearWindow: 0.05, windscreen: 4.35,
    wheels: [0.95, 4.25], wheelRadius: 0.35,
  },
};

// biome-ignore format: a table.
const CAR_COLOURS = [
  '#b8bcc0', '#8a9096', '#2a2c30', '#1c2f55', '#3a5a8a', '#8a1a20', '#a82a28',
  '#e4e4e0', '#1f4034', '#5a6068', '#46586a', '#b8b090', '#101214',
];
const VAN_COLOURS = ['#eceae4', '#eceae4', '#eceae4', '#b8bcc0', '#c03a2a', '#27508a', '#d8b030'];

/** How many metres of road a vehicle takes. */
export function lengthOf(kind: VehicleKind): number {
  return kind in SHAPES
    ? SHAPES[kind as keyof typeof SHAPES].length
    : { bus: 10.5, lorry: 8.2, sweeper: 4.4 }[kind as 'bus' | 'lorry' | 'sweeper'];
}

/**
 * A vehicle. Its own y runs from its tail (0) to its nose.
 *
 * @param at Where the middle of its tail is, on the road.
 */
export function vehicle(
  at: Placing,
  kind: VehicleKind,
  { isDusk = false, isBraking = false }: { isDusk?: boolean; isBraking?: boolean },
  random: Random,
): Solid[] {
  if (kind === 'bus') return bus(at, isDusk, random);
  if (kind === 'lorry') return lorry(at, isDusk, random);
  if (kind === 'sweeper') return sweeper(at, random);
  const colour = near(pick(kind === 'van' ? VAN_COLOURS : CAR_COLOURS, random), random, 5);
  return body(at, SHAPES[kind], { body: plain(colour, { mirror: 0.55 }), isDusk, isBraking });
}
