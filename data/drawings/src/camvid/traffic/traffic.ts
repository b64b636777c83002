import { pick } from '../../drawing/colour';
import { type Random, randomFrom } from '../../random';
import type { Plan } from '../plan';
import type { Solid } from '../rendering/surface';
import type { Side, Street } from '../street';
import { isOpening, KERB } from '../town/ground';
import { middleOf } from '../town/markings';
import { dog, pedestrian, pram } from './people';
import { cyclist, scooterRider } from './riders';
import { lengthOf, type VehicleKind, vehicle } from './vehicles';

/** Something that moves along the street. */
interface Mover {
  /** Metres along the street at the time 0, and metres a second. */
  readonly from: number;
  readonly speed: number;
  readonly show: (along: number, seconds: number) => Solid[];
}

/** What is there at a time, in seconds, for a camera at a distance along the road, in metres. */
type Scene = (time: number, ego: number) => Solid[];

// biome-ignore format: a table.
const KINDS: readonly VehicleKind[] = [
  'hatchback', 'hatchback', 'hatchback', 'saloon', 'saloon', 'saloon', 'estate', 'estate', 'estate',
  'suv', 'suv', 'van', 'bus', 'lorry', 'sweeper',
];

/** Middle of the lane one drives in, and of the other. */
export function lanes(plan: Plan): { own: number; other: number } {
  const { half, parking } = plan;
  const middle = middleOf(plan);
  const [left, right] = [-half + (parking.includes(-1) ? 2.1 : 0), half - (parking.includes(1) ? 2.1 : 0)];
  return { own: (left + middle) / 2, other: (middle + right) / 2 };
}

/** Everything that moves during a drive. */
export function traffic(street: Street, plan: Plan, seconds: number): Scene {
  const random = randomFrom(plan.seed * 7 + 3);
  const movers = [
    ...oncoming(street, plan, seconds, random),
    ...riders(street, plan, random),
    ...([-1, 1] as const).flatMap((side) => walkers(street, plan, side, random)),
    ...crossing(street, plan, random),
  ];
  const ahead = queue(street, plan, random);
  return (time, ego) => [
    ...ahead(time, ego),
    ...movers.flatMap((mover) => {
      const along = mover.from + mover.speed * time;
      const isClear = along > ego + (mover.speed > 2 ? 6 : -8);
      return isClear && along < Math.min(plan.length, ego + 110) ? mover.show(along, time) : [];
    }),
  ];
}

/** Those ahead in one's own lane; now nearer, now farther, and after a while others. */
function queue(street: Street, plan: Plan, random: Random): Scene {
  const { own } = lanes(plan);
  const seed = random.integer(0, 1e6);
  return (time, ego) => {
    const chosen = randomFrom(seed + Math.floor(time / 7));
    let along = ego + chosen.uniform(9, 30) + 2.5 * Math.sin(time * 0.5);
    const solids: Solid[] = [];
    for (let i = 0; i < 3 && along < plan.length - 10; i++) {
      const kind = pick(KINDS, chosen);
      const look = chosen.integer(0, 1e6);
      if (lengthOf(kind) > 8 && i === 0) along += 6;
      const at = street.place(along, own + 0.15 * Math.sin(time + i));
      const lamps = { isDusk: plan.day.isDusk, isBraking: Math.sin(time * 0.7 + look) > 0.2 };
      solids.push(...vehicle(at, kind, lamps, randomFrom(look)));
      along += lengthOf(kind) + chosen.uniform(5, 30);
    }
    return solids;
  };
}

/** Movers from one position to another, `every` metres on average, with a seed for the look of each. */
function spaced(
  { from, to, every, spread }: { from: number; to: number; every: number; spread: number },
  random: Random,
  make: (along: number) => Mover,
): Mover[] {
  const movers: Mover[] = [];
  for (let s = from; s < to; s += every * random.uniform(1 - spread, 1 + spread)) movers.push(make(s));
  return movers;
}

function oncoming(street: Street, plan: Plan, seconds: number, random: Random): Mover[] {
  const { isDusk } = plan.day;
  const speed = 7.5;
  const to = plan.length + speed * seconds;
  return spaced({ from: 14, to, every: 100 / plan.oncoming, spread: 0.5 }, random, (from) => {
    const kind = pick(KINDS, random);
    const seed = random.integer(0, 1e6);
    const at = (along: number) => street.place(along, lanes(plan).other, { turn: Math.PI });
    return { from, speed: -speed, show: (along) => vehicle(at(along), kind, { isDusk }, randomFrom(seed)) };
  });
}

/** Cyclists near the kerb, and now and then somebody on a scooter. */
function riders(street: Street, plan: Plan, random: Random): Mover[] {
  const { own, other } = lanes(plan);
  const every = 100 / Math.max(0.2, plan.cyclists);
  return spaced({ from: 8, to: plan.length, every, spread: 0.6 }, random, (from) => {
    const seed = random.integer(0, 1e6);
    const isAhead = random.uniform() < 0.7;
    const edge = isAhead ? own - 1.15 : other + 1.2;
    const isScooter = random.uniform() < 0.12;
    return {
      from,
      speed: isAhead ? 4.5 : -4.5,
      show: (along, time) => {
        const at = street.place(along, isScooter ? edge + 0.5 : edge, { turn: isAhead ? 0 : Math.PI });
        return isScooter
          ? scooterRider(at, randomFrom(seed))
          : cyclist(at, time * 6 + seed, randomFrom(seed));
      },
    };
  });
}

/** People on a pavement, some with a pram, a child, a dog or company. */
function walkers(street: Street, plan: Plan, side: Side, random: Random): Mover[] {
  const { half, walk, junctions, length, people } = plan;
  return spaced({ from: -10, to: length, every: 100 / people, spread: 0.8 }, random, (from) => {
    const direction = random.uniform() < 0.5 ? 1 : -1;
    const across = side * (half + random.uniform(0.7, Math.max(0.9, walk - 0.5)));
    const seed = random.integer(0, 1e6);
    const company = random.uniform();
    const speed = direction * random.uniform(1.1, 1.5);
    const show = (along: number, time: number) => {
      const up = isOpening(junctions, side, along) ? 0 : KERB;
      const turn = direction > 0 ? 0 : Math.PI;
      const at = (ahead = 0, aside = 0, scale = 1) =>
        street.place(along + ahead, across + aside, { up, turn, scale });
      const own = randomFrom(seed);
      const phase = time * 5 + seed;
      const solids = pedestrian(at(), phase, own);
      if (company < 0.1) return [...solids, ...pram(at(), own)];
      if (company < 0.19) return [...solids, ...pedestrian(at(0.3, 0.55, 0.66), phase + 1, own, 'Child')];
      if (company < 0.26) return [...solids, ...dog(at(direction, 0.5), phase, own)];
      return company < 0.4 ? [...solids, ...pedestrian(at(-0.2, -0.6, 0.96), phase + 2, own)] : solids;
    };
    return { from, speed, show };
  });
}

/** People on the zebra crossings, one after the other. */
function crossing(street: Street, { half, junctions }: Plan, random: Random): Mover[] {
  return junctions
    .filter(({ control }) => control === 'zebra')
    .flatMap((j) =>
      [0, 1, 2].map((i): Mover => {
        const seed = random.integer(0, 1e6);
        const show = (along: number, time: number) => {
          const far = half + 1;
          const way = i % 2 ? 1 : -1;
          const across = ((time * 1.3 + seed * 0.37) % (4 * far)) - 2 * far;
          const d = Math.max(-far, Math.min(far, way * across));
          const up = Math.abs(d) > half ? KERB : 0;
          const at = street.place(along, d, { turn: (way * Math.PI) / 2, up });
          return pedestrian(at, time * 5 + seed, randomFrom(seed));
        };
        return { from: j.at - j.width / 2 - 5.4 + i * 0.5, speed: 0, show };
      }),
    );
}
