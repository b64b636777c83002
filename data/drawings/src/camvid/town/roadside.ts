import { pick } from '../../drawing/colour';
import { type Random, randomFrom } from '../../random';
import type { Junction, Plan } from '../plan';
import { paving } from '../rendering/paints';
import type { Solid } from '../rendering/surface';
import type { Side, Street } from '../street';
import { lengthOf, type VehicleKind, vehicle } from '../traffic/vehicles';
import { aBoard, beacon, bollard, cone, lamp, oddment, trafficLight } from './furniture';
import { isOpening, KERB, mouth, onSide, strip } from './ground';
import { sign } from './signs';
import { tree } from './trees';

// biome-ignore format: a table.
const PARKED: readonly VehicleKind[] = [
  'hatchback', 'hatchback', 'hatchback', 'saloon', 'saloon', 'estate', 'suv', 'van',
];

/** What stands between the road and the houses: lamps, signs, lights, trees, parked cars, roadworks. */
export function roadside(street: Street, plan: Plan): Solid[] {
  const { junctions, crossing, parking } = plan;
  const isInside = (s: number) => crossing && s > crossing.at - 3 && s < crossing.at + 30;
  const sides = ([-1, 1] as const).flatMap((side) => {
    const random = randomFrom(plan.seed * 13 + side + 5);
    const isFree = (s: number) => !isOpening(junctions, side, s, 2.5) && !isInside(s);
    return [
      ...alongKerb(street, plan, side, isFree, random),
      ...(parking.includes(side) ? parked(street, plan, side, random) : []),
    ];
  });
  return [
    ...sides,
    ...junctions.flatMap((junction) => control(street, plan, junction)),
    ...(plan.roadworks ? roadworks(street, plan, plan.roadworks) : []),
  ];
}

function alongKerb(
  street: Street,
  plan: Plan,
  side: Side,
  isFree: (s: number) => boolean,
  random: Random,
): Solid[] {
  const { half, walk, length, day, streetTrees, isAutumn } = plan;
  const solids: Solid[] = [];
  const kerb = side * (half + 0.55);
  for (let s = side < 0 ? 4 : 17; s < length; s += 27) {
    if (isFree(s)) solids.push(...lamp(street.facing(s, kerb, side), day.isDusk, random));
  }
  for (let s = random.uniform(0, 12); s < length; s += random.uniform(9, 26)) {
    if (!isFree(s)) continue;
    const near = street.place(s, kerb, {
      up: KERB,
      turn: side > 0 ? Math.PI * Number(random.uniform() < 0.6) : 0,
    });
    const thing = random.uniform();
    if (thing < 0.5) solids.push(...sign(near, random));
    else if (thing < 0.7)
      for (let i = 0; i < 4; i++) solids.push(...bollard(street.place(s + i * 1.5, kerb, { up: KERB })));
    else if (thing < 0.85)
      solids.push(...oddment(street.facing(s, side * (half + walk * 0.8), side), random));
    else solids.push(...aBoard(street.place(s, side * (half + walk * 0.65), { up: KERB }), random));
  }
  if (streetTrees > 0) {
    for (let s = random.uniform(0, 8); s < length; s += (100 / streetTrees) * random.uniform(0.7, 1.3)) {
      if (!isFree(s)) continue;
      const at = street.place(s, side * (half + 0.95), { up: KERB });
      solids.push(...tree(at, pick(plan.trees, random), random.uniform(5, 8.5), random, isAutumn));
    }
  }
  return solids;
}

function parked(street: Street, plan: Plan, side: Side, random: Random): Solid[] {
  const { half, length, junctions, hasBays, seed } = plan;
  const solids: Solid[] = [];
  const bay = paving('#8c7a70', { seed, size: 0.3 });
  for (let s = -20; s < length; ) {
    const kind = pick(PARKED, random);
    const next = s + lengthOf(kind) + random.uniform(0.7, 1.6);
    const isClear = [s, next, s - 5].every((along) => !isOpening(junctions, side, along, 5));
    if (hasBays && isClear) {
      const across = onSide(side, half - 2.1, half);
      solids.push(...strip(street, [s, next], across, 'ParkingBlock', bay, { isDecal: true }));
    }
    if (isClear && random.uniform() < 0.72) {
      const d = side * (half - 1.08 + random.normal(0, 0.06));
      const isTurned = side > 0 && random.uniform() < 0.75;
      const at = isTurned ? street.place(next - 0.7, d, { turn: Math.PI }) : street.place(s, d);
      solids.push(...vehicle(at, kind, {}, random));
    }
    s = next;
  }
  return solids;
}

/** Beacons or traffic lights of a junction. */
function control(street: Street, { half, seed }: Plan, junction: Junction): Solid[] {
  const [begin, end] = mouth(junction);
  const edge = half + 0.5;
  const at = (along: number, across: number, turn = 0) => street.place(along, across, { up: KERB, turn });
  if (junction.control === 'zebra') return [-edge, edge].flatMap((across) => beacon(at(begin - 7.8, across)));
  if (junction.control === 'none') return [];
  const state = pick(['red', 'green', 'amber', 'red', 'green'] as const, randomFrom(seed + junction.at));
  return [
    at(begin - 5.2, -edge),
    at(begin - 5.2, edge),
    at(end + 5, -edge),
    at(end + 5.2, edge, Math.PI),
  ].flatMap((place) => trafficLight(place, state));
}

/** Cones that narrow the lane. */
function roadworks(street: Street, { half, parking }: Plan, along: number): Solid[] {
  const edge = -half + (parking.includes(-1) ? 2.1 : 0);
  return Array.from({ length: 9 }, (_, i) =>
    cone(street.place(along + i * 2.2, edge + Math.min(1.1, 0.35 + i * 0.3))),
  ).flat();
}
