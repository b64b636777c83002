import { near, pick, shade } from '../../drawing/colour';
import type { Random } from '../../random';
import { corners, type Placing, plus, type Vector } from '../../three-d/vector';
import type { Code } from '../codes';
import { plain } from '../rendering/paints';
import { ball, box, limb, type Solid } from '../rendering/surface';

const SKIN = ['#e0b090', '#d0a080', '#a87850', '#7a5236', '#ecc0a4'];
const HAIR = ['#2a2018', '#4a3420', '#1a1614', '#8a6a40', '#b8b0a8', '#6a3a20'];
// biome-ignore format: a table.
const COATS = [
  '#2a3040', '#3a3a3c', '#7a2028', '#1f4a6a', '#5a4a38', '#c8b89a',
  '#2c5a40', '#c04a30', '#e0dcd0', '#d8a020', '#6a3a6a', '#181a1e',
];
const TROUSERS = ['#22283a', '#2a2a2c', '#4a4a4c', '#5a5040', '#1c2438', '#8a8070'];

/** Where a person's joints are, in metres for one 1.75 m tall; left first. */
export interface Posture {
  readonly hips: Vector;
  readonly neck: Vector;
  readonly knees: readonly Vector[];
  readonly feet: readonly Vector[];
  readonly elbows: readonly Vector[];
  readonly hands: readonly Vector[];
}

/** A person in a posture, in clothes of their own. */
export function figure(at: Placing, p: Posture, code: Code, random: Random): Solid[] {
  const coat = near(pick(COATS, random), random, 8);
  const trousers = near(pick(TROUSERS, random), random, 6);
  const [top, legs, skin] = [coat, trousers, pick(SKIN, random)].map((colour) => plain(colour));
  const hair = plain(pick(HAIR, random));
  const place = (joint: Vector, x = 0, y = 0, z = 0) => at(...plus(joint, [x, y, z]));
  const isLong = random.uniform() < 0.3;
  const limbs = [0, 1].flatMap((i) => {
    const side = i ? 1 : -1;
    const [knee, foot, elbow, hand] = [p.knees[i], p.feet[i], p.elbows[i], p.hands[i]];
    return [
      limb(place(p.hips, side * 0.09), place(knee), [0.1, 0.075], code, legs),
      limb(place(knee), place(foot), [0.075, 0.055], code, legs),
      ball(place(foot, 0, 0.05, 0.02), [0.09, 0.06], code, plain('#1c1816')),
      limb(place(p.neck, side * 0.2, 0, -0.06), place(elbow), [0.065, 0.055], code, top),
      limb(place(elbow), place(hand), [0.055, 0.045], code, top),
      ball(place(hand), [0.055, 0.06], code, skin),
    ];
  });
  const head = plus(p.neck, [0, 0.03, 0.2]);
  const hem = place(p.hips, 0, 0, isLong ? -0.35 : -0.08);
  return [
    ...limbs,
    limb(hem, place(p.neck, 0, 0, -0.05), [isLong ? 0.23 : 0.17, 0.2], code, top),
    ball(place(p.neck, 0, 0, -0.06), [0.2, 0.1], code, top),
    limb(place(p.neck), place(head), [0.06, 0.06], code, skin),
    ball(place(head), [0.1, 0.13], code, skin),
    ball(place(head, 0, -0.04, 0.05), [0.108, 0.11], code, hair),
  ];
}

/** A step: legs and arms swing against each other. */
function walking(phase: number): Posture {
  const swing = 0.36 * Math.sin(phase);
  const lift = Math.max(0, Math.cos(phase)) * 0.12;
  const drop = Math.max(0, -Math.cos(phase)) * 0.12;
  return {
    hips: [0, 0, 0.92],
    neck: [0, 0.04, 1.48],
    knees: corners(`-0.1,${swing * 0.6 + 0.08},0.5 0.1,${-swing * 0.6 + 0.08},0.5`),
    feet: corners(`-0.1,${swing},${0.06 + lift} 0.1,${-swing},${0.06 + drop}`),
    elbows: corners(`-0.27,${-swing * 0.45},1.16 0.27,${swing * 0.45},1.16`),
    hands: corners(`-0.28,${-swing * 0.8 + 0.08},0.92 0.28,${swing * 0.8 + 0.08},0.92`),
  };
}

/**
 * Somebody on foot, perhaps with a bag.
 *
 * @param at Where they stand, facing their own y; scaled for a child.
 * @param phase Of the step, in radians.
 */
export function pedestrian(
  at: Placing,
  phase: number,
  random: Random,
  code: 'Pedestrian' | 'Child' = 'Pedestrian',
): Solid[] {
  const somebody = figure(at, walking(phase), code, random);
  if (random.uniform() >= 0.4) return somebody;
  const bag = near(pick(['#3a2a20', '#a02a2a', '#e0dcd0', '#20242c', '#c08a30'], random), random, 8);
  return [...somebody, ...box(at, [0.22, -0.12, 0.62], [0.34, 0.16, 0.92], code, { sides: plain(bag) })];
}

/** A pushchair or a trolley full of shopping, rolled ahead of its owner. */
export function pram(at: Placing, random: Random): Solid[] {
  const code = 'CartLuggagePram';
  const cloth = near(pick(['#20304a', '#7a2030', '#2a2a2c', '#3a6a5a'], random), random, 6);
  const bar = plain('#8a8c90', { mirror: 0.3 });
  const wheel = plain('#1a1a1c');
  return [
    ...box(at, [-0.22, 0.55, 0.4], [0.22, 1.2, 0.78], code, {
      sides: plain(cloth),
      top: plain(shade(cloth, 0.2)),
    }),
    ball(at(0, 0.72, 0.84), [0.27, 0.22], code, plain(cloth)),
    limb(at(0, 0.3, 1), at(0, 0.7, 0.5), [0.05, 0.04], code, bar),
    ...[-0.22, 0.22].flatMap((x) => [0.6, 1.12].map((y) => ball(at(x, y, 0.14), [0.14, 0.14], code, wheel))),
    ...[-0.2, 0.2].map((x) => limb(at(x, 0.6, 0.14), at(x, 0.9, 0.45), [0.03, 0.03], code, bar)),
  ];
}

/** A dog on its walk. */
export function dog(at: Placing, phase: number, random: Random): Solid[] {
  const coat = plain(near(pick(['#2a2420', '#8a6a40', '#d8cdb8', '#5a4a3a'], random), random, 8));
  const swing = 0.1 * Math.sin(phase);
  const bone = (ends: string, ...radii: [number, number]) => {
    const [from, to] = corners(ends).map((end) => at(...end));
    return limb(from, to, radii, 'Animal', coat);
  };
  const leg = (x: number, y: number, s: number) => bone(`${x},${y},0.36 ${x},${y + s},0.02`, 0.05, 0.035);
  return [
    bone('0,-0.3,0.45 0,0.28,0.48', 0.14, 0.16),
    ball(at(0, -0.3, 0.45), [0.14, 0.14], 'Animal', coat),
    ball(at(0, 0.45, 0.66), [0.12, 0.12], 'Animal', coat),
    bone('0,0.28,0.5 0,0.45,0.66', 0.12, 0.09),
    bone('0,0.45,0.64 0,0.62,0.6', 0.07, 0.05),
    bone('0,-0.36,0.5 0,-0.6,0.7', 0.03, 0.02),
    leg(-0.09, -0.28, swing),
    leg(0.09, -0.28, -swing),
    leg(-0.09, 0.26, -swing),
    leg(0.09, 0.26, swing),
  ];
}
