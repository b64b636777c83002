import { pick } from '../../drawing/colour';
import { num } from '../../drawing/path';
import type { Breed } from '../../pets/animal';
import { animal, individual } from '../../pets/pet';
import { BREEDS } from '../../pets/pets';
import { lie, sit, stand } from '../../pets/poses';
import type { Random } from '../../random';
import { type Thing, upright } from '../stage';

const CATS = BREEDS.filter(({ kind }) => kind === 'cat');
const DOGS = BREEDS.filter(({ kind }) => kind === 'dog');

/** One of the dogs of the mini pets. */
export const dog = (random: Random, isResting = false) => pet(pick(DOGS, random), random, isResting);

/** One of the cats of the mini pets. */
export const cat = (random: Random, isResting = false) => pet(pick(CATS, random), random, isResting);

function pet(kind: Breed, random: Random, isResting: boolean): Thing {
  const breed = individual(kind, random);
  const pose = pick(isResting ? [lie, lie, sit] : [sit, lie, stand, stand], random)(breed, random);
  const [left, top, right] = pose.box;
  const ground = pose.ground ?? 0;
  // A pet's head is about 200 units wide: 13 cm for a cat, 17 cm for a dog.
  const scale = kind.kind === 'cat' ? 0.065 : 0.085;
  const isMirrored = random.uniform() < 0.5;
  const [width, height] = [((right - left) * scale) / 100, ((ground - top) * scale) / 100];
  return {
    width,
    height,
    draw: (stage, spot) => {
      const art = animal(breed, pose, { random, id: stage.id });
      const moved = `<g transform="scale(${scale}) translate(${num(-(left + right) / 2)} ${num(-ground)})">${art}</g>`;
      return upright(stage, spot, moved, { isMirrored, shade: [width * 0.85, width * 0.4] });
    },
  };
}
