import { near, pick } from '../../drawing/colour';
import { cellValue } from '../../drawing/noise';
import { type Points, points } from '../../drawing/path';
import type { Random } from '../../random';
import type { Placing } from '../../three-d/vector';
import { bands, lettering, linear, plain, put } from '../rendering/paints';
import { box, disc, type Paint, panel, type Solid } from '../rendering/surface';

type LargeCode = 'Truck_Bus' | 'OtherMoving';

/** Wheels at both sides: a disc outside and a tyre under the body. */
function wheels(
  at: Placing,
  code: LargeCode,
  half: number,
  axles: readonly number[],
  radius: number,
): Solid[] {
  const look: Paint = (u, v, out) => {
    out[0] = out[1] = out[2] = Math.sqrt(u * u + v * v) / radius < 0.5 ? 0.3 : 0.016;
  };
  const tyre = { sides: plain('#18181a') };
  return axles.flatMap((y) =>
    [-1, 1].flatMap((side) => {
      const hub: Placing = (a, b, c) => at(side * (half + 0.02) - side * b, y - a * side, radius + c);
      const x = side * half - side * 0.14;
      const [from, to] = [y - radius * 0.8, y + radius * 0.8];
      return [
        disc(hub, radius, code, look),
        ...box(at, [x - 0.14, from, 0], [x + 0.14, to, radius * 1.4], code, tyre),
      ];
    }),
  );
}

/**
 * Rows of windows along a coloured side.
 *
 * @param rows Lower and upper edge of each.
 */
function windows(colour: string, rows: Points, seed: number, isLit: boolean): Paint {
  const edges = points(rows);
  const [rgb, glass, lit] = [colour, '#222a30', '#e8dcb0'].map(linear);
  return (u, v, out) => {
    const isGlass = edges.some(([from, to]) => v > from && v < to) && u % 1.45 > 0.1;
    const tone = isGlass ? 0.8 + 0.5 * cellValue(Math.floor(u / 0.48), Math.floor(v), seed) : 1;
    put(out, isGlass ? (isLit ? lit : glass) : rgb, tone);
    out[3] = isGlass ? 0.7 : 0.25;
    out[4] = isGlass && isLit ? 0.5 : 0;
  };
}

const tailLamp = (glow: number) => plain('#c01418', { glow });

/** A bus, with one deck or two. */
export function bus(at: Placing, isDusk: boolean, random: Random): Solid[] {
  const isDouble = random.uniform() < 0.6;
  const colours = isDouble ? ['#a81c20', '#a81c20', '#e0d8c8', '#1f3f7a'] : ['#2a5a9a', '#d8d4c8', '#2a6a4a'];
  const colour = near(pick(colours, random), random, 6);
  const high = isDouble ? 4.2 : 2.95;
  const seed = random.integer(0, 999);
  const sides = windows(colour, isDouble ? '0.95,1.75 2.55,3.35' : '0.95,2.05', seed, isDusk);
  const front = windows(colour, isDouble ? '0.7,2 2.75,3.5' : '0.7,2', seed, false);
  const lamp = (x: number, y: number, z: number, paint: Paint) =>
    panel(at, y, [x - 0.16, z], [x + 0.16, z + 0.26], 'Truck_Bus', paint, { isDecal: true });
  const red = tailLamp(isDusk ? 1.4 : 0.2);
  const white = plain('#fff4dc', { glow: isDusk ? 3 : 0.3 });
  const [low, top] = isDouble ? [2.25, 2.6] : [2.5, 2.82];
  const destination = lettering('#181818', '#ffb020', { width: 1.6, height: 0.35, seed, glow: 0.8 });
  return [
    ...box(at, [-1.22, 0, 0.35], [1.22, 10.5, high], 'Truck_Bus', { sides, front, top: plain(colour) }),
    ...wheels(at, 'Truck_Bus', 1.22, [2.4, 8.2], 0.48),
    ...[-1, 1].flatMap((s) => [lamp(s * 1, -0.03, 0.75, red), lamp(s * 0.95, 10.53, 0.6, white)]),
    ...[-0.03, 10.53].map((y) =>
      panel(at, y, [-0.8, low], [0.8, top], 'Truck_Bus', destination, { isDecal: true }),
    ),
  ];
}

/** A lorry with its load. */
export function lorry(at: Placing, isDusk: boolean, random: Random): Solid[] {
  const cab = near(pick(['#b82a2a', '#2a4f8a', '#e0ddd4', '#2c6a48', '#d88a20'], random), random, 6);
  const load = near(pick(['#e4e2da', '#d4d0c4', '#3a5a8a', '#b8bcc0'], random), random, 6);
  const livery =
    random.uniform() < 0.5
      ? lettering(load, cab, { width: 5.6, height: 2.2, seed: random.integer(0, 999) })
      : plain(load);
  const red = tailLamp(isDusk ? 1.4 : 0.3);
  const code = 'Truck_Bus';
  const back = bands([0.12, '#c8b020'], [0.2, '#a02020'], [9, load]);
  return [
    ...box(at, [-1.22, 0, 0.95], [1.22, 5.8, 3.4], code, { sides: livery, back, front: plain(load) }),
    ...box(at, [-0.9, 0.2, 0.5], [0.9, 6, 0.95], code, { sides: plain('#2a2a2c') }),
    ...box(at, [-1.15, 6.1, 0.5], [1.15, 8.2, 2.75], code, {
      sides: windows(cab, '1.05,1.85', 3, false),
      front: windows(cab, '0.95,1.9', 3, false),
      top: plain(cab),
    }),
    ...wheels(at, code, 1.18, [1.5, 7.3], 0.48),
    ...[-0.95, 0.95].map((x) => panel(at, -0.02, [x - 0.15, 0.62], [x + 0.15, 0.85], code, red)),
  ];
}

/** A council's street sweeper, with a lamp that turns. */
export function sweeper(at: Placing, random: Random): Solid[] {
  const colour = near('#e8a020', random, 6);
  const code = 'OtherMoving';
  return [
    ...box(at, [-0.75, 0, 0.4], [0.75, 2.6, 1.7], code, {
      sides: bands([0.4, '#e8e4d8'], [0.6, '#b02020'], [9, colour]),
      top: plain(colour),
    }),
    ...box(at, [-0.72, 2.6, 0.4], [0.72, 4, 2], code, {
      sides: windows(colour, '0.7,1.4', 1, false),
      top: plain('#e8e4d8'),
    }),
    ...box(at, [-0.1, 3.2, 2], [0.1, 3.4, 2.22], code, { sides: plain('#ffa010', { glow: 1.5 }) }),
    ...wheels(at, code, 0.74, [0.6, 3.4], 0.35),
  ];
}
