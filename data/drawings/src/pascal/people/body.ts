import { litBlob } from '../../drawing/light';
import { num, type Point, ring } from '../../drawing/path';
import { trunkFromFront, trunkFromSide } from './clothes';
import { type HeadPose, head } from './head';
import { joint, towards, tube } from './limbs';
import { dim, type Look } from './look';

/** Where the body's ends are, in centimetres for an adult 172 tall; the joints between follow. */
export interface BodyPose {
  readonly isFromSide: boolean;
  readonly hips: Point;
  /** Radians the trunk leans, forwards or to the right. */
  readonly lean: number;
  /** Far (or left) first. */
  readonly hands: readonly Point[];
  readonly feet: readonly Point[];
  /** Which way elbows and knees bend, -1 or 1. */
  readonly elbows: readonly [number, number];
  readonly knees: readonly [number, number];
  /** Shortens thighs that point towards us. */
  readonly thigh?: number;
  readonly head: HeadPose;
}

/** Somebody's drawing in two layers: what is behind a thing they sit on or ride, and what is before it. */
export function body(look: Look, pose: BodyPose): { behind: string; before: string } {
  const { hips, lean, isFromSide } = pose;
  const shoulders: Point = [hips[0] + Math.sin(lean) * TRUNK, hips[1] - Math.cos(lean) * TRUNK];
  const spread = isFromSide ? 1.5 : 15.6 * look.build;
  const hipSpread = isFromSide ? 1 : 8.5 * look.build;
  const shoulder = (i: number): Point => [
    shoulders[0] + (i ? spread : -spread) * Math.cos(lean),
    shoulders[1] + 3,
  ];
  const hip = (i: number): Point => [hips[0] + (i ? hipSpread : -hipSpread), hips[1]];
  const leg = (i: number, isDim: boolean) =>
    legArt(
      look,
      hip(i),
      pose.feet[i],
      pose.knees[i],
      isDim,
      pose.thigh ?? THIGH,
      isFromSide ? 1 : i ? 0.6 : -0.6,
    );
  const arm = (i: number, isDim: boolean) =>
    armArt(
      look,
      shoulder(i),
      pose.hands[i],
      pose.hands[i][1] < shoulders[1] ? -pose.elbows[i] : pose.elbows[i],
      isDim,
    );
  const neck: Point = [shoulders[0] + Math.sin(lean) * 9, shoulders[1] - Math.cos(lean) * 7.5];
  const growth = look.size < 0.85 ? 1.42 : 1.13;
  const headArt = `<g transform="translate(${num(neck[0])} ${num(neck[1])}) rotate(${num(lean * 20)}) scale(${growth})">${head(look, pose.head)}</g>`;
  const trunk = isFromSide
    ? trunkFromSide(look, hips, shoulders)
    : trunkFromFront(look, hips, shoulders, pose.head.isFromBehind ?? false);
  const skirt = look.legwear === 'skirt' ? skirtArt(look, hips, pose) : '';
  const scale = (art: string) =>
    `<g transform="scale(${num(look.size * 100) === '100' ? 1 : look.size.toFixed(3)})">${art}</g>`;
  if (isFromSide) {
    return {
      behind: scale(arm(0, true) + leg(0, true)),
      before: scale(leg(1, false) + skirt + trunk + headArt + arm(1, false)),
    };
  }
  return {
    behind: '',
    before: scale(leg(0, false) + leg(1, false) + skirt + trunk + arm(0, false) + arm(1, false) + headArt),
  };
}

function legArt(
  look: Look,
  hip: Point,
  foot: Point,
  bend: number,
  isDim: boolean,
  thigh: number,
  toe: number,
): string {
  const tone = isDim ? dim : (colour: string) => colour;
  const ankle: Point = [foot[0], foot[1] - 7];
  const knee = joint(hip, ankle, thigh, SHIN, bend);
  const b = look.build;
  const shoe = litBlob(
    [
      [foot[0] - 6, foot[1] - 1],
      [foot[0] - 5.4, foot[1] - 8],
      [foot[0] + toe * 3, foot[1] - 8.6],
      [foot[0] + toe * 15, foot[1] - 4],
      [foot[0] + toe * 16, foot[1] - 0.4],
      [foot[0] + toe * 4, foot[1]],
    ],
    tone(look.shoes),
    'down',
  );
  if (look.legwear === 'trousers')
    return shoe + tube([hip, knee, towards(knee, ankle, 0.96)], [19 * b, 15 * b, 12.5], tone(look.legs));
  const bare = tube([hip, knee, ankle], [17 * b, 11, 7], tone(look.skin));
  const sock = tube([towards(knee, ankle, 0.84), ankle], [8, 8], tone('#f0ece4'));
  if (look.legwear === 'skirt') return bare + shoe;
  return (
    bare +
    sock +
    shoe +
    tube(
      [hip, towards(hip, knee, 0.5), towards(hip, knee, 0.92)],
      [20 * b, 18.5 * b, 17.5 * b],
      tone(look.legs),
    )
  );
}

function armArt(look: Look, shoulder: Point, hand: Point, bend: number, isDim: boolean): string {
  const tone = isDim ? dim : (colour: string) => colour;
  const elbow = joint(shoulder, hand, UPPER_ARM, FOREARM, bend);
  const sleeve = tone(sleeveColour(look));
  const palm = litBlob(ring(hand, [4.4, 4.8], { count: 7 }), tone(look.skin), 'ball');
  const isShort = look.top === 'tee' || look.top === 'dress';
  if (isShort)
    return (
      tube([shoulder, elbow, hand], [10.5, 8.4, 6], tone(look.skin)) +
      palm +
      tube(
        [shoulder, towards(shoulder, elbow, 0.4), towards(shoulder, elbow, 0.72)],
        [12.6, 12.8, 12.4],
        sleeve,
      )
    );
  const thick = look.top === 'coat' || look.top === 'jacket' || look.top === 'jumper' ? 1.5 : 0;
  return (
    palm +
    tube([shoulder, elbow, towards(elbow, hand, 0.9)], [11.4 + thick, 10.4 + thick, 8.4 + thick], sleeve)
  );
}

const sleeveColour = ({ shirt }: Look) => shirt;

function skirtArt(look: Look, hips: Point, { feet, isFromSide, knees, thigh = THIGH }: BodyPose): string {
  const colour = look.top === 'dress' ? look.shirt : look.legs;
  const [hx, hy] = hips;
  const knee = joint(hips, [feet[1][0], feet[1][1] - 7], thigh, SHIN, knees[1]);
  if (isFromSide) {
    const end = towards(hips, knee, 0.95);
    return tube([[hx - 2, hy - 6], towards(hips, knee, 0.5), end], [25, 27, 28], colour);
  }
  const low = Math.max(hy + 14, knee[1] - 6);
  const b = look.build;
  return litBlob(
    [
      [hx - 13 * b, hy - 8],
      [hx + 13 * b, hy - 8],
      [hx + 20 * b, (hy + low) / 2],
      [hx + 24 * b, low],
      [hx, low + 4],
      [hx - 24 * b, low],
      [hx - 20 * b, (hy + low) / 2],
    ],
    colour,
  );
}

const [TRUNK, UPPER_ARM, FOREARM, THIGH, SHIN] = [50, 28, 25, 43, 42];
