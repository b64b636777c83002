import { pick } from '../../drawing/colour';
import { type Random, randomFrom } from '../../random';
import type { Plan } from '../plan';
import { paving } from '../rendering/paints';
import type { Solid } from '../rendering/surface';
import type { Side, Street } from '../street';
import { LENGTHS, type VehicleKind, vehicle } from '../traffic/vehicles';
import { aBoard, beacon, bollard, cone, lamp, oddment, trafficLight } from './furniture';
import { isOpening, KERB, strip } from './ground';
import { sign } from './signs';
import { tree } from './trees';

const PARKED: readonly VehicleKind[] = [
  'hatchback',
  'hatchback',
  'hatchback',
  'saloon',
  'saloon',
  'estate',
  'suv',
  'van',
];

/** What stands between the road and the houses: lamps, signs, lights, trees, parked cars, roadworks. */
export function roadside(street: Street, plan: Plan): Solid[] {
  const solids: Solid[] = [];
  const tunnel = plan.crossing ? [plan.crossing.at - 3, plan.crossing.at + 30] : [-999, -999];
  for (const side of [-1, 1] as const) {
    const random = randomFrom(plan.seed * 13 + side + 5);
    const isFree = (s: number) =>
      !isOpening(plan.junctions, side, s, 2.5) && !(s > tunnel[0] && s < tunnel[1]);
    solids.push(...alongKerb(street, plan, side, isFree, random));
    if (plan.parking.includes(side)) solids.push(...parked(street, plan, side, random));
  }
  for (const j of plan.junctions) solids.push(...control(street, plan, j.at, j.width, j.control));
  if (plan.roadworks) solids.push(...roadworks(street, plan, plan.roadworks));
  return solids;
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
  const across: [number, number] = side < 0 ? [-half, -half + 2.1] : [half - 2.1, half];
  for (let s = -20; s < length; ) {
    const kind = pick(PARKED, random);
    const next = s + LENGTHS[kind] + random.uniform(0.7, 1.6);
    const isClear =
      !isOpening(junctions, side, s, 5) &&
      !isOpening(junctions, side, next, 5) &&
      !isOpening(junctions, side, s - 5, 5);
    if (hasBays && isClear) {
      solids.push(
        ...strip(street, [s, next], across, 'ParkingBlock', paving({ seed, colour: '#8c7a70', size: 0.3 }), {
          isDecal: true,
        }),
      );
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

function control(
  street: Street,
  { half, seed }: Plan,
  along: number,
  width: number,
  kind: 'lights' | 'zebra' | 'none',
): Solid[] {
  const [near, far] = [along - width / 2 - 1, along + width / 2 + 1];
  const edge = half + 0.5;
  if (kind === 'zebra')
    return [-1, 1].flatMap((side) => beacon(street.place(near - 6.8, side * edge, { up: KERB })));
  if (kind === 'none') return [];
  const state = pick(['red', 'green', 'amber', 'red', 'green'] as const, randomFrom(seed + along));
  return [
    ...trafficLight(street.place(near - 4.2, -edge, { up: KERB }), state),
    ...trafficLight(street.place(near - 4.2, edge, { up: KERB }), state),
    ...trafficLight(street.place(far + 4, -edge, { up: KERB }), state),
    ...trafficLight(street.place(far + 4.2, edge, { up: KERB, turn: Math.PI }), state),
  ];
}

function roadworks(street: Street, { half, parking }: Plan, along: number): Solid[] {
  const solids: Solid[] = [];
  const edge = -half + (parking.includes(-1) ? 2.1 : 0);
  for (let i = 0; i < 9; i++)
    solids.push(...cone(street.place(along + i * 2.2, edge + Math.min(1.1, 0.35 + i * 0.3))));
  return solids;
}
