import { pick } from '../../drawing/colour';
import { type Random, randomFrom } from '../../random';
import type { Frontage, Plan } from '../plan';
import { foliage, paving } from '../rendering/paints';
import { polygon, type Solid } from '../rendering/surface';
import type { Side, Street } from '../street';
import { vehicle } from '../traffic/vehicles';
import { boardFence, gardenWall, railing, shelter, upright } from './furniture';
import { between, KERB } from './ground';
import type { HouseKind } from './house-styles';
import { house } from './houses';
import { tree } from './trees';

/** How far back, how wide and how deep buildings of a frontage are. */
const HOUSES: Partial<
  Record<Frontage, { kind: HouseKind; setback: number; widths: [number, number]; gap: number; depth: number }>
> = {
  shops: { kind: 'shop', setback: 0, widths: [5.5, 10], gap: 0, depth: 11 },
  terrace: { kind: 'terrace', setback: 2.2, widths: [4.8, 6.2], gap: 0, depth: 9 },
  villas: { kind: 'villa', setback: 6.5, widths: [7.5, 10], gap: 3.5, depth: 9 },
  offices: { kind: 'office', setback: 1.5, widths: [16, 28], gap: 5, depth: 16 },
  college: { kind: 'college', setback: 1, widths: [18, 30], gap: 2, depth: 13 },
  yard: { kind: 'depot', setback: 22, widths: [24, 36], gap: 6, depth: 14 },
};

/** Everything behind the pavements: buildings, gardens, walls, fences, hedges, parks. */
export function frontages(street: Street, plan: Plan): Solid[] {
  const solids: Solid[] = [];
  for (const side of [-1, 1] as const) {
    const random = randomFrom(plan.seed * 31 + side + 1);
    for (const [from, to] of between(-20, plan.length, plan.junctions, side)) {
      let s = from + (from < -19 ? 0 : 0.6);
      while (s < to - 5) {
        const kind = pick(plan.frontages, random);
        const end = Math.min(to - 0.6, s + random.uniform(22, 46));
        solids.push(...stretch(street, plan, kind, side, s, to - end < 9 ? to - 0.6 : end, random));
        s = to - end < 9 ? to : end;
      }
    }
    solids.push(...sideStreets(street, plan, side, random));
  }
  return [...solids, ...backdrop(street, plan)];
}

function stretch(
  street: Street,
  plan: Plan,
  kind: Frontage,
  side: Side,
  from: number,
  to: number,
  random: Random,
): Solid[] {
  const edge = plan.half + plan.walk;
  const solids: Solid[] = [];
  const row = HOUSES[kind];
  if (row) {
    let s = from;
    while (s < to - row.widths[0] * 0.6) {
      let width = random.uniform(...row.widths);
      if (to - s - width < row.widths[0]) width = Math.min(to - s, row.widths[1] * 1.5);
      const left = side < 0 ? s : s + width;
      const at = street.facing(
        left,
        side * (edge + row.setback + random.uniform(0, kind === 'shops' ? 0.15 : 0.3)),
        side,
      );
      solids.push(...house(at, { kind: row.kind, width, depth: row.depth, isDusk: plan.day.isDusk }, random));
      s += width + row.gap;
    }
  }
  const boundary = kind === 'shops' || kind === 'offices' ? undefined : kind;
  if (boundary) solids.push(...bounds(street, side, edge + 0.1, from, to, boundary, random, plan.seed));
  if (kind === 'park') solids.push(...park(street, plan, side, edge, from, to, random));
  if (kind === 'villas') {
    for (let s = from + 3; s < to; s += random.uniform(6, 14)) {
      const at = street.place(s, side * (edge + random.uniform(2, 4.5)), { up: KERB });
      solids.push(
        ...tree(
          at,
          random.uniform() < 0.5 ? 'bush' : pick(plan.trees, random),
          random.uniform(2, 6.5),
          random,
          plan.isAutumn,
        ),
      );
    }
  }
  if (kind === 'yard') {
    for (let s = from + 3; s < to - 3; s += 2.7) {
      if (random.uniform() < 0.3) continue;
      const at = street.place(s, side * (edge + random.uniform(5.5, 6.2)), {
        up: 0.1,
        turn: random.uniform() < 0.5 ? Math.PI / 2 : -Math.PI / 2,
      });
      solids.push(...vehicle(at, pick(['hatchback', 'saloon', 'estate', 'suv', 'van'], random), {}, random));
    }
  }
  if (kind === 'shops' && random.uniform() < 0.35) {
    const s = random.uniform(from + 4, to - 4);
    solids.push(...shelter(street.facing(s, side * (edge - 0.9), side), random));
  }
  return solids;
}

function bounds(
  street: Street,
  side: Side,
  across: number,
  from: number,
  to: number,
  kind: Frontage,
  random: Random,
  seed: number,
): Solid[] {
  const form =
    kind === 'park' || kind === 'college' || kind === 'yard'
      ? pick(['railing', 'wall', 'railing', 'low wall'] as const, random)
      : kind === 'villas'
        ? pick(['hedge', 'boards', 'low wall', 'hedge'] as const, random)
        : pick(['low wall', 'railing', 'hedge', 'low wall'] as const, random);
  const brick = pick(['#9a6048', '#a88a68', '#8a5a48', '#b0a894'], random);
  const solids: Solid[] = [];
  for (let s = from; s < to - 0.5; s += 5) {
    const end = Math.min(to, s + 5);
    // A gate now and then.
    const hasGate = random.uniform() < 0.22;
    const stop = hasGate ? end - 1.6 : end;
    const [a, b] = [street.at(s, side * across, KERB), street.at(stop, side * across, KERB)];
    if (form === 'railing') solids.push(railing(a, b, 1.25));
    else if (form === 'boards') solids.push(boardFence(a, b, 1.7, seed));
    else if (form === 'hedge') solids.push(...hedge(street, side, across, s, stop, 1.4, seed));
    else solids.push(gardenWall(a, b, form === 'wall' ? 2 : 0.85, seed, brick));
  }
  return solids;
}

function hedge(
  street: Street,
  side: Side,
  across: number,
  from: number,
  to: number,
  high: number,
  seed: number,
): Solid[] {
  const paint = foliage('#46662c', { seed });
  const at = (s: number, d: number, z: number) => street.at(s, side * (across + d), KERB + z);
  return [
    upright(at(from, 0, 0), at(to, 0, 0), high, 'VegetationMisc', paint),
    upright(at(from, 0.9, 0), at(from, 0, 0), high, 'VegetationMisc', paint),
    upright(at(to, 0, 0), at(to, 0.9, 0), high, 'VegetationMisc', paint),
    polygon(
      [at(from, 0, high), at(to, 0, high), at(to, 0.9, high), at(from, 0.9, high)],
      'VegetationMisc',
      paint,
    ),
  ];
}

function park(
  street: Street,
  plan: Plan,
  side: Side,
  edge: number,
  from: number,
  to: number,
  random: Random,
): Solid[] {
  const solids: Solid[] = [];
  for (let s = from + 2; s < to - 1; s += random.uniform(4, 8)) {
    const at = street.place(s, side * (edge + random.uniform(2.5, 6)), { up: KERB });
    solids.push(...tree(at, pick(plan.trees, random), random.uniform(6, 11), random, plan.isAutumn));
    const behind = street.place(s + 2, side * (edge + random.uniform(12, 22)), { up: KERB });
    solids.push(...tree(behind, pick(plan.trees, random), random.uniform(8, 13), random, plan.isAutumn));
  }
  return solids;
}

/** Pavements, and houses along a street that joins, so that one looks into it. */
function sideStreets(street: Street, plan: Plan, side: Side, random: Random): Solid[] {
  const solids: Solid[] = [];
  const edge = plan.half + plan.walk;
  for (const j of plan.junctions.filter(({ sides }) => sides.includes(side))) {
    const end = 62;
    solids.push(
      ...house(
        street.facing(side < 0 ? j.at - 8 : j.at + 8, side * end, side),
        { kind: 'terrace', width: 16, depth: 9, isDusk: plan.day.isDusk },
        random,
      ),
    );
    const stone = paving({ seed: plan.seed, colour: plan.paving });
    for (const by of [-1, 1] as const) {
      const s = j.at + by * (j.width / 2);
      for (let d = edge + 12; d < end - 8; d += 12) {
        // Along the side street, houses look towards its middle.
        const turn = by > 0 ? 0 : Math.PI;
        const at = street.place(s + by * 1.7, side * (by * side > 0 ? d : d + 12), { up: KERB, turn });
        solids.push(...house(at, { kind: 'terrace', width: 12, depth: 8, isDusk: plan.day.isDusk }, random));
      }
      const [a, b] = by > 0 ? [s, s + 1.7] : [s - 1.7, s];
      const corners = [
        street.at(a, side * edge, KERB),
        street.at(b, side * edge, KERB),
        street.at(b, side * end, KERB),
        street.at(a, side * end, KERB),
      ];
      solids.push(polygon(corners, 'Sidewalk', stone));
    }
  }
  return solids;
}

/** Roofs and trees far away, where the street ends. */
function backdrop(street: Street, plan: Plan): Solid[] {
  const random = randomFrom(plan.seed + 77);
  const solids: Solid[] = [];
  for (let d = -70; d < 70; d += 11) {
    const far = plan.length + random.uniform(0, 10);
    const at = street.place(far, d, {});
    if (random.uniform() < 0.55)
      solids.push(
        ...house(
          street.place(far + 6, d, {}),
          {
            kind: pick(['terrace', 'shop', 'office'] as const, random),
            width: 11,
            depth: 9,
            isDusk: plan.day.isDusk,
          },
          random,
        ),
      );
    else solids.push(...tree(at, pick(plan.trees, random), random.uniform(8, 14), random, plan.isAutumn));
  }
  return solids;
}
