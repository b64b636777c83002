import { litBlob } from '../../drawing/light';
import { about, num, type Point, ring } from '../../drawing/path';
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

const [TRUNK, UPPER_ARM, FOREARM, THIGH, SHIN] = [50, 28, 25, 43, 42];

/** Colours as they are, or those of what lies in the body's own shade. */
type Tone = (colour: string) => string;
const bright: Tone = (colour) => colour;

/** Somebody's drawing in two layers: what is behind a thing they sit on or ride, and what is before it. */
export function body(look: Look, pose: BodyPose): { behind: string; before: string } {
  const { hips, lean, isFromSide } = pose;
  const shoulders: Point = [hips[0] + Math.sin(lean) * TRUNK, hips[1] - Math.cos(lean) * TRUNK];
  const spread = isFromSide ? 1.5 : 15.6 * look.build;
  const hipSpread = isFromSide ? 1 : 8.5 * look.build;
  const leg = (i: number, tone: Tone) => {
    const hip: Point = [hips[0] + (i ? hipSpread : -hipSpread), hips[1]];
    const ankle: Point = [pose.feet[i][0], pose.feet[i][1] - 7];
    const knee = joint(hip, ankle, pose.thigh ?? THIGH, SHIN, pose.knees[i]);
    return legArt(look, [hip, knee, ankle], isFromSide ? 1 : i ? 0.6 : -0.6, tone);
  };
  const arm = (i: number, tone: Tone) => {
    const shoulder: Point = [shoulders[0] + (i ? spread : -spread) * Math.cos(lean), shoulders[1] + 3];
    const hand = pose.hands[i];
    const bend = hand[1] < shoulders[1] ? -pose.elbows[i] : pose.elbows[i];
    return armArt(look, [shoulder, joint(shoulder, hand, UPPER_ARM, FOREARM, bend), hand], tone);
  };
  const neck: Point = [shoulders[0] + Math.sin(lean) * 9, shoulders[1] - Math.cos(lean) * 7.5];
  const growth = look.size < 0.85 ? 1.42 : 1.13;
  const headArt = `<g transform="translate(${num(neck[0])} ${num(neck[1])}) rotate(${num(lean * 20)}) scale(${growth})">${head(look, pose.head)}</g>`;
  const trunk = isFromSide
    ? trunkFromSide(look, hips, shoulders)
    : trunkFromFront(look, hips, shoulders, pose.head.isFromBehind ?? false);
  const dressed = (look.legwear === 'skirt' ? skirtArt(look, hips, pose) : '') + trunk;
  const scale = (art: string) =>
    `<g transform="scale(${num(look.size * 100) === '100' ? 1 : look.size.toFixed(3)})">${art}</g>`;
  return isFromSide
    ? {
        behind: scale(arm(0, dim) + leg(0, dim)),
        before: scale(leg(1, bright) + dressed + headArt + arm(1, bright)),
      }
    : {
        behind: '',
        before: scale(leg(0, bright) + leg(1, bright) + dressed + arm(0, bright) + arm(1, bright) + headArt),
      };
}

function legArt(look: Look, [hip, knee, ankle]: readonly Point[], toe: number, tone: Tone): string {
  const b = look.build;
  const foot: Point = [ankle[0], ankle[1] + 7];
  const sole = `-6,-1 -5.4,-8 ${toe * 3},-8.6 ${toe * 15},-4 ${toe * 16},-0.4 ${toe * 4},0`;
  const shoe = litBlob(about(foot, sole), tone(look.shoes), 'down');
  if (look.legwear === 'trousers')
    return shoe + tube([hip, knee, towards(knee, ankle, 0.96)], [19 * b, 15 * b, 12.5], tone(look.legs));
  const bare = tube([hip, knee, ankle], [17 * b, 11, 7], tone(look.skin));
  if (look.legwear === 'skirt') return bare + shoe;
  const sock = tube([towards(knee, ankle, 0.84), ankle], [8, 8], tone('#f0ece4'));
  const thigh = [hip, towards(hip, knee, 0.5), towards(hip, knee, 0.92)];
  return bare + sock + shoe + tube(thigh, [20 * b, 18.5 * b, 17.5 * b], tone(look.legs));
}

function armArt({ top, skin, shirt }: Look, [shoulder, elbow, hand]: readonly Point[], tone: Tone): string {
  const palm = litBlob(ring(hand, [4.4, 4.8], { count: 7 }), tone(skin), 'ball');
  if (top === 'tee' || top === 'dress') {
    const sleeve = [shoulder, towards(shoulder, elbow, 0.4), towards(shoulder, elbow, 0.72)];
    return (
      tube([shoulder, elbow, hand], [10.5, 8.4, 6], tone(skin)) +
      palm +
      tube(sleeve, [12.6, 12.8, 12.4], tone(shirt))
    );
  }
  const thick = top === 'coat' || top === 'jacket' || top === 'jumper' ? 1.5 : 0;
  const widths = [11.4 + thick, 10.4 + thick, 8.4 + thick];
  return palm + tube([shoulder, elbow, towards(elbow, hand, 0.9)], widths, tone(shirt));
}

function skirtArt(look: Look, hips: Point, { feet, isFromSide, knees, thigh = THIGH }: BodyPose): string {
  const colour = look.top === 'dress' ? look.shirt : look.legs;
  const [hx, hy] = hips;
  const knee = joint(hips, [feet[1][0], feet[1][1] - 7], thigh, SHIN, knees[1]);
  if (isFromSide) {
    const spine: Point[] = [[hx - 2, hy - 6], towards(hips, knee, 0.5), towards(hips, knee, 0.95)];
    return tube(spine, [25, 27, 28], colour);
  }
  // How far below the hips its hem is.
  const low = Math.max(hy + 14, knee[1] - 6) - hy;
  const outline = `-13,-8 13,-8 20,${low / 2} 24,${low} 0,${low + 4} -24,${low} -20,${low / 2}`;
  return litBlob(about(hips, outline, [look.build, 1]), colour);
}
