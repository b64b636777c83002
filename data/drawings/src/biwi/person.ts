import { near, pick } from '../drawing/colour';
import { randomFrom } from '../random';

const HAIR_STYLES = ['short', 'bob', 'crop', 'long', 'bun', 'curls', 'scarf', 'bald', 'cap'] as const;
export type HairStyle = (typeof HAIR_STYLES)[number];

const CLOTHES = ['shirt', 'jumper', 'hoodie', 'jacket', 'stripes', 'tee'] as const;

/** Who is in a recording; the same in all of its frames. */
export interface Person {
  readonly skin: string;
  readonly lips: string;
  readonly hair: string;
  readonly style: HairStyle;
  /** Colour of a scarf or a cap. */
  readonly cloth: string;
  readonly brows: string;
  readonly iris: string;
  /** How much of a beard, 0 to 1. */
  readonly beard: number;
  readonly glasses?: string;
  /** Factors of the head's width and height, about 1. */
  readonly width: number;
  readonly height: number;
  readonly clothes: (typeof CLOTHES)[number];
  readonly fabric: string;
  readonly shirt: string;
  /** Half of the width of the shoulders in millimetres. */
  readonly shoulders: number;
}

const SKINS = ['#f0c8a8', '#8d5a3c', '#e6b48e', '#c68a5e', '#f4d4bc', '#6a4029', '#d9a07a', '#a8714a'];
const HAIRS = ['#2a1c16', '#8a5a30', '#18161a', '#d0a860', '#4a2e20', '#7c3a20', '#8e8a86', '#241a18'];
const FABRICS = ['#35507a', '#8c3a3a', '#3c6a54', '#6a5488', '#b8862e', '#3a3c44', '#a85a72', '#5a7c94'];

/**
 * The person of a recording.
 *
 * @param number Of the recording, from 1: neighbours look different.
 */
export function personOf(number: number): Person {
  const random = randomFrom(7000 + number);
  const style = HAIR_STYLES[(number * 4) % HAIR_STYLES.length];
  const skin = near(SKINS[(number * 3) % SKINS.length], random, 5);
  const hair = near(HAIRS[(number * 5) % HAIRS.length], random, 6);
  const mayHaveBeard = style === 'short' || style === 'crop' || style === 'bald' || style === 'cap';
  return {
    skin,
    lips: pick(['#a8524c', '#b8605a', '#8e4440'], random),
    hair,
    style,
    cloth: near(pick(FABRICS, random), random, 8),
    brows: hair,
    iris: pick(['#4a3020', '#5c7a8c', '#5a6a3a', '#3a2418', '#6e5030'], random),
    beard: mayHaveBeard && random.uniform() < 0.55 ? random.uniform(0.3, 0.9) : 0,
    glasses: random.uniform() < 0.35 ? pick(['#1c1c22', '#5a3420', '#8a8c94'], random) : undefined,
    width: random.uniform(0.94, 1.05),
    height: random.uniform(0.95, 1.05),
    clothes: CLOTHES[(number * 5) % CLOTHES.length],
    fabric: near(FABRICS[(number * 3 + 1) % FABRICS.length], random, 8),
    shirt: pick(['#f0f0ec', '#c8d8e8', '#e8d8c4', '#3c4048', '#e6c4c0'], random),
    shoulders: random.uniform(190, 230),
  };
}
