import type { Breed } from './animal';
import { bib, blaze, hood, mask, socks } from './face-markings';
import { patches, sable, ticking, whole } from './markings';

const HEAD = { crown: 0.82, brow: 0.84, cheek: 0.92, jaw: 0.74, chin: 0.48, length: 1.1 };
const MUZZLE = { width: 0.42, height: 0.4, below: 0.52, nose: 0.19 };
const EYES = { size: 0.125, slant: 2, apart: 0.38, above: 0.1 };
const BROWN = ['#4a2a16', '#3c2214', '#5a3a1e'];
const GIANT = { width: 1.2, legs: 1.05, size: 1.12, tail: 'plume' } as const;
const LONG = { head: 9, body: 16, ruff: 20, tail: 24, legs: 7 };
const WHITE = '#f6f1e8';

/** The large long-haired dogs of the Oxford-IIIT Pet set, and the cocker spaniel. */
export const LARGE_LONG_HAIRED_DOGS: readonly Breed[] = [
  {
    name: 'english_cocker_spaniel',
    kind: 'dog',
    coats: [
      { base: '#c9924e', markings: [], nose: '#4a342a', spread: 12 },
      { base: '#2a2527', markings: [bib(WHITE, 0.3)], spread: 7 },
      {
        base: '#cfc8c0',
        markings: [ticking('#4a4448', { size: 4, density: 2 }), hood('#38323a', { gap: 0.14, low: 0.5 })],
        spread: 6,
      },
    ],
    head: { ...HEAD, crown: 0.9, cheek: 0.8, jaw: 0.64, length: 1.16 },
    ears: { form: 'drop', length: 1.36, width: 0.7, apart: 0.94, hair: 18 },
    muzzle: { ...MUZZLE, jowls: 0.5 },
    eyes: { ...EYES, size: 0.145, slant: -5, colours: BROWN },
    fur: { ...LONG, head: 3, body: 10, ruff: 14 },
    body: { width: 0.95, legs: 0.75, size: 0.95, tail: 'stub' },
  },
  {
    name: 'english_setter',
    kind: 'dog',
    coats: [
      {
        base: WHITE,
        markings: [
          ticking('#3a3438', { size: 4, density: 2 }),
          ticking('#3a3438', { size: 3, on: ['head', 'muzzle'] }),
          whole('#443c40', 'ear'),
        ],
        spread: 5,
      },
      {
        base: WHITE,
        markings: [
          ticking('#b0713a', { size: 4, density: 2 }),
          ticking('#b0713a', { size: 3, on: ['head', 'muzzle'] }),
          whole('#b87a44', 'ear'),
        ],
        spread: 5,
      },
    ],
    head: { ...HEAD, crown: 0.88, cheek: 0.78, jaw: 0.62, length: 1.28 },
    ears: { form: 'drop', length: 1.06, width: 0.56, apart: 0.9, hair: 14 },
    muzzle: { ...MUZZLE, height: 0.48, below: 0.6, jowls: 0.5 },
    eyes: { ...EYES, slant: -3, colours: BROWN },
    fur: { ...LONG, head: 3, body: 10, ruff: 14 },
    body: { width: 0.95, legs: 1.15, size: 1.05, tail: 'plume' },
  },
  {
    name: 'great_pyrenees',
    kind: 'dog',
    coats: [
      { base: '#f2ecdf', markings: [], spread: 6 },
      { base: '#f0e8d8', markings: [whole('#d6c29c', 'ear')], spread: 6 },
    ],
    head: { ...HEAD, brow: 0.88, cheek: 0.98 },
    ears: { form: 'folded', length: 0.7, width: 0.5, apart: 0.9, hair: 7 },
    muzzle: { ...MUZZLE, jowls: 0.3 },
    eyes: { ...EYES, slant: 4, colours: BROWN },
    fur: { ...LONG, ruff: 28 },
    body: GIANT,
  },
  {
    name: 'leonberger',
    kind: 'dog',
    coats: [
      {
        base: '#a8733c',
        markings: [sable('#3c2618', 0.6), mask('#241b1b', { reach: 0.9 }), whole('#33241c', 'ear')],
        spread: 12,
      },
      {
        base: '#b98a52',
        markings: [sable('#5c3c22', 0.5), mask('#2a2020', { reach: 0.8 }), whole('#4a3424', 'ear')],
        spread: 10,
      },
    ],
    head: { ...HEAD, cheek: 0.98 },
    ears: { form: 'folded', length: 0.8, width: 0.56, apart: 0.92, hair: 9 },
    muzzle: { ...MUZZLE, width: 0.45, jowls: 0.5 },
    eyes: { ...EYES, colours: BROWN },
    fur: { ...LONG, ruff: 32 },
    body: GIANT,
  },
  {
    name: 'newfoundland',
    kind: 'dog',
    coats: [
      { base: '#252022', markings: [], spread: 6 },
      { base: '#2a2526', markings: [bib(WHITE, 0.35)], spread: 6 },
      { base: '#4a3226', markings: [], nose: '#33221c', spread: 8 },
    ],
    head: { ...HEAD, brow: 0.92, cheek: 1.02 },
    ears: { form: 'folded', length: 0.76, width: 0.54, apart: 0.92, hair: 10 },
    muzzle: { ...MUZZLE, width: 0.48, jowls: 0.6, nose: 0.21 },
    eyes: { ...EYES, size: 0.12, slant: -3, colours: BROWN },
    fur: { ...LONG, ruff: 26 },
    body: { ...GIANT, width: 1.3 },
  },
  {
    name: 'saint_bernard',
    kind: 'dog',
    coats: [
      {
        base: '#a2592c',
        markings: [blaze(WHITE, { width: 0.4 }), bib(WHITE, 1), socks(WHITE, 0.9)],
        spread: 12,
      },
      {
        base: WHITE,
        markings: [
          hood('#8a4a28', { gap: 0.14, low: 0.45 }),
          patches('#9c5a30', { count: 3, size: 0.6 }),
          blaze(WHITE, { width: 0.3 }),
        ],
        spread: 5,
      },
    ],
    head: { ...HEAD, brow: 0.92, cheek: 1, jaw: 0.86 },
    ears: { form: 'folded', length: 0.74, width: 0.56, apart: 0.92, hair: 6 },
    muzzle: { ...MUZZLE, width: 0.52, height: 0.44, jowls: 1, nose: 0.22 },
    eyes: { ...EYES, size: 0.12, slant: -9, colours: BROWN },
    fur: { ...LONG, head: 5, ruff: 20 },
    body: { ...GIANT, width: 1.3 },
  },
];
