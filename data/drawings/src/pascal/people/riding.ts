import type { Point } from '../../drawing/path';
import type { Random } from '../../random';
import { body } from './body';
import { type Look, lookOf } from './look';

/** Where a rider touches what is ridden, in centimetres on its drawing. */
export interface Rider {
  readonly hips: Point;
  readonly lean: number;
  readonly hands: readonly Point[];
  readonly feet: readonly Point[];
}

/** Somebody riding, seen from the side: the far limbs go behind the mount, the rest before it. */
export function rider(
  random: Random,
  { hips, lean, hands, feet }: Rider,
  headwear?: Look['headwear'],
): { behind: string; before: string } {
  const someone = lookOf(random, { isChild: false, headwear });
  const look: Look = {
    ...someone,
    size: 1,
    legwear: someone.legwear === 'skirt' ? 'trousers' : someone.legwear,
  };
  const turn = random.uniform(0.3, 0.95);
  return body(look, {
    isFromSide: true,
    hips,
    lean: lean + random.normal(0, 0.04),
    hands,
    feet: feet.map(([x, y]): Point => [x, y + 3]),
    elbows: [-1, -1],
    knees: [1, 1],
    head: { turn, mood: random.uniform() },
  });
}
