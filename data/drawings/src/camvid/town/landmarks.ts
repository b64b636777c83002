import { type Random, randomFrom } from '../../random';
import type { Plan } from '../plan';
import { bands, bricks, mottled, plain, put } from '../rendering/paints';
import { box, level, type Paint, panel, type Solid, sidePanel } from '../rendering/surface';
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
  const brick = { sides: bricks('#8a5a48', { seed }) };
  const start = random.uniform(-45, -25);
  const train = { sides: carriage(day.isDusk), top: plain('#6a6c70') };
  return [
    ...box(at, [-60, 0, 5], [60, 7, 6.7], 'Bridge', { sides: riveted }),
    level(at, 5, [-60, 0], [60, 7], 'Bridge', plain('#3a3c40')),
    ...box(at, [-60, 0.2, 0], [-edge, 6.8, 5], 'Bridge', brick),
    ...box(at, [edge, 0.2, 0], [60, 6.8, 5], 'Bridge', brick),
    ...[0, 20.5, 41].flatMap((x) =>
      box(at, [start + x, 2, 6.9], [start + x + 20, 4.8, 10.2], 'Train', train),
    ),
  ];
}

/** A carriage's side: windows, yellow doors, and a dark blue stripe below. */
const carriage =
  (isDusk: boolean): Paint =>
  (u, v, out) => {
    const isWindow = v > 1.3 && v < 2.1 && u % 1.9 > 0.4;
    if (isWindow) put(out, [0.03, 0.04, 0.05]);
    else if (u % 6.4 < 1.1) put(out, [0.55, 0.42, 0.05]);
    else put(out, v < 0.9 ? [0.02, 0.06, 0.22] : [0.6, 0.6, 0.58]);
    out[3] = isWindow ? 0.7 : 0.2;
    out[4] = isWindow && isDusk ? 6 : 0;
  };

function archway(street: Street, { half, walk, seed }: Plan, along: number): Solid[] {
  const at = street.place(along, 0);
  const stone = bricks('#b4a27c', { seed });
  const trim = plain('#cabd9c');
  const width = (half + walk) * 2 + 6;
  const high = 11;
  const open = half + 0.4;
  const isOpen = (u: number, v: number) => {
    const x = Math.abs(u - width / 2);
    const spring = 4.2;
    return x < open && (v < spring || (x / open) ** 2 + ((v - spring) / 3.4) ** 2 < 1);
  };
  const isWalk = (u: number, v: number) => {
    const x = Math.abs(Math.abs(u - width / 2) - (open + (walk - 0.4) / 2 + 0.3));
    return x < (walk - 0.4) / 2 && v < 2.6;
  };
  const paint: Paint = (u, v, out, grain) => {
    const isNearArch = isOpen(width / 2 + (u - width / 2) * 0.9, v * 0.92);
    const isTrim = isNearArch || v > high - 0.6 || (v > 8 && v < 8.25);
    (isTrim ? trim : stone)(u, v, out, grain);
  };
  const keeps = (u: number, v: number) => !isOpen(u, v) && !isWalk(u, v);
  const towers = { sides: bands([high - 0.6, '#b4a27c'], [high, '#cabd9c'], [99, '#a8976f']) };
  return [
    ...[0, 2.4].map((y) => panel(at, y, [-width / 2, 0], [width / 2, high], 'Archway', paint, { keeps })),
    ...[-open, open].map((x) => sidePanel(at, x, [0, 0], [2.4, 4.4], 'Archway', stone)),
    ...[-1, 1].flatMap((side) => {
      const x = side * (width / 2 - 1.4);
      return box(at, [x - 1.4, -0.5, 0], [x + 1.4, 2.9, high + 2.5], 'Archway', towers);
    }),
  ];
}

function tunnel(street: Street, { half, walk, seed }: Plan, along: number): Solid[] {
  const at = street.place(along, 0);
  const edge = half + walk + 0.2;
  const concrete = mottled('#a09a90', { size: 1.6, strength: 0.28, seed });
  const inside: Paint = (u, v, out, grain) => {
    concrete(u, v, out, grain);
    if (v > 3.6 && v < 3.8 && u % 4 < 1.6) {
      put(out, [0.9, 0.9, 0.9]);
      out[4] = 3;
    }
  };
  const long = 26;
  const keeps = (u: number, v: number) => Math.abs(u - 40) > edge || v > 4.6;
  return [
    ...[-edge, edge].map((x) => sidePanel(at, x, [0, 0], [long, 4.6], 'Tunnel', inside)),
    ...[0, long].map((y) => panel(at, y, [-40, 0], [40, 7.6], 'Tunnel', concrete, { keeps })),
    level(at, 4.6, [-edge, 0], [edge, long], 'Tunnel', plain('#6a665e')),
    level(at, 7.6, [-40, 0], [40, long], 'VegetationMisc', plain('#6c7c4c')),
  ];
}
