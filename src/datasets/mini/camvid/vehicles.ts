import type { Random } from '../../../base/random';
import { near, pick } from '../drawing/colour';
import { cellValue } from '../drawing/noise';
import { bands, lettering, linear, plain } from './paints';
import { box, disc, type Paint, polygon, type Solid } from './surface';
import type { Placing } from './vector';
import { body, type Shape } from './vehicle-body';

export type VehicleKind = 'hatchback' | 'saloon' | 'estate' | 'suv' | 'van' | 'bus' | 'lorry' | 'sweeper';

const SHAPES: Record<'hatchback' | 'saloon' | 'estate' | 'suv' | 'van', Shape> = {
  hatchback: {
    code: 'Car',
    length: 3.9,
    halfWidth: 0.84,
    halfRoof: 0.6,
    tail: 0.92,
    belt: [0.94, 0.96],
    nose: 0.76,
    roof: 1.46,
    roofFrom: 0.42,
    roofTo: 2.1,
    rearWindow: 0.06,
    windscreen: 2.85,
    wheels: [0.68, 3.12],
    wheelRadius: 0.31,
    pillars: [1.05, 1.85],
    hasSideWindows: true,
  },
  saloon: {
    code: 'Car',
    length: 4.6,
    halfWidth: 0.88,
    halfRoof: 0.6,
    tail: 0.94,
    belt: [1, 0.97],
    nose: 0.74,
    roof: 1.43,
    roofFrom: 1.25,
    roofTo: 2.55,
    rearWindow: 0.7,
    windscreen: 3.35,
    wheels: [0.9, 3.72],
    wheelRadius: 0.32,
    pillars: [1.55, 2.3],
    hasSideWindows: true,
  },
  estate: {
    code: 'Car',
    length: 4.7,
    halfWidth: 0.88,
    halfRoof: 0.64,
    tail: 0.96,
    belt: [0.97, 0.97],
    nose: 0.76,
    roof: 1.5,
    roofFrom: 0.4,
    roofTo: 2.6,
    rearWindow: 0.06,
    windscreen: 3.4,
    wheels: [0.95, 3.75],
    wheelRadius: 0.32,
    pillars: [1, 2.2],
    hasSideWindows: true,
  },
  suv: {
    code: 'SUVPickupTruck',
    length: 4.6,
    halfWidth: 0.94,
    halfRoof: 0.74,
    tail: 1.12,
    belt: [1.16, 1.16],
    nose: 1.02,
    roof: 1.85,
    roofFrom: 0.22,
    roofTo: 2.7,
    rearWindow: 0.05,
    windscreen: 3.15,
    wheels: [0.95, 3.65],
    wheelRadius: 0.39,
    pillars: [1.1, 2],
    hasSideWindows: true,
  },
  van: {
    code: 'SUVPickupTruck',
    length: 5.2,
    halfWidth: 0.97,
    halfRoof: 0.88,
    tail: 1.15,
    belt: [1.2, 1.22],
    nose: 1.06,
    roof: 2.25,
    roofFrom: 0.12,
    roofTo: 3.6,
    rearWindow: 0.05,
    windscreen: 4.35,
    wheels: [0.95, 4.25],
    wheelRadius: 0.35,
    pillars: [],
    hasSideWindows: false,
  },
};

const CAR_COLOURS = [
  '#b8bcc0',
  '#8a9096',
  '#2a2c30',
  '#1c2f55',
  '#3a5a8a',
  '#8a1a20',
  '#a82a28',
  '#e4e4e0',
  '#1f4034',
  '#5a6068',
  '#46586a',
  '#b8b090',
  '#101214',
];
const VAN_COLOURS = ['#eceae4', '#eceae4', '#eceae4', '#b8bcc0', '#c03a2a', '#27508a', '#d8b030'];

/** How many metres of road a vehicle takes. */
export const LENGTHS: Record<VehicleKind, number> = {
  hatchback: 3.9,
  saloon: 4.6,
  estate: 4.7,
  suv: 4.6,
  van: 5.2,
  bus: 10.5,
  lorry: 8.2,
  sweeper: 4.4,
};

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

function wheelsOf(
  at: Placing,
  code: 'Truck_Bus' | 'OtherMoving',
  halfWidth: number,
  places: number[],
  radius: number,
): Solid[] {
  const tyre: Paint = (u, v, out) => {
    const far = Math.sqrt(u * u + v * v) / radius;
    out[0] = out[1] = out[2] = far < 0.5 ? 0.3 : 0.016;
  };
  return places.flatMap((y) =>
    [-1, 1].flatMap((side) => [
      disc(
        (a, b, c) => at(side * (halfWidth + 0.02) - side * b, y - a * side, radius + c),
        radius,
        code,
        tyre,
      ),
      ...box(
        at,
        [side * halfWidth - 0.14 - side * 0.14, y - radius * 0.8, 0],
        [side * halfWidth + 0.14 - side * 0.14, y + radius * 0.8, radius * 1.4],
        code,
        { sides: plain('#18181a') },
      ),
    ]),
  );
}

/** Rows of windows along a coloured side. */
function windows(
  colour: string,
  rows: readonly (readonly [number, number])[],
  seed: number,
  isLit: boolean,
): Paint {
  const rgb = linear(colour);
  const glass = linear('#222a30');
  const lit = linear('#e8dcb0');
  return (u, v, out) => {
    const isGlass = rows.some(([from, to]) => v > from && v < to) && u % 1.45 > 0.1;
    const look = isGlass ? (isLit ? lit : glass) : rgb;
    const tone = isGlass ? 0.8 + 0.5 * cellValue(Math.floor(u / 0.48), Math.floor(v), seed) : 1;
    for (let k = 0; k < 3; k++) out[k] = look[k] * tone;
    out[3] = isGlass ? 0.7 : 0.25;
    out[4] = isGlass && isLit ? 0.5 : 0;
  };
}

function bus(at: Placing, isDusk: boolean, random: Random): Solid[] {
  const isDouble = random.uniform() < 0.6;
  const colour = near(
    pick(isDouble ? ['#a81c20', '#a81c20', '#e0d8c8', '#1f3f7a'] : ['#2a5a9a', '#d8d4c8', '#2a6a4a'], random),
    random,
    6,
  );
  const high = isDouble ? 4.2 : 2.95;
  const seed = random.integer(0, 999);
  const rows: [number, number][] = isDouble
    ? [
        [0.95, 1.75],
        [2.55, 3.35],
      ]
    : [[0.95, 2.05]];
  const side = windows(colour, rows, seed, isDusk);
  const front = windows(
    colour,
    isDouble
      ? [
          [0.7, 2],
          [2.75, 3.5],
        ]
      : [[0.7, 2]],
    seed,
    false,
  );
  const lamp = (x: number, y: number, z: number, paint: Paint) =>
    polygon(
      [at(x - 0.16, y, z), at(x + 0.16, y, z), at(x + 0.16, y, z + 0.26), at(x - 0.16, y, z + 0.26)],
      'Truck_Bus',
      paint,
      { isDecal: true },
    );
  const red = plain('#c01418', { glow: isDusk ? 1.4 : 0.2 });
  const white = plain('#fff4dc', { glow: isDusk ? 3 : 0.3 });
  return [
    ...box(at, [-1.22, 0, 0.35], [1.22, 10.5, high], 'Truck_Bus', {
      sides: side,
      front,
      back: front,
      top: plain(colour),
    }),
    ...wheelsOf(at, 'Truck_Bus', 1.22, [2.4, 8.2], 0.48),
    ...[-1, 1].flatMap((s) => [lamp(s * 1, -0.03, 0.75, red), lamp(s * 0.95, 10.53, 0.6, white)]),
    ...[-0.03, 10.53].map((y) =>
      polygon(
        [
          at(-0.8, y, isDouble ? 2.25 : 2.5),
          at(0.8, y, isDouble ? 2.25 : 2.5),
          at(0.8, y, isDouble ? 2.6 : 2.82),
          at(-0.8, y, isDouble ? 2.6 : 2.82),
        ],
        'Truck_Bus',
        lettering('#181818', '#ffb020', { width: 1.6, height: 0.35, seed, glow: 0.8 }),
        { isDecal: true },
      ),
    ),
  ];
}

function lorry(at: Placing, isDusk: boolean, random: Random): Solid[] {
  const cab = near(pick(['#b82a2a', '#2a4f8a', '#e0ddd4', '#2c6a48', '#d88a20'], random), random, 6);
  const load = near(pick(['#e4e2da', '#d4d0c4', '#3a5a8a', '#b8bcc0'], random), random, 6);
  const livery =
    random.uniform() < 0.5
      ? lettering(load, cab, { width: 5.6, height: 2.2, seed: random.integer(0, 999) })
      : plain(load);
  const red = plain('#c01418', { glow: isDusk ? 1.4 : 0.3 });
  const back = bands([
    [0.12, '#c8b020'],
    [0.2, '#a02020'],
    [9, load],
  ]);
  return [
    ...box(at, [-1.22, 0, 0.95], [1.22, 5.8, 3.4], 'Truck_Bus', { sides: livery, back, front: plain(load) }),
    ...box(at, [-0.9, 0.2, 0.5], [0.9, 6, 0.95], 'Truck_Bus', { sides: plain('#2a2a2c') }),
    ...box(at, [-1.15, 6.1, 0.5], [1.15, 8.2, 2.75], 'Truck_Bus', {
      sides: windows(cab, [[1.05, 1.85]], 3, false),
      front: windows(cab, [[0.95, 1.9]], 3, false),
      top: plain(cab),
    }),
    ...wheelsOf(at, 'Truck_Bus', 1.18, [1.5, 7.3], 0.48),
    ...[-1, 1].map((s) =>
      polygon(
        [
          at(s * 0.95 - 0.15, -0.02, 0.62),
          at(s * 0.95 + 0.15, -0.02, 0.62),
          at(s * 0.95 + 0.15, -0.02, 0.85),
          at(s * 0.95 - 0.15, -0.02, 0.85),
        ],
        'Truck_Bus',
        red,
      ),
    ),
  ];
}

/** A council's street sweeper, with a lamp that turns. */
function sweeper(at: Placing, random: Random): Solid[] {
  const colour = near('#e8a020', random, 6);
  return [
    ...box(at, [-0.75, 0, 0.4], [0.75, 2.6, 1.7], 'OtherMoving', {
      sides: bands([
        [0.4, '#e8e4d8'],
        [0.6, '#b02020'],
        [9, colour],
      ]),
      top: plain(colour),
    }),
    ...box(at, [-0.72, 2.6, 0.4], [0.72, 4, 2], 'OtherMoving', {
      sides: windows(colour, [[0.7, 1.4]], 1, false),
      top: plain('#e8e4d8'),
    }),
    ...box(at, [-0.1, 3.2, 2], [0.1, 3.4, 2.22], 'OtherMoving', { sides: plain('#ffa010', { glow: 1.5 }) }),
    ...wheelsOf(at, 'OtherMoving', 0.74, [0.6, 3.4], 0.35),
  ];
}
