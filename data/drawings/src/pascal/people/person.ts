import { pick } from '../../drawing/colour';
import { type Point, points } from '../../drawing/path';
import type { Random } from '../../random';
import { type Thing, upright } from '../stage';
import { type BodyPose, body } from './body';
import { type Look, lookOf } from './look';

/** What somebody does. */
export type Doing = 'stand' | 'walk' | 'sit' | 'sitAside' | 'lookAway';

/** Somebody standing, walking, or sitting; at `lift` metres if they sit on something. */
export function person(
  random: Random,
  doing: Doing = pick(['stand', 'stand', 'walk', 'walk', 'lookAway'], random),
  { isChild, isMirrored = random.uniform() < 0.5 }: { isChild?: boolean; isMirrored?: boolean } = {},
): Thing {
  const look = lookOf(random, { isChild });
  const pose = poseOf(doing, random, look);
  const isSitting = doing === 'sit' || doing === 'sitAside';
  return {
    width: isSitting ? 0.7 : 0.62,
    height: (isSitting ? 1.32 : 1.74) * look.size,
    draw: (stage, spot) => {
      const { behind, before } = body(look, pose);
      return upright(stage, spot, behind + before, {
        isMirrored,
        shade: isSitting ? undefined : [0.62, 0.4],
      });
    },
  };
}

/** Where the hands of those who stand may be: hanging, at the belt, waving, folded, at the chin. */
const HANDS = [
  '-25,-84 25,-84',
  '-25,-84 25,-84',
  '-16,-93 25,-84',
  '-25,-84 38,-164',
  '-6,-108 8,-112',
  '-25,-84 10,-122',
];

function poseOf(doing: Doing, random: Random, look: Look): BodyPose {
  const mood = random.uniform();
  const turn = random.uniform(-0.8, 0.8);
  if (doing === 'walk') {
    const stride = random.uniform(12, 26);
    const swing = random.uniform(12, 24);
    return {
      isFromSide: true,
      hips: [0, -91 + stride * 0.12],
      lean: random.uniform(0, 0.1),
      hands: points(`${4 + swing},-92 ${4 - swing},-88`),
      feet: points(`${-stride},-2 ${stride},0`),
      elbows: [-1, -1],
      knees: [1, 1],
      head: { turn: random.uniform(0.35, 1), mood },
    };
  }
  if (doing === 'sitAside') {
    return {
      isFromSide: true,
      hips: [-8, -54],
      lean: random.uniform(-0.12, 0.16),
      hands: points('28,-70 26,-64'),
      feet: points('36,-1 31,0'),
      elbows: [-1, -1],
      knees: [1, 1],
      head: { turn: random.uniform(0.3, 1), mood },
    };
  }
  const lean = random.normal(0, 0.03);
  if (doing === 'sit') {
    const apart = random.uniform(9, 13);
    return {
      isFromSide: false,
      hips: [0, -55],
      lean,
      hands: points(pick(['-12,-52 12,-52', '-20,-60 8,-56', '-14,-48 24,-78'], random)),
      feet: points(`${-apart},0 ${apart},0`),
      elbows: [-1, 1],
      knees: [-1, 1],
      thigh: 9,
      head: { turn, mood },
    };
  }
  const hands = points(pick(HANDS, random));
  const away = doing === 'lookAway';
  return {
    isFromSide: false,
    hips: [0, -91],
    lean,
    hands: look.size < 0.8 && hands[1][1] < -150 ? points('-25,-84 34,-150') : hands,
    feet: points(`${-random.uniform(8, 13)},0 ${random.uniform(8, 13)},0`),
    elbows: [-1, 1],
    knees: [-0.3, 0.3],
    head: { turn: away ? 0 : turn, isFromBehind: away, mood },
  };
}

/** Somebody standing with a hand before the chest, and where it is in metres. */
export function personHolding(random: Random): { thing: Thing; hand: Point } {
  const look: Look = { ...lookOf(random, { isChild: false }), size: 1 };
  const hand: Point = [random.uniform(8, 26), -random.uniform(104, 128)];
  const pose: BodyPose = { ...poseOf('stand', random, look), hands: [[-25, -84], hand] };
  const thing: Thing = {
    width: 0.62,
    height: 1.74,
    draw: (stage, spot) => upright(stage, spot, body(look, pose).before, { shade: [0.62, 0.4] }),
  };
  return { thing, hand: [hand[0] / 100, -hand[1] / 100] };
}
