import type { Breed } from './animal';
import { bib, blaze, hood, mask, socks, wrinkles } from './face-markings';
import { brindle, patches, sable, whole } from './markings';

const BROAD = { crown: 0.8, brow: 0.88, cheek: 1.02, jaw: 0.86, chin: 0.56, length: 1.04 };
const MUZZLE = { width: 0.42, height: 0.4, below: 0.52, nose: 0.19 };
const EYES = { size: 0.125, slant: 3, apart: 0.38, above: 0.1 };
const BROWN = ['#5a3218', '#4a2814', '#6e4420'];
const SHORT = { head: 0, body: 2, ruff: 0, tail: 2 };
const BODY = { width: 1, legs: 1, size: 1, tail: 'long' } as const;
const STOCKY = { ...BODY, width: 1.16, legs: 0.85 };
const WHITE = '#f4efe6';

const bullCoats = [
  {
    base: '#a8683c',
    markings: [blaze(WHITE, { width: 0.3 }), bib(WHITE, 0.65), socks(WHITE, 0.35)],
    spread: 13,
  },
  { base: '#5c5f68', markings: [bib(WHITE, 0.5)], spread: 10 },
  { base: '#6a4a34', markings: [brindle('#2c1c14'), bib(WHITE, 0.55)], spread: 10 },
  { base: '#2c2729', markings: [bib(WHITE, 0.55)], spread: 7 },
];

/** The smooth-coated dogs with broad heads of the Oxford-IIIT Pet set. */
export const BROAD_HEADED_DOGS: readonly Breed[] = [
  {
    name: 'american_bulldog',
    kind: 'dog',
    coats: [
      { base: WHITE, markings: [], spread: 6 },
      {
        base: WHITE,
        markings: [hood('#a8754a', { gap: 0.35 }), patches('#a8754a', { count: 2 })],
        spread: 6,
      },
      { base: WHITE, markings: [patches('#6e4c36', { count: 2 }), whole('#7d5a40', 'ear')], spread: 6 },
    ],
    head: BROAD,
    ears: { form: 'folded', length: 0.42, width: 0.5, apart: 0.94 },
    muzzle: { ...MUZZLE, width: 0.54, height: 0.42, jowls: 0.9, nose: 0.21 },
    eyes: { ...EYES, apart: 0.44, colours: BROWN },
    fur: SHORT,
    body: { ...STOCKY, width: 1.28 },
  },
  {
    name: 'american_pit_bull_terrier',
    kind: 'dog',
    coats: bullCoats,
    head: { ...BROAD, cheek: 0.96, jaw: 0.78, length: 1.1 },
    ears: { form: 'rose', length: 0.42, width: 0.48, apart: 0.86 },
    muzzle: { ...MUZZLE, width: 0.46, height: 0.41, jowls: 0.35 },
    eyes: { ...EYES, slant: 7, apart: 0.42, colours: [...BROWN, '#a8823a'] },
    fur: SHORT,
    body: { ...STOCKY, width: 1.08, legs: 1 },
  },
  {
    name: 'staffordshire_bull_terrier',
    kind: 'dog',
    coats: [
      ...bullCoats.slice(1),
      { base: '#2c2729', markings: [bib(WHITE, 0.7), socks(WHITE, 0.3)], spread: 7 },
    ],
    head: { ...BROAD, cheek: 1.06, jaw: 0.88, length: 0.98 },
    ears: { form: 'rose', length: 0.38, width: 0.5, apart: 0.9 },
    muzzle: { ...MUZZLE, width: 0.5, height: 0.36, below: 0.5, jowls: 0.3 },
    eyes: { ...EYES, size: 0.135, slant: 3, apart: 0.45, colours: BROWN },
    fur: SHORT,
    body: { ...STOCKY, width: 1.22, legs: 0.75 },
  },
  {
    name: 'boxer',
    kind: 'dog',
    coats: [
      {
        base: '#b9783e',
        markings: [
          mask('#2a2022', { reach: 0.9 }),
          bib(WHITE, 0.6),
          socks(WHITE, 0.4),
          wrinkles('#6a4224', 2),
        ],
        spread: 12,
      },
      {
        base: '#a86a34',
        markings: [
          mask('#2a2022', { reach: 0.9 }),
          blaze(WHITE, { width: 0.18 }),
          bib(WHITE, 0.8),
          socks(WHITE),
        ],
        spread: 12,
      },
      {
        base: '#8a5a34',
        markings: [brindle('#332018'), mask('#261d1f', { reach: 0.8 }), bib(WHITE, 0.7)],
        spread: 9,
      },
    ],
    head: { ...BROAD, crown: 0.86, cheek: 0.9, jaw: 0.82 },
    ears: { form: 'folded', length: 0.58, width: 0.54, apart: 0.9 },
    muzzle: { ...MUZZLE, width: 0.52, height: 0.42, below: 0.54, jowls: 0.8, nose: 0.21 },
    eyes: { ...EYES, size: 0.14, colours: BROWN },
    fur: SHORT,
    body: { ...BODY, width: 1.06, legs: 1.15, tail: 'stub' },
  },
  {
    name: 'pug',
    kind: 'dog',
    coats: [
      {
        base: '#dcbf94',
        markings: [whole('#2a2324', 'ear'), mask('#2a2324', { reach: 1 }), wrinkles('#6a5038', 3)],
        spread: 9,
      },
      {
        base: '#dcbf94',
        markings: [
          whole('#33292a', 'ear'),
          mask('#2e2627', { reach: 0.9 }),
          sable('#a08660', 0.5),
          wrinkles('#6a5038', 4),
        ],
        spread: 9,
      },
      { base: '#2b2628', markings: [wrinkles('#0e0b0c', 3)], spread: 6 },
    ],
    head: { crown: 0.82, brow: 0.96, cheek: 1.08, jaw: 0.94, chin: 0.56, length: 0.92 },
    ears: { form: 'folded', length: 0.46, width: 0.44, apart: 0.92 },
    muzzle: { width: 0.44, height: 0.32, below: 0.4, jowls: 0.5, nose: 0.15 },
    eyes: { ...EYES, size: 0.19, apart: 0.52, above: 0.02, colours: ['#3a2418', '#4a2c18'] },
    fur: SHORT,
    body: { ...STOCKY, width: 1.16, legs: 0.6, size: 0.9, tail: 'curl' },
  },
];
