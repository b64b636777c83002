import { near, pick, shade } from '../../drawing/colour';
import type { Random } from '../../random';

/** What somebody looks like. */
export interface Look {
  readonly skin: string;
  readonly hair: string;
  readonly cut: 'short' | 'long' | 'bun' | 'curly' | 'bald' | 'bob' | 'tail';
  readonly headwear?: 'cap' | 'hat' | 'helmet' | 'fullHelmet' | 'wool' | 'riding';
  readonly wear: string;
  readonly top: 'tee' | 'shirt' | 'jumper' | 'jacket' | 'coat' | 'dress';
  readonly shirt: string;
  readonly pattern: 'plain' | 'stripes' | 'logo';
  readonly legwear: 'trousers' | 'shorts' | 'skirt';
  readonly legs: string;
  readonly shoes: string;
  readonly hasBeard: boolean;
  readonly hasGlasses: boolean;
  /** 1 an adult; a child's head is large for its body. */
  readonly size: number;
  /** Width relative to average. */
  readonly build: number;
}

const SKINS = ['#f0c8a4', '#e8b890', '#d8a078', '#c08458', '#a8714c', '#8a5a3c', '#74492f', '#f4d4b8'];
// biome-ignore format: a table.
const HAIRS = [
  '#2a2022', '#3a2a20', '#5a3a22', '#8a5a30', '#c89a50', '#e0c080', '#a84a24', '#9a9898', '#d8d4d0', '#1c1a1e',
];
// biome-ignore format: a table.
const CLOTHES = [
  '#c8403a', '#2f5f9e', '#e8e4da', '#3f7a5a', '#e0a030', '#7a4a8a', '#34343c', '#6f9fc0', '#d87a8a', '#8a9a4a',
  '#e0703a', '#56607a', '#f2eee4', '#4f9a9a',
];
const TROUSERS = ['#34486e', '#2c3448', '#4a4a50', '#8a7a5a', '#2a2a30', '#5a6a8a', '#6a5040', '#c4b494'];
const SHOES = ['#2c2628', '#6a4428', '#f0ece4', '#a83a34', '#3a4a6a'];

const CUTS = ['short', 'short', 'short', 'long', 'long', 'bun', 'curly', 'bald', 'bob', 'tail'] as const;
const TOPS = ['tee', 'tee', 'shirt', 'jumper', 'jacket', 'coat'] as const;
const DRESSES = ['dress', 'dress'] as const;

/** Somebody at random. */
export function lookOf(
  random: Random,
  { isChild = random.uniform() < 0.14, headwear }: { isChild?: boolean; headwear?: Look['headwear'] } = {},
): Look {
  const hair = near(pick(HAIRS, random), random, 6);
  const cut = pick(CUTS, random);
  const isLongHaired = cut === 'long' || cut === 'bun' || cut === 'bob' || cut === 'tail';
  const top = pick(isLongHaired ? [...TOPS, ...DRESSES] : TOPS, random);
  const legwear = [
    'trousers',
    'trousers',
    'trousers',
    'shorts',
    isLongHaired ? 'skirt' : 'trousers',
  ] as const;
  return {
    skin: near(pick(SKINS, random), random, 5),
    hair,
    cut: isChild && cut === 'bald' ? 'short' : cut,
    headwear:
      headwear ?? (random.uniform() < 0.16 ? pick(['cap', 'hat', 'wool'] as const, random) : undefined),
    wear: near(pick(CLOTHES, random), random, 8),
    top,
    shirt: near(pick(CLOTHES, random), random, 10),
    pattern: pick(['plain', 'plain', 'stripes', 'logo'], random),
    legwear: top === 'dress' ? 'skirt' : pick(legwear, random),
    legs: near(pick(TROUSERS, random), random, 8),
    shoes: near(pick(SHOES, random), random, 6),
    hasBeard: !isLongHaired && !isChild && random.uniform() < 0.3,
    hasGlasses: random.uniform() < 0.18,
    size: isChild ? random.uniform(0.58, 0.78) : random.uniform(0.95, 1.06),
    build: isChild ? 1 : random.uniform(0.92, 1.16),
  };
}

/** The colour of what lies in the body's own shade. */
export const dim = (colour: string) => shade(colour, -0.22);
