import type { Breed } from './animal';
import { mask, wrinkles } from './face-markings';
import { folds, points, sable, spots, tabby, ticking, whole } from './markings';

const HEAD = { crown: 0.8, brow: 0.86, cheek: 1, jaw: 0.76, chin: 0.34, length: 1 };
const WEDGE = { crown: 0.8, brow: 0.8, cheek: 0.86, jaw: 0.56, chin: 0.24, length: 1.1 };
const ROUND = { crown: 0.8, brow: 0.9, cheek: 1.08, jaw: 0.92, chin: 0.44, length: 0.94 };
const EARS = { form: 'pricked', length: 0.72, width: 0.62, apart: 0.72, lean: 14, inner: '#e3a9a0' } as const;
const MUZZLE = { width: 0.36, height: 0.24, below: 0.48, nose: 0.12 };
const EYES = { size: 0.2, slant: 9, apart: 0.42, above: 0.02 };
const SHORT = { head: 2, body: 3, ruff: 2, tail: 2 };
const BODY = { width: 0.85, legs: 0.85, size: 0.95, tail: 'long' } as const;
const SLIM = { ...BODY, width: 0.72, legs: 1 };
const PINK = '#c97f78';

/** The short-haired cats of the Oxford-IIIT Pet set, and the Sphynx, which has none. */
export const SHORT_HAIRED_CATS: readonly Breed[] = [
  {
    name: 'Abyssinian',
    kind: 'cat',
    coats: [
      {
        base: '#b5713a',
        markings: [
          sable('#6a3c1c'),
          ticking('#5a3218', { size: 2, density: 1.3 }),
          tabby('#7a4520', { width: 4, bands: 0, rings: 0 }),
          mask('#e8c9a0', { reach: 0.1 }),
        ],
        nose: '#a4584a',
        spread: 12,
      },
      {
        base: '#a8683c',
        markings: [sable('#5f3820'), ticking('#4a2c18', { size: 2 }), mask('#dfc09a', { reach: 0.1 })],
        nose: '#a4584a',
        spread: 12,
      },
    ],
    head: WEDGE,
    ears: { ...EARS, length: 0.9, width: 0.7, lean: 20, inner: '#d99a78' },
    muzzle: MUZZLE,
    eyes: { ...EYES, colours: ['#c9a22e', '#8fa83c', '#b88a2a'] },
    fur: SHORT,
    body: SLIM,
  },
  {
    name: 'Bengal',
    kind: 'cat',
    coats: [
      {
        base: '#cf9a55',
        markings: [
          spots('#4a2a14', { size: 11, rosettes: '#a86a30' }),
          tabby('#4a2a14', { width: 6, bands: 0, rings: 2 }),
          mask('#f0dcb8', { reach: 0.1 }),
        ],
        nose: PINK,
        spread: 13,
      },
      {
        base: '#d8b27c',
        markings: [
          spots('#5a3a22', { size: 10, rosettes: '#b98a58' }),
          tabby('#5a3a22', { width: 6, bands: 0, rings: 2 }),
          mask('#f4e6cc', { reach: 0.1 }),
        ],
        nose: PINK,
        spread: 12,
      },
    ],
    head: HEAD,
    ears: { ...EARS, form: 'rounded', length: 0.6, width: 0.58 },
    muzzle: { ...MUZZLE, width: 0.4 },
    eyes: { ...EYES, colours: ['#8aa83a', '#c2a032', '#5f9a4a'] },
    fur: SHORT,
    body: { ...BODY, width: 0.84, legs: 0.95 },
  },
  {
    name: 'Bombay',
    kind: 'cat',
    coats: [{ base: '#242026', markings: [], nose: '#141216', spread: 6 }],
    head: { ...ROUND, cheek: 1.02, jaw: 0.82 },
    ears: { ...EARS, form: 'rounded', length: 0.6, width: 0.6, inner: '#4a3a40' },
    muzzle: MUZZLE,
    eyes: { ...EYES, size: 0.21, slant: 4, colours: ['#d9a520', '#c9b02a', '#e08a1e'] },
    fur: { ...SHORT, head: 0, body: 0 },
    body: BODY,
  },
  {
    name: 'British_Shorthair',
    kind: 'cat',
    coats: [
      { base: '#7f8794', markings: [], nose: '#4d5260', spread: 9 },
      { base: '#8a8f99', markings: [], nose: '#555a66', spread: 9 },
      { base: '#b9b4ac', markings: [tabby('#5d5a58', { width: 8, bands: 4 })], nose: '#8f6a64', spread: 8 },
    ],
    head: ROUND,
    ears: { ...EARS, form: 'rounded', length: 0.46, width: 0.52, apart: 0.8, lean: 24, inner: '#9a8288' },
    muzzle: { ...MUZZLE, width: 0.44, height: 0.28 },
    eyes: { ...EYES, size: 0.22, slant: 2, apart: 0.46, colours: ['#e0902a', '#d87f20', '#d8a838'] },
    fur: { head: 4, body: 5, ruff: 5, tail: 4 },
    body: { ...BODY, width: 1.08, legs: 0.7 },
  },
  {
    name: 'Egyptian_Mau',
    kind: 'cat',
    coats: [
      {
        base: '#b9b3aa',
        markings: [
          spots('#46423f', { size: 8, count: 34 }),
          tabby('#46423f', { width: 5, bands: 0 }),
          mask('#e4ded4', { reach: 0.05 }),
        ],
        nose: '#a5695c',
        spread: 10,
      },
      {
        base: '#bfa98a',
        markings: [
          spots('#54412f', { size: 8, count: 34 }),
          tabby('#54412f', { width: 5, bands: 0 }),
          mask('#e6d8c0', { reach: 0.05 }),
        ],
        nose: '#a5695c',
        spread: 9,
      },
    ],
    head: { ...WEDGE, cheek: 0.92, jaw: 0.64 },
    ears: { ...EARS, length: 0.74 },
    muzzle: MUZZLE,
    eyes: { ...EYES, size: 0.21, slant: 12, colours: ['#9ac24a', '#86b850'] },
    fur: SHORT,
    body: SLIM,
  },
  {
    name: 'Russian_Blue',
    kind: 'cat',
    coats: [{ base: '#6f7784', markings: [], nose: '#454a58', spread: 9 }],
    head: { ...WEDGE, cheek: 0.92, jaw: 0.62 },
    ears: { ...EARS, length: 0.78, width: 0.62, inner: '#a8929a' },
    muzzle: MUZZLE,
    eyes: { ...EYES, slant: 10, colours: ['#7fb84a', '#8cc05a', '#6fae58'] },
    fur: { ...SHORT, body: 3 },
    body: SLIM,
  },
  {
    name: 'Siamese',
    kind: 'cat',
    coats: [
      { base: '#e4d3b8', markings: [points('#3c2a22', { strength: 0.95 })], nose: '#2a1e1c', spread: 9 },
      { base: '#e2dcd6', markings: [points('#5a5c6a', { strength: 0.92 })], nose: '#44444e', spread: 8 },
    ],
    head: { ...WEDGE, cheek: 0.8, jaw: 0.5 },
    ears: { ...EARS, length: 0.98, width: 0.74, lean: 26, apart: 0.78, inner: '#8a6a62' },
    muzzle: { ...MUZZLE, width: 0.3, below: 0.54 },
    eyes: { ...EYES, slant: 18, apart: 0.36, colours: ['#3f86d8', '#5a9ae4'] },
    fur: { ...SHORT, head: 0, body: 0 },
    body: { ...SLIM, width: 0.66 },
  },
  {
    name: 'Sphynx',
    kind: 'cat',
    coats: [
      { base: '#e0b09c', markings: [wrinkles('#b27f70', 4), folds('#a8786a')], nose: '#c98078', spread: 10 },
      {
        base: '#c49a8c',
        markings: [whole('#8d7478', 'ear'), wrinkles('#94706a', 4), folds('#a8786a')],
        nose: '#7a5a5c',
        spread: 10,
      },
    ],
    head: { ...WEDGE, cheek: 0.88, jaw: 0.56 },
    ears: {
      ...EARS,
      form: 'bat',
      length: 1.06,
      width: 0.82,
      lean: 26,
      apart: 0.82,
      hair: 0,
      inner: '#e6b0a4',
    },
    muzzle: MUZZLE,
    eyes: { ...EYES, size: 0.23, slant: 12, colours: ['#7fb0c8', '#b8b040', '#8cc08a'] },
    fur: { head: 0, body: 0, ruff: 0, tail: 0 },
    body: { ...SLIM, width: 0.74 },
  },
];
