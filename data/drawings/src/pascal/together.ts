import { pick } from '../drawing/colour';
import type { Random } from '../random';
import { cat, dog } from './animals/dog-and-cat';
import { boat } from './boats/boat';
import type { BoatKind } from './boats/hull';
import { bottle, bottleFaces } from './household/bottle';
import { CHAIR_SEAT, chair } from './household/chair';
import { diningTable } from './household/dining-table';
import { SOFA_SEAT, sofa } from './household/sofa';
import { tvMonitor } from './household/tv-monitor';
import { person, personHolding } from './people/person';
import { solid, type Thing } from './stage';

/** How far somebody's hips, as `person` draws them, sink into a seat; added to the seat's height. */
const SITTING = 0.06 - 0.55;

/** Somebody or a cat on a chair. */
export function onChair(random: Random, who: 'person' | 'cat'): Thing {
  const isCat = who === 'cat';
  const isAside = !isCat && random.uniform() < 0.45;
  const seat = chair(random);
  const sitter = isCat
    ? cat(random, true)
    : person(random, isAside ? 'sitAside' : 'sit', { isMirrored: false, isChild: false });
  const yaw = isCat ? random.uniform(-0.7, 0.7) : isAside ? -Math.PI / 2 : random.uniform(-0.15, 0.15);
  return {
    width: isAside ? 1 : 0.8,
    height: isCat ? CHAIR_SEAT + sitter.height : 1.32,
    yaw: () => yaw,
    draw: (stage, spot) => {
      const { x, y = 0, z } = spot;
      const above = { x: x + (isAside ? 0.02 : 0), y: y + CHAIR_SEAT + (isCat ? 0 : SITTING), z: z - 0.05 };
      return seat.draw(stage, { ...spot, yaw: isAside ? Math.PI / 2 : yaw }) + sitter.draw(stage, above);
    },
  };
}

/** Somebody, two, a cat or a dog on a sofa. */
export function onSofa(random: Random, who: 'person' | 'cat' | 'dog'): Thing {
  const couch = sofa(random);
  const isPerson = who === 'person';
  const count = isPerson ? random.integer(1, 2) : 1;
  const sitters = Array.from({ length: count }, (_, i) => ({
    x: count === 1 ? random.uniform(-0.4, 0.4) : (i - 0.5) * 0.85,
    thing: isPerson ? person(random, 'sit') : (who === 'cat' ? cat : dog)(random, true),
  }));
  return {
    width: couch.width,
    height: isPerson ? 1.3 : 1,
    yaw: () => random.uniform(-0.25, 0.25),
    draw: (stage, spot) => {
      const [y, near] = isPerson ? [SOFA_SEAT + SITTING, 0.12] : [SOFA_SEAT, 0.2];
      const onSeat = sitters.map(({ x, thing }) => thing.draw(stage, { x: spot.x + x, y, z: spot.z - near }));
      return couch.draw(stage, spot) + onSeat.join('');
    },
  };
}

/** A table with people behind it. */
export function behindTable(
  random: Random,
  { chairs, bottles, isSeated }: { chairs: number; bottles: number; isSeated: boolean },
): Thing {
  const table = diningTable(random, { chairs, bottles });
  const count = random.integer(1, 2);
  const people = Array.from({ length: count }, (_, i) => ({
    x: count === 1 ? random.uniform(-0.35, 0.35) : (i - 0.5) * 0.9 + random.uniform(-0.1, 0.1),
    thing: person(random, isSeated ? 'sit' : 'stand'),
    seat: isSeated ? chair(random, 'ladder') : undefined,
  }));
  return {
    width: table.width,
    height: isSeated ? 1.35 : 1.72,
    yaw: () => random.uniform(-0.15, 0.15),
    draw: (stage, spot) => {
      const behind = people.map(({ x, thing, seat }) => {
        const place = { x: spot.x + x, z: spot.z + 0.82 };
        const art = seat?.draw(stage, { ...place, yaw: 0 }) ?? '';
        return art + thing.draw(stage, { ...place, z: place.z - 0.05 });
      });
      return behind.join('') + table.draw(stage, spot);
    },
  };
}

/** Somebody with a bottle in the hand. */
export function holding(random: Random): Thing {
  const { thing, hand } = personHolding(random);
  const faces = bottleFaces(random);
  return {
    ...thing,
    draw: (stage, spot) => {
      const inHand = { x: spot.x + hand[0], y: hand[1] - 0.12, z: spot.z - 0.06 };
      return thing.draw(stage, spot) + solid(stage, inHand, [faces]);
    },
  };
}

/** A screen on a desk with a bottle beside it. */
export function onTable(random: Random): Thing {
  const screen = tvMonitor(random, 'monitor');
  const glass = bottle(random);
  const x = pick([-0.42, 0.42], random);
  return {
    ...screen,
    width: 1.1,
    yaw: () => random.uniform(-0.2, 0.2),
    draw: (stage, spot) =>
      screen.draw(stage, spot) + glass.draw(stage, { x: spot.x + x, y: 0.73, z: spot.z - 0.12 }),
  };
}

/** A boat with somebody in it. */
export function inBoat(random: Random): Thing {
  const kind = pick<BoatKind>(['rowing', 'rowing', 'motor', 'sailing'], random);
  const sailor = person(random, kind === 'rowing' ? 'sitAside' : 'stand');
  return boat(random, {
    kind,
    crew: (stage, [x, y, z]) => sailor.draw(stage, { x, z, y: kind === 'rowing' ? y - 0.22 : y + 0.1 }),
  });
}
