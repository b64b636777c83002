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

const MAKERS: Readonly<Record<Label, Maker>> = {
  aeroplane,
  bicycle,
  bird,
  boat,
  bottle,
  bus,
  car,
  cat,
  chair,
  cow,
  diningtable: diningTable,
  dog,
  horse,
  motorbike,
  person,
  pottedplant: pottedPlant,
  sheep,
  sofa,
  train,
  tvmonitor: tvMonitor,
};

/** How many more of a kind there may be. */
const MORE: Readonly<Partial<Record<Label, number>>> = {
  sheep: 4,
  cow: 2,
  person: 2,
  bottle: 3,
  car: 2,
  bird: 2,
  boat: 2,
  chair: 2,
  horse: 1,
  bicycle: 2,
  pottedplant: 2,
  motorbike: 1,
};

/** Where a picture's birds and aeroplanes are. */
export interface Setting {
  readonly perch: Perch;
  readonly isInAir: boolean;
}

/**
 * The things of a picture: what belongs together is one thing, e.g. a rider.
 *
 * @param labels What must be seen.
 * @param setting Where birds and aeroplanes are.
 * @returns The main thing first.
 */
export function castOf(labels: readonly Label[], { perch, isInAir }: Setting, random: Random): Thing[] {
  const left = new Set<Label>(labels);
  const things: Thing[] = [];
  const take = (needed: readonly Label[], chance: number, make: () => Thing) => {
    if (!needed.every((label) => left.has(label)) || random.uniform() >= chance) return;
    things.push(make());
    for (const label of needed) left.delete(label);
  };
  take(['horse', 'person'], 0.8, () => horse(random, { isRidden: true }));
  take(['bicycle', 'person'], 0.75, () => bicycle(random, { isRidden: true }));
  take(['motorbike', 'person'], 0.72, () => motorbike(random, { isRidden: true }));
  take(['boat', 'person'], 1, () => inBoat(random));
  take(['diningtable', 'chair', 'person'], 1, () =>
    behindTable(random, {
      chairs: random.integer(1, 3),
      bottles: left.delete('bottle') ? random.integer(1, 3) : 0,
      isSeated: true,
    }),
  );
  take(['diningtable', 'person'], 0.8, () =>
    behindTable(random, {
      chairs: 0,
      bottles: left.delete('bottle') ? random.integer(1, 3) : 0,
      isSeated: false,
    }),
  );
  take(['diningtable'], 1, () =>
    diningTable(random, {
      chairs: left.delete('chair') ? random.integer(1, 4) : 0,
      bottles: left.delete('bottle') ? random.integer(1, 3) : 0,
    }),
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
    const make =
      label === 'bird'
        ? () => bird(random, perch)
        : label === 'aeroplane'
          ? () => aeroplane(random, isInAir ? 'air' : 'ground')
          : () => MAKERS[label](random);
    things.push(make());
    const more = MORE[label] ?? 0;
    if (more > 0 && random.uniform() < (label === 'sheep' ? 0.75 : 0.4))
      things.push(...Array.from({ length: random.integer(1, more) }, make));
  }

  return things;
}
