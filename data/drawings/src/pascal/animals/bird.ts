import { pick } from '../../drawing/colour';
import type { Random } from '../../random';
import { type Thing, upright } from '../stage';
import { flying } from './flying-bird';
import { songbird } from './songbird';
import { duck, swan, wader } from './water-birds';

/** Where a bird may be. */
export type Perch = 'branch' | 'ground' | 'water' | 'air';

/** A songbird, pigeon, gull, duck, swan, heron or flamingo. */
export function bird(
  random: Random,
  perch: Perch = pick(['branch', 'ground', 'water', 'air'], random),
): Thing {
  const isMirrored = random.uniform() < 0.5;
  const [art, width, height, lift] = birdArt(perch, random);
  return {
    width,
    height,
    lift,
    draw: (stage, spot) =>
      upright(stage, spot, art, {
        isMirrored,
        shade: perch === 'ground' ? [width * 0.7, width * 0.3] : undefined,
      }),
  };
}

function birdArt(perch: Perch, random: Random): readonly [string, number, number, number] {
  if (perch === 'branch') return [songbird(random, true), 0.34, 0.3, 1.5];
  if (perch === 'ground')
    return random.uniform() < 0.45 ? [wader(random), 0.75, 1.3, 0] : [songbird(random, false), 0.3, 0.26, 0];
  if (perch === 'water')
    return random.uniform() < 0.6 ? [duck(random), 0.62, 0.42, 0] : [swan(random), 1.25, 0.98, 0];
  return [flying(random), 1.4, 0.8, 3];
}
