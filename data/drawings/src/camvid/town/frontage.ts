import { pick } from '../../drawing/colour';
import { type Random, randomFrom } from '../../random';
import type { Placing } from '../../three-d/vector';
import type { Frontage, Plan } from '../plan';
import { foliage, paving } from '../rendering/paints';
import { polygon, type Solid } from '../rendering/surface';
import type { Side, Street } from '../street';
import { vehicle } from '../traffic/vehicles';
import { boardFence, gardenWall, railing, shelter, upright } from './furniture';
import { between, KERB, mouth, type Span } from './ground';
import type { HouseKind } from './house-styles';
import { house } from './houses';
import { tree } from './trees';

/** How far back, how wide and how deep buildings of a frontage are, and how far apart. */
interface Row {
  readonly kind: HouseKind;
  readonly setback: number;
  readonly widths: Span;
  readonly gap: number;
  readonly depth: number;
}

const ROWS: Partial<Record<Frontage, Row>> = {
  shops: { kind: 'shop', setback: 0, widths: [5.5, 10], gap: 0, depth: 11 },
  terrace: { kind: 'terrace', setback: 2.2, widths: [4.8, 6.2], gap: 0, depth: 9 },
  villas: { kind: 'villa', setback: 6.5, widths: [7.5, 10], gap: 3.5, depth: 9 },
  offices: { kind: 'office', setback: 1.5, widths: [16, 28], gap: 5, depth: 16 },
  college: { kind: 'college', setback: 1, widths: [18, 30], gap: 2, depth: 13 },
  yard: { kind: 'depot', setback: 22, widths: [24, 36], gap: 6, depth: 14 },
};

/** What may stand at the edge of a frontage's land. */
const BOUNDARIES: Partial<Record<Frontage, readonly Boundary[]>> = {
  terrace: ['low wall', 'railing', 'hedge', 'low wall'],
  villas: ['hedge', 'boards', 'low wall', 'hedge'],
  college: ['railing', 'wall', 'railing', 'low wall'],
  park: ['railing', 'wall', 'railing', 'low wall'],
  yard: ['railing', 'wall', 'railing', 'low wall'],
};

type Boundary = 'railing' | 'boards' | 'hedge' | 'wall' | 'low wall';

/** A stretch of one side of the street, to be filled with one kind of frontage. */
interface Stretch {
  readonly street: Street;
  readonly plan: Plan;
  readonly side: Side;
  readonly from: number;
  readonly to: number;
  /** Metres from the middle of the road to the pavement's outer edge. */
  readonly edge: number;
  readonly random: Random;
}

/** Everything behind the pavements: buildings, gardens, walls, fences, hedges, parks. */
export function frontages(street: Street, plan: Plan): Solid[] {
  const sides = ([-1, 1] as const).flatMap((side) => {
    const random = randomFrom(plan.seed * 31 + side + 1);
    const solids = between([-20, plan.length], plan.junctions, side).flatMap(([from, to]) => {
      const stretches: Solid[] = [];
      let s = from + (from < -19 ? 0 : 0.6);
      while (s < to - 5) {
        const kind = pick(plan.frontages, random);
        const end = Math.min(to - 0.6, s + random.uniform(22, 46));
        const isLast = to - end < 9;
        const edge = plan.half + plan.walk;
        stretches.push(
          ...filled({ street, plan, side, from: s, to: isLast ? to - 0.6 : end, edge, random }, kind),
        );
        s = isLast ? to : end;
      }
      return stretches;
    });
    return [...solids, ...sideStreets(street, plan, side, random)];
  });
  return [...sides, ...backdrop(street, plan)];
}

/** Something that stands behind the pavement's edge. */
const behind = (
  { street, side, edge }: Stretch,
  along: number,
  distance: number,
  { up = KERB, turn = 0 } = {},
): Placing => street.place(along, side * (edge + distance), { up, turn });

function filled(stretch: Stretch, kind: Frontage): Solid[] {
  const { street, plan, side, from, to, edge, random } = stretch;
  const solids: Solid[] = [];
  const row = ROWS[kind];
  if (row) solids.push(...buildings(stretch, row));
  const boundary = BOUNDARIES[kind];
  if (boundary) solids.push(...bounds(stretch, boundary));
  if (kind === 'park') solids.push(...park(stretch));
  if (kind === 'villas') {
    for (let s = from + 3; s < to; s += random.uniform(6, 14)) {
      const at = behind(stretch, s, random.uniform(2, 4.5));
      const growth = random.uniform() < 0.5 ? 'bush' : pick(plan.trees, random);
      solids.push(...tree(at, growth, random.uniform(2, 6.5), random, plan.isAutumn));
    }
  }
  if (kind === 'yard') {
    for (let s = from + 3; s < to - 3; s += 2.7) {
      if (random.uniform() < 0.3) continue;
      const distance = random.uniform(5.5, 6.2);
      const turn = random.uniform() < 0.5 ? Math.PI / 2 : -Math.PI / 2;
      const parked = pick(['hatchback', 'saloon', 'estate', 'suv', 'van'] as const, random);
      solids.push(...vehicle(behind(stretch, s, distance, { up: 0.1, turn }), parked, {}, random));
    }
  }
  if (kind === 'shops' && random.uniform() < 0.35) {
    const s = random.uniform(from + 4, to - 4);
    solids.push(...shelter(street.facing(s, side * (edge - 0.9), side), random));
  }
  return solids;
}

/** Buildings side by side; the last one is wide enough to leave no sliver. */
function buildings({ street, plan, side, from, to, edge, random }: Stretch, row: Row): Solid[] {
  const { kind, setback, widths, gap, depth } = row;
  const solids: Solid[] = [];
  for (let s = from; s < to - widths[0] * 0.6; ) {
    let width = random.uniform(...widths);
    if (to - s - width < widths[0]) width = Math.min(to - s, widths[1] * 1.5);
    const back = setback + random.uniform(0, kind === 'shop' ? 0.15 : 0.3);
    const at = street.facing(side < 0 ? s : s + width, side * (edge + back), side);
    solids.push(...house(at, { kind, width, depth, isDusk: plan.day.isDusk }, random));
    s += width + gap;
  }
  return solids;
}

/** A wall, fence or hedge along the pavement, with a gate now and then. */
function bounds(stretch: Stretch, choices: readonly Boundary[]): Solid[] {
  const { street, plan, side, from, to, edge, random } = stretch;
  const { seed } = plan;
  const form = pick(choices, random);
  const brick = pick(['#9a6048', '#a88a68', '#8a5a48', '#b0a894'], random);
  const across = side * (edge + 0.1);
  const solids: Solid[] = [];
  for (let s = from; s < to - 0.5; s += 5) {
    const end = Math.min(to, s + 5) - (random.uniform() < 0.22 ? 1.6 : 0);
    const [a, b] = [street.at(s, across, KERB), street.at(end, across, KERB)];
    if (form === 'railing') solids.push(railing(a, b, 1.25));
    else if (form === 'boards') solids.push(boardFence(a, b, 1.7, seed));
    else if (form === 'hedge') solids.push(...hedge(stretch, [s, end], 1.4));
    else solids.push(gardenWall(a, b, form === 'wall' ? 2 : 0.85, seed, brick));
  }
  return solids;
}

function hedge({ street, plan, side, edge }: Stretch, [from, to]: Span, high: number): Solid[] {
  const code = 'VegetationMisc';
  const paint = foliage('#46662c', { seed: plan.seed });
  const at = (s: number, d: number, z = 0) => street.at(s, side * (edge + 0.1 + d), KERB + z);
  return [
    upright(at(from, 0), at(to, 0), high, code, paint),
    upright(at(from, 0.9), at(from, 0), high, code, paint),
    upright(at(to, 0), at(to, 0.9), high, code, paint),
    polygon([at(from, 0, high), at(to, 0, high), at(to, 0.9, high), at(from, 0.9, high)], code, paint),
  ];
}

function park(stretch: Stretch): Solid[] {
  const { plan, from, to, random } = stretch;
  const grown = (s: number, near: number, far: number, low: number, high: number) => {
    const at = behind(stretch, s, random.uniform(near, far));
    return tree(at, pick(plan.trees, random), random.uniform(low, high), random, plan.isAutumn);
  };
  const solids: Solid[] = [];
  for (let s = from + 2; s < to - 1; s += random.uniform(4, 8))
    solids.push(...grown(s, 2.5, 6, 6, 11), ...grown(s + 2, 12, 22, 8, 13));
  return solids;
}

/** Pavements, and houses along a street that joins, so that one looks into it. */
function sideStreets(street: Street, plan: Plan, side: Side, random: Random): Solid[] {
  const edge = plan.half + plan.walk;
  const end = 62;
  const terrace = (at: Placing, width: number, depth: number) =>
    house(at, { kind: 'terrace', width, depth, isDusk: plan.day.isDusk }, random);
  const stone = paving(plan.paving, { seed: plan.seed });
  return plan.junctions
    .filter(({ sides }) => sides.includes(side))
    .flatMap((j) => {
      const solids = terrace(street.facing(j.at + side * 8, side * end, side), 16, 9);
      mouth(j).forEach((s, i) => {
        const by = i ? 1 : -1;
        // Along the side street, houses look towards its middle.
        const turn = by > 0 ? 0 : Math.PI;
        for (let d = edge + 12; d < end - 8; d += 12) {
          const across = side * (by * side > 0 ? d : d + 12);
          solids.push(...terrace(street.place(s + by * 1.7, across, { up: KERB, turn }), 12, 8));
        }
        const [a, b] = by > 0 ? [s, s + 1.7] : [s - 1.7, s];
        const at = (along: number, across: number) => street.at(along, side * across, KERB);
        solids.push(polygon([at(a, edge), at(b, edge), at(b, end), at(a, end)], 'Sidewalk', stone));
      });
      return solids;
    });
}

/** Roofs and trees far away, where the street ends. */
function backdrop(street: Street, plan: Plan): Solid[] {
  const random = randomFrom(plan.seed + 77);
  const solids: Solid[] = [];
  for (let d = -70; d < 70; d += 11) {
    const far = plan.length + random.uniform(0, 10);
    if (random.uniform() < 0.55) {
      const kind = pick(['terrace', 'shop', 'office'] as const, random);
      const plot = { kind, width: 11, depth: 9, isDusk: plan.day.isDusk };
      solids.push(...house(street.place(far + 6, d), plot, random));
    } else {
      const kind = pick(plan.trees, random);
      solids.push(...tree(street.place(far, d), kind, random.uniform(8, 14), random, plan.isAutumn));
    }
  }
  return solids;
}
