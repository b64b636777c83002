import type { Random } from '../random';
import { aeroplane } from './aircraft/aeroplane';
import { bird, type Perch } from './animals/bird';
import { cow } from './animals/cow';
import { cat, dog } from './animals/dog-and-cat';
import { horse } from './animals/horse';
import { sheep } from './animals/sheep';
import { boat } from './boats/boat';
import { bottle } from './household/bottle';
import { chair } from './household/chair';
import { diningTable } from './household/dining-table';
import { pottedPlant } from './household/potted-plant';
import { sofa } from './household/sofa';
import { tvMonitor } from './household/tv-monitor';
import { person } from './people/person';
import type { Label } from './plan';
import type { Maker, Thing } from './stage';
import { behindTable, holding, inBoat, onChair, onSofa, onTable } from './together';
import { bicycle } from './vehicles/bicycle';
import { bus } from './vehicles/bus';
import { car } from './vehicles/car';
import { motorbike } from './vehicles/motorbike';
import { train } from './vehicles/train';

/** Where an image's birds and aeroplanes are. */
export interface Setting {
  readonly perch: Perch;
  readonly isInAir: boolean;
}

/** What makes a thing of each kind, and how many more of the kind there may be. */
// biome-ignore format: a table.
const MAKERS: Readonly<Record<Label, { make: (random: Random, setting: Setting) => Thing; more?: number }>> = {
  aeroplane: { make: (random, { isInAir }) => aeroplane(random, isInAir ? 'air' : 'ground') },
  bicycle: { make: alone(bicycle), more: 2 },
  bird: { make: (random, { perch }) => bird(random, perch), more: 2 },
  boat: { make: alone(boat), more: 2 },
  bottle: { make: bottle, more: 3 },
  bus: { make: bus },
  car: { make: car, more: 2 },
  cat: { make: alone(cat) },
  chair: { make: alone(chair), more: 2 },
  cow: { make: cow, more: 2 },
  diningtable: { make: alone(diningTable) },
  dog: { make: alone(dog) },
  horse: { make: alone(horse), more: 1 },
  motorbike: { make: alone(motorbike), more: 1 },
  person: { make: alone(person), more: 2 },
  pottedplant: { make: pottedPlant, more: 2 },
  sheep: { make: sheep, more: 4 },
  sofa: { make: sofa },
  train: { make: train },
  tvmonitor: { make: alone(tvMonitor) },
};

/** A maker that chooses everything else itself. */
function alone(make: Maker): Maker {
  return (random) => make(random);
}

/**
 * The things of an image: what belongs together is one thing, e.g. a rider.
 *
 * @param labels What must be seen.
 * @param setting Where birds and aeroplanes are.
 * @returns The main thing first.
 */
export function castOf(labels: readonly Label[], setting: Setting, random: Random): Thing[] {
  const left = new Set<Label>(labels);
  const things: Thing[] = [];
  const take = (needed: readonly Label[], chance: number, make: () => Thing) => {
    if (!needed.every((label) => left.has(label)) || random.uniform() >= chance) return;
    things.push(make());
    for (const label of needed) left.delete(label);
  };
  const some = (label: Label, most: number) => (left.delete(label) ? random.integer(1, most) : 0);
  take(['horse', 'person'], 0.8, () => horse(random, { isRidden: true }));
  take(['bicycle', 'person'], 0.75, () => bicycle(random, { isRidden: true }));
  take(['motorbike', 'person'], 0.72, () => motorbike(random, { isRidden: true }));
  take(['boat', 'person'], 1, () => inBoat(random));
  take(['diningtable', 'chair', 'person'], 1, () =>
    behindTable(random, { chairs: random.integer(1, 3), bottles: some('bottle', 3), isSeated: true }),
  );
  take(['diningtable', 'person'], 0.8, () =>
    behindTable(random, { chairs: 0, bottles: some('bottle', 3), isSeated: false }),
  );
  take(['diningtable'], 1, () =>
    diningTable(random, { chairs: some('chair', 4), bottles: some('bottle', 3) }),
  );
  take(['chair', 'person'], 0.65, () => onChair(random, 'person'));
  take(['chair', 'cat'], 0.6, () => onChair(random, 'cat'));
  take(['sofa', 'person'], 0.75, () => onSofa(random, 'person'));
  take(['sofa', 'cat'], 0.65, () => onSofa(random, 'cat'));
  take(['sofa', 'dog'], 0.5, () => onSofa(random, 'dog'));
  take(['bottle', 'person'], 1, () => holding(random));
  take(['tvmonitor', 'bottle'], 1, () => onTable(random));
  for (const label of labels) {
    if (!left.has(label)) continue;
    const { make, more = 0 } = MAKERS[label];
    things.push(make(random, setting));
    if (more > 0 && random.uniform() < (label === 'sheep' ? 0.75 : 0.4))
      things.push(...Array.from({ length: random.integer(1, more) }, () => make(random, setting)));
  }
  return things;
}
