import { type Random, randomFrom } from '../../random';
import type { Plan } from '../plan';
import { bands, bricks, mottled, plain } from '../rendering/paints';
import { box, type Paint, polygon, type Solid } from '../rendering/surface';
import type { Street } from '../street';

/** A railway bridge with a train on it, a gateway, or an underpass: what one drives through. */
export function landmark(street: Street, plan: Plan): Solid[] {
  const { crossing } = plan;
  if (!crossing) return [];
  const random = randomFrom(plan.seed + 5);
  if (crossing.kind === 'bridge') return bridge(street, plan, crossing.at, random);
  if (crossing.kind === 'archway') return archway(street, plan, crossing.at);
  return tunnel(street, plan, crossing.at);
}

function bridge(street: Street, { half, walk, seed, day }: Plan, along: number, random: Random): Solid[] {
  const edge = half + walk + 0.3;
  const at = street.place(along, 0);
  const steel = mottled('#5a6a72', { size: 1.2, strength: 0.25, seed });
  const riveted: Paint = (u, v, out, grain) => {
    steel(u, v, out, grain);
    if (u % 2.2 < 0.14 || v < 0.14 || v > 1.5) for (let k = 0; k < 3; k++) out[k] *= 0.65;
  };
  const brick = bricks('#8a5a48', { seed });
  const solids: Solid[] = [
    ...box(at, [-60, 0, 5], [60, 7, 6.7], 'Bridge', { sides: riveted }),
    polygon([at(-60, 0, 5), at(60, 0, 5), at(60, 7, 5), at(-60, 7, 5)], 'Bridge', plain('#3a3c40')),
    ...[-1, 1].flatMap((side) => {
      const [near, far] = [side * edge, side * 60];
      return box(at, [Math.min(near, far), 0.2, 0], [Math.max(near, far), 6.8, 5], 'Bridge', {
        sides: brick,
      });
    }),
  ];
  const start = random.uniform(-45, -25);
  for (let car = 0; car < 3; car++) {
    const x = start + car * 20.5;
    const side: Paint = (u, v, out) => {
      const isWindow = v > 1.3 && v < 2.1 && u % 1.9 > 0.4;
      const isDoor = u % 6.4 < 1.1;
      const look = isWindow
        ? [0.03, 0.04, 0.05]
        : isDoor
          ? [0.55, 0.42, 0.05]
          : v < 0.9
            ? [0.02, 0.06, 0.22]
            : [0.6, 0.6, 0.58];
      for (let k = 0; k < 3; k++) out[k] = look[k];
      out[3] = isWindow ? 0.7 : 0.2;
      out[4] = isWindow && day.isDusk ? 6 : 0;
    };
    solids.push(
      ...box(at, [x, 2, 6.9], [x + 20, 4.8, 10.2], 'Train', { sides: side, top: plain('#6a6c70') }),
    );
  }
  return solids;
}

function archway(street: Street, { half, walk, seed }: Plan, along: number): Solid[] {
  const at = street.place(along, 0);
  const stone = bricks('#b4a27c', { seed });
  const trim = plain('#cabd9c');
  const edge = half + walk;
  const width = edge * 2 + 6;
  const high = 11;
  const isOpen = (u: number, v: number) => {
    const x = Math.abs(u - width / 2);
    const spring = 4.2;
    return x < half + 0.4 && (v < spring || (x / (half + 0.4)) ** 2 + ((v - spring) / 3.4) ** 2 < 1);
  };
  const isWalk = (u: number, v: number) => {
    const x = Math.abs(Math.abs(u - width / 2) - (half + 0.4 + (walk - 0.4) / 2 + 0.3));
    return x < (walk - 0.4) / 2 && v < 2.6;
  };
  const paint: Paint = (u, v, out, grain) => {
    const nearArch = isOpen(width / 2 + (u - width / 2) * 0.9, v * 0.92);
    const look = nearArch || v > high - 0.6 || (v > 8 && v < 8.25) ? trim : stone;
    look(u, v, out, grain);
  };
  const keeps = (u: number, v: number) => !isOpen(u, v) && !isWalk(u, v);
  const wall = (y: number) =>
    polygon(
      [at(-width / 2, y, 0), at(width / 2, y, 0), at(width / 2, y, high), at(-width / 2, y, high)],
      'Archway',
      paint,
      { keeps },
    );
  return [
    wall(0),
    wall(2.4),
    ...[-1, 1].map((side) =>
      polygon(
        [
          at(side * (half + 0.4), 0, 0),
          at(side * (half + 0.4), 2.4, 0),
          at(side * (half + 0.4), 2.4, 4.4),
          at(side * (half + 0.4), 0, 4.4),
        ],
        'Archway',
        stone,
      ),
    ),
    ...[-1, 1].flatMap((side) =>
      box(
        at,
        [side * (width / 2 - 1.4) - 1.4, -0.5, 0],
        [side * (width / 2 - 1.4) + 1.4, 2.9, high + 2.5],
        'Archway',
        {
          sides: bands([
            [high - 0.6, '#b4a27c'],
            [high, '#cabd9c'],
            [99, '#a8976f'],
          ]),
        },
      ),
    ),
  ];
}

function tunnel(street: Street, { half, walk, seed }: Plan, along: number): Solid[] {
  const at = street.place(along, 0);
  const edge = half + walk + 0.2;
  const concrete = mottled('#a09a90', { size: 1.6, strength: 0.28, seed });
  const inside: Paint = (u, v, out, grain) => {
    concrete(u, v, out, grain);
    if (v > 3.6 && v < 3.8 && u % 4 < 1.6) {
      out[0] = out[1] = out[2] = 0.9;
      out[4] = 3;
    }
  };
  const long = 26;
  const wall = (x: number) =>
    polygon([at(x, 0, 0), at(x, long, 0), at(x, long, 4.6), at(x, 0, 4.6)], 'Tunnel', inside);
  const ends = [0, long].map((y) =>
    polygon([at(-40, y, 0), at(40, y, 0), at(40, y, 7.6), at(-40, y, 7.6)], 'Tunnel', concrete, {
      keeps: (u, v) => Math.abs(u - 40) > edge || v > 4.6,
    }),
  );
  return [
    wall(-edge),
    wall(edge),
    ...ends,
    polygon(
      [at(-edge, 0, 4.6), at(edge, 0, 4.6), at(edge, long, 4.6), at(-edge, long, 4.6)],
      'Tunnel',
      plain('#6a665e'),
    ),
    polygon(
      [at(-40, 0, 7.6), at(40, 0, 7.6), at(40, long, 7.6), at(-40, long, 7.6)],
      'VegetationMisc',
      plain('#6c7c4c'),
    ),
  ];
}
