import type { Breed } from './animal';
import { bib, blaze, hood, paleBelow, socks, tan } from './face-markings';
import { patches, saddle, ticking, whole } from './markings';

const HEAD = { crown: 0.82, brow: 0.8, cheek: 0.86, jaw: 0.68, chin: 0.46, length: 1.12 };
const MUZZLE = { width: 0.42, height: 0.4, below: 0.52, nose: 0.19 };
const EYES = { size: 0.125, slant: 3, apart: 0.38, above: 0.1 };
const BROWN = ['#5a3218', '#4a2814', '#6e4420'];
const SHORT = { head: 0, body: 2, ruff: 0, tail: 2 };
const BODY = { width: 1, legs: 1, size: 1, tail: 'long' } as const;
const STOCKY = { ...BODY, width: 1.16, legs: 0.85 };
const WHITE = '#f4efe6';

/** The smooth-coated dogs with narrow heads of the Oxford-IIIT Pet set. */
export const SMOOTH_DOGS: readonly Breed[] = [
  {
    name: 'basset_hound',
    kind: 'dog',
    coats: [
      {
        base: WHITE,
        markings: [
          hood('#9a5a2c', { gap: 0.16, low: 0.6 }),
          saddle('#2e2422'),
          patches('#9a5a2c', { count: 2 }),
          blaze(WHITE, { width: 0.25 }),
        ],
        spread: 7,
      },
      {
        base: WHITE,
        markings: [hood('#b57238', { gap: 0.2, low: 0.6 }), saddle('#b57238'), blaze(WHITE, { width: 0.3 })],
        spread: 7,
      },
    ],
    head: { ...HEAD, crown: 0.86, cheek: 0.8, length: 1.24 },
    ears: { form: 'drop', length: 1.62, width: 0.62, apart: 0.86 },
    muzzle: { ...MUZZLE, width: 0.48, height: 0.48, below: 0.6, jowls: 1 },
    eyes: { ...EYES, size: 0.12, slant: -12, colours: BROWN },
    fur: SHORT,
    body: { ...STOCKY, width: 1.2, legs: 0.32 },
  },
  {
    name: 'beagle',
    kind: 'dog',
    coats: [
      {
        base: WHITE,
        markings: [
          hood('#b5733c', { gap: 0.16, low: 0.5 }),
          saddle('#2c2424'),
          blaze(WHITE, { width: 0.28 }),
          socks(WHITE),
        ],
        spread: 7,
      },
      {
        base: WHITE,
        markings: [hood('#a8642e', { gap: 0.1, low: 0.5 }), saddle('#2c2424'), blaze(WHITE, { width: 0.2 })],
        spread: 7,
      },
    ],
    head: HEAD,
    ears: { form: 'drop', length: 0.95, width: 0.56, apart: 0.96 },
    muzzle: { ...MUZZLE, jowls: 0.3 },
    eyes: { ...EYES, size: 0.145, slant: -2, colours: BROWN },
    fur: SHORT,
    body: { ...BODY, legs: 0.8 },
  },
  {
    name: 'chihuahua',
    kind: 'dog',
    coats: [
      { base: '#d9ad74', markings: [paleBelow('#f2e2c4')], spread: 12 },
      { base: '#2c2628', markings: [tan('#b87a42'), bib('#b87a42', 0.4)], spread: 7 },
      { base: '#f0e6d6', markings: [hood('#b98450', { gap: 0.2 })], spread: 7 },
      { base: '#7a4c30', markings: [tan('#c08850')], nose: '#5c3a2e', spread: 9 },
    ],
    head: { crown: 0.92, brow: 0.92, cheek: 0.9, jaw: 0.58, chin: 0.34, length: 0.92 },
    ears: { form: 'bat', length: 0.98, width: 0.72, apart: 0.86, lean: 34, inner: '#e0a898' },
    muzzle: { width: 0.3, height: 0.3, below: 0.48, nose: 0.13 },
    eyes: { ...EYES, size: 0.185, apart: 0.44, above: 0, colours: BROWN },
    fur: { ...SHORT, head: 1, body: 3 },
    body: { ...BODY, width: 0.7, legs: 0.75, size: 0.82 },
  },
  {
    name: 'german_shorthaired',
    kind: 'dog',
    coats: [
      {
        base: '#5a3422',
        markings: [ticking('#d8cfc4', { size: 3, density: 1.6, on: ['body', 'chest', 'leg'] })],
        nose: '#4a2e26',
        spread: 8,
      },
      {
        base: '#cfc5b8',
        markings: [
          ticking('#54321f', { size: 4, density: 2.4 }),
          whole('#54301e', 'head', 'ear', 'muzzle'),
          patches('#54301e', { count: 2 }),
        ],
        nose: '#4a2e26',
        spread: 6,
      },
      {
        base: '#d6cec2',
        markings: [
          ticking('#54321f', { size: 4, density: 2 }),
          whole('#5c3622', 'head', 'ear', 'muzzle'),
          blaze('#cfc5b8', { width: 0.14 }),
        ],
        nose: '#4a2e26',
        spread: 6,
      },
    ],
    head: { ...HEAD, cheek: 0.8, length: 1.22 },
    ears: { form: 'drop', length: 0.86, width: 0.52, apart: 0.92 },
    muzzle: { ...MUZZLE, height: 0.46, below: 0.58, jowls: 0.4, nose: 0.2 },
    eyes: { ...EYES, colours: ['#a8742e', '#8a5c24'] },
    fur: SHORT,
    body: { ...BODY, width: 0.95, legs: 1.2, tail: 'stub' },
  },
  {
    name: 'miniature_pinscher',
    kind: 'dog',
    coats: [
      { base: '#272123', markings: [tan('#b5652e'), bib('#b5652e', 0.35)], spread: 6 },
      { base: '#9c5430', markings: [tan('#b87040')], nose: '#4a2a22', spread: 12 },
      { base: '#4a2a20', markings: [tan('#b06a38'), bib('#b06a38', 0.35)], nose: '#4a2a22', spread: 8 },
    ],
    head: { ...HEAD, brow: 0.74, cheek: 0.76, jaw: 0.54, chin: 0.34, length: 1.18 },
    ears: { form: 'pricked', length: 0.84, width: 0.5, apart: 0.74, lean: 12, inner: '#c08a78' },
    muzzle: { width: 0.31, height: 0.38, below: 0.56, nose: 0.15 },
    eyes: { ...EYES, size: 0.14, apart: 0.34, colours: BROWN },
    fur: SHORT,
    body: { ...BODY, width: 0.72, legs: 1.1, size: 0.9, tail: 'stub' },
  },
];
