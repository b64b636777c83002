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

/** Everything that moves during a drive; give it the second to see where it all is. */
export function traffic(street: Street, plan: Plan, seconds: number): (time: number, ego: number) => Solid[] {
  const random = randomFrom(plan.seed * 7 + 3);
  const movers = [...vehicles(street, plan, seconds, random), ...walkers(street, plan, random)];
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
function queue(street: Street, plan: Plan, random: Random): (time: number, ego: number) => Solid[] {
  const { own } = lanes(plan);
  const seed = random.integer(0, 1e6);
  return (time, ego) => {
    const change = Math.floor(time / 7);
    const chosen = randomFrom(seed + change);
    let along = ego + chosen.uniform(9, 30) + 2.5 * Math.sin(time * 0.5);
    const solids: Solid[] = [];
    for (let i = 0; i < 3 && along < plan.length - 10; i++) {
      const kind = pick(KINDS, chosen);
      const look = chosen.integer(0, 1e6);
      if (lengthOf(kind) > 8 && i === 0) along += 6;
      const at = street.place(along, own + 0.15 * Math.sin(time + i));
      solids.push(
        ...vehicle(
          at,
          kind,
          { isDusk: plan.day.isDusk, isBraking: Math.sin(time * 0.7 + look) > 0.2 },
          randomFrom(look),
        ),
      );
      along += lengthOf(kind) + chosen.uniform(5, 30);
    }
    return solids;
  };
}

function vehicles(street: Street, plan: Plan, seconds: number, random: Random): Mover[] {
  const { own, other } = lanes(plan);
  const isDusk = plan.day.isDusk;
  const movers: Mover[] = [];
  const speed = 7.5;
  for (let s = 14; s < plan.length + speed * seconds; s += (100 / plan.oncoming) * random.uniform(0.5, 1.5)) {
    const kind = pick(KINDS, random);
    const seed = random.integer(0, 1e6);
    movers.push({
      from: s,
      speed: -speed,
      show: (along) =>
        vehicle(street.place(along, other, { turn: Math.PI }), kind, { isDusk }, randomFrom(seed)),
    });
  }
  for (let s = 8; s < plan.length; s += (100 / Math.max(0.2, plan.cyclists)) * random.uniform(0.4, 1.6)) {
    const seed = random.integer(0, 1e6);
    const isAhead = random.uniform() < 0.7;
    const edge = isAhead ? own - 1.15 : other + 1.2;
    const isScooter = random.uniform() < 0.12;
    movers.push({
      from: s,
      speed: isAhead ? 4.5 : -4.5,
      show: (along, time) => {
        const at = street.place(along, isScooter ? edge + 0.5 : edge, { turn: isAhead ? 0 : Math.PI });
        return isScooter
          ? scooterRider(at, randomFrom(seed))
          : cyclist(at, time * 6 + seed, randomFrom(seed));
      },
    });
  }
  return movers;
}

function walkers(street: Street, plan: Plan, random: Random): Mover[] {
  const { half, walk, junctions, length, people } = plan;
  const movers: Mover[] = [];
  for (const side of [-1, 1] as Side[]) {
    for (let s = -10; s < length; s += (100 / people) * random.uniform(0.2, 1.8)) {
      const direction = random.uniform() < 0.5 ? 1 : -1;
      const across = side * (half + random.uniform(0.7, Math.max(0.9, walk - 0.5)));
      const seed = random.integer(0, 1e6);
      const company = random.uniform();
      movers.push({
        from: s,
        speed: direction * random.uniform(1.1, 1.5),
        show: (along, time) => {
          const up = isOpening(junctions, side, along) ? 0 : KERB;
          const turn = direction > 0 ? 0 : Math.PI;
          const at = street.place(along, across, { up, turn });
          const own = randomFrom(seed);
          const phase = time * 5 + seed;
          const solids = pedestrian(at, phase, own);
          if (company < 0.1) solids.push(...pram(at, own));
          else if (company < 0.19)
            solids.push(
              ...pedestrian(
                street.place(along + 0.3, across + 0.55, { up, turn, scale: 0.66 }),
                phase + 1,
                own,
                'Child',
              ),
            );
          else if (company < 0.26)
            solids.push(...dog(street.place(along + direction, across + 0.5, { up, turn }), phase, own));
          else if (company < 0.4)
            solids.push(
              ...pedestrian(
                street.place(along - 0.2, across - 0.6, { up, turn, scale: 0.96 }),
                phase + 2,
                own,
              ),
            );
          return solids;
        },
      });
    }
  }
  // On the zebra crossing, one after the other.
  for (const j of junctions.filter(({ control }) => control === 'zebra')) {
    for (let i = 0; i < 3; i++) {
      const seed = random.integer(0, 1e6);
      movers.push({
        from: j.at - j.width / 2 - 5.4 + i * 0.5,
        speed: 0,
        show: (along, time) => {
          const far = half + 1;
          const across = ((time * 1.3 + seed * 0.37) % (4 * far)) - 2 * far;
          const turn = i % 2 ? Math.PI / 2 : -Math.PI / 2;
          const d = Math.max(-far, Math.min(far, i % 2 ? across : -across));
          return pedestrian(
            street.place(along, d, { turn, up: Math.abs(d) > half ? KERB : 0 }),
            time * 5 + seed,
            randomFrom(seed),
          );
        },
      });
    }
  }
  return movers;
}
