import type { Breed } from './animal';
import { bib, mask, socks } from './face-markings';
import { points, sable, tabby } from './markings';

const HEAD = { crown: 0.8, brow: 0.86, cheek: 1, jaw: 0.76, chin: 0.34, length: 1 };
const ROUND = { crown: 0.8, brow: 0.9, cheek: 1.08, jaw: 0.92, chin: 0.44, length: 0.94 };
const EARS = { form: 'pricked', length: 0.72, width: 0.62, apart: 0.72, lean: 14, inner: '#e3a9a0' } as const;
const MUZZLE = { width: 0.36, height: 0.24, below: 0.48, nose: 0.12 };
const EYES = { size: 0.2, slant: 9, apart: 0.42, above: 0.02 };
const LONG = { head: 11, body: 16, ruff: 24, tail: 22, legs: 6 };
const BODY = { width: 0.85, legs: 0.85, size: 0.95, tail: 'long' } as const;
const PINK = '#c97f78';

/** The long-haired cats of the Oxford-IIIT Pet set. */
export const LONG_HAIRED_CATS: readonly Breed[] = [
  {
    name: 'Birman',
    kind: 'cat',
    coats: [
      {
        base: '#ece0cc',
        markings: [points('#6d5040', { strength: 0.88 }), socks('#faf4e8', 0.5)],
        nose: '#7a5a50',
        spread: 8,
      },
      {
        base: '#efe6d8',
        markings: [points('#7c7076', { strength: 0.84 }), socks('#faf4e8', 0.5)],
        nose: '#7d6a6a',
        spread: 8,
      },
    ],
    head: { ...HEAD, cheek: 1.03, jaw: 0.82 },
    ears: { ...EARS, length: 0.6, width: 0.58, hair: 5 },
    muzzle: MUZZLE,
    eyes: { ...EYES, colours: ['#4f8fd0', '#3f7cc4'] },
    fur: LONG,
    body: { ...BODY, width: 0.95, tail: 'plume' },
  },
  {
    name: 'Maine_Coon',
    kind: 'cat',
    coats: [
      {
        base: '#8a6238',
        markings: [
          sable('#3c2818'),
          tabby('#38261a', { width: 8 }),
          mask('#e9dcc4', { reach: 0.1 }),
          bib('#e4d4b8', 0.6),
        ],
        nose: '#a0605a',
        spread: 13,
      },
      {
        base: '#8d867c',
        markings: [
          sable('#4a4540'),
          tabby('#3a3634', { width: 8 }),
          mask('#f0ebe2', { reach: 0.15 }),
          bib('#efe9de', 0.75),
        ],
        nose: '#a0605a',
        spread: 11,
      },
      {
        base: '#b9713a',
        markings: [tabby('#7a4220', { width: 8 }), mask('#f3e4cc', { reach: 0.15 }), bib('#f3e4cc', 0.75)],
        nose: PINK,
        spread: 10,
      },
    ],
    head: { ...HEAD, jaw: 0.8, chin: 0.4, length: 1.12 },
    ears: { ...EARS, length: 0.84, width: 0.62, lean: 8, hair: 7, hasTuft: true },
    muzzle: { ...MUZZLE, width: 0.42, height: 0.3, below: 0.52 },
    eyes: { ...EYES, colours: ['#b9b03a', '#8fae48', '#c99a30'] },
    fur: { ...LONG, head: 13, ruff: 30 },
    body: { ...BODY, width: 1.05, size: 1.08, tail: 'plume' },
  },
  {
    name: 'Persian',
    kind: 'cat',
    coats: [
      { base: '#efe8dc', markings: [], nose: PINK, spread: 7 },
      { base: '#c9c4c0', markings: [sable('#8d8788', 0.6)], nose: '#8a5a58', spread: 9 },
      { base: '#d8a468', markings: [mask('#f2dcb8', { reach: 0.2 })], nose: PINK, spread: 9 },
    ],
    head: { ...ROUND, cheek: 1.12, length: 0.86 },
    ears: { ...EARS, form: 'rounded', length: 0.36, width: 0.44, apart: 0.84, lean: 30, hair: 8 },
    muzzle: { width: 0.4, height: 0.24, below: 0.36, nose: 0.11 },
    eyes: {
      ...EYES,
      size: 0.24,
      slant: -4,
      apart: 0.46,
      above: -0.02,
      colours: ['#d98a28', '#c98030', '#8fb050'],
    },
    fur: { head: 18, body: 20, ruff: 32, tail: 26, legs: 10 },
    body: { ...BODY, width: 1.12, legs: 0.6, tail: 'plume' },
  },
  {
    name: 'Ragdoll',
    kind: 'cat',
    coats: [
      {
        base: '#efe6d6',
        markings: [points('#7a6252', { strength: 0.86 }), bib('#fbf7ee', 0.9)],
        nose: '#8a665c',
        spread: 8,
      },
      {
        base: '#f0eae0',
        markings: [
          points('#80767a', { strength: 0.84 }),
          mask('#fbf8f2', { reach: 0.25 }),
          bib('#fdfaf4', 1),
        ],
        nose: PINK,
        spread: 8,
      },
    ],
    head: { ...HEAD, cheek: 1.04, jaw: 0.84 },
    ears: { ...EARS, length: 0.6, width: 0.58, lean: 18, hair: 5 },
    muzzle: { ...MUZZLE, width: 0.38 },
    eyes: { ...EYES, slant: 11, colours: ['#4a90d8', '#5a9ae0'] },
    fur: { ...LONG, ruff: 28 },
    body: { ...BODY, width: 1.02, size: 1.02, tail: 'plume' },
  },
];
