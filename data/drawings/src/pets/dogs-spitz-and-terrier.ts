import type { Breed } from './animal';
import { bow, brows, curtains, forelock } from './extras';
import { bib, blaze, hood, mask, paleBelow, tan } from './face-markings';
import { patches, sable, saddle, ticking, whole } from './markings';

const HEAD = { crown: 0.82, brow: 0.84, cheek: 0.92, jaw: 0.74, chin: 0.48, length: 1.1 };
const FOX = { crown: 0.8, brow: 0.88, cheek: 1.02, jaw: 0.7, chin: 0.34, length: 1 };
const PRICKED = {
  form: 'pricked',
  length: 0.62,
  width: 0.52,
  apart: 0.68,
  lean: 6,
  inner: '#d8a898',
} as const;
const MUZZLE = { width: 0.42, height: 0.4, below: 0.52, nose: 0.19 };
const SNOUT = { width: 0.33, height: 0.33, below: 0.5, nose: 0.15 };
const EYES = { size: 0.125, slant: 2, apart: 0.38, above: 0.1 };
const BROWN = ['#4a2a16', '#3c2214', '#5a3a1e'];
const SPITZ = { width: 1, legs: 0.85, size: 0.95, tail: 'curl' } as const;
const SMALL = { width: 0.9, legs: 0.5, size: 0.85, tail: 'plume' } as const;
const SPITZ_FUR = { head: 15, body: 18, ruff: 32, tail: 26, legs: 5 };
const WHITE = '#f6f1e8';

/** The spitzes, the terriers with beards and the small long-haired dogs of the Oxford-IIIT Pet set. */
export const SPITZ_AND_TERRIER_DOGS: readonly Breed[] = [
  {
    name: 'havanese',
    kind: 'dog',
    coats: [
      { base: '#ece0cc', markings: [whole('#c9a87c', 'ear')], spread: 9 },
      { base: '#3a3234', markings: [bib(WHITE, 0.8), blaze(WHITE, { width: 0.3 })], spread: 8 },
      { base: '#c49a68', markings: [], spread: 11 },
    ],
    head: { ...HEAD, cheek: 1 },
    ears: { form: 'drop', length: 0.98, width: 0.6, apart: 0.94, hair: 20 },
    muzzle: { ...SNOUT, width: 0.4, height: 0.34, nose: 0.15 },
    eyes: { ...EYES, size: 0.15, colours: BROWN },
    fur: { head: 15, body: 20, ruff: 24, tail: 26, legs: 12 },
    body: SMALL,
    beard: 22,
    extras: [forelock(0.5)],
  },
  {
    name: 'japanese_chin',
    kind: 'dog',
    coats: [
      {
        base: WHITE,
        markings: [hood('#272224', { gap: 0.16, low: 0.3 }), patches('#272224', { count: 2 })],
        spread: 5,
      },
      {
        base: WHITE,
        markings: [hood('#a8603a', { gap: 0.18, low: 0.3 }), patches('#a8603a', { count: 2 })],
        spread: 5,
      },
    ],
    head: { crown: 0.84, brow: 0.92, cheek: 0.98, jaw: 0.84, chin: 0.48, length: 0.9 },
    ears: { form: 'drop', length: 0.92, width: 0.56, apart: 0.92, hair: 20 },
    muzzle: { width: 0.38, height: 0.28, below: 0.38, nose: 0.15 },
    eyes: { ...EYES, size: 0.19, apart: 0.5, above: 0.02, colours: ['#3a2216', '#2e1c14'] },
    fur: { head: 6, body: 16, ruff: 26, tail: 28, legs: 8 },
    body: SMALL,
  },
  {
    name: 'keeshond',
    kind: 'dog',
    coats: [
      {
        base: '#a8a29c',
        markings: [
          sable('#3c383a', 0.85),
          mask('#2e2a2c', { reach: 0.35 }),
          whole('#2c282a', 'ear'),
          bib('#cfc8bc', 0.8),
        ],
        spread: 9,
      },
    ],
    head: FOX,
    ears: { ...PRICKED, length: 0.5, inner: '#4a4042' },
    muzzle: { ...SNOUT, width: 0.36 },
    eyes: { ...EYES, size: 0.135, slant: 8, colours: BROWN },
    fur: { ...SPITZ_FUR, ruff: 38 },
    body: { ...SPITZ, width: 1.08 },
  },
  {
    name: 'pomeranian',
    kind: 'dog',
    coats: [
      {
        base: '#d08a48',
        markings: [sable('#9a5a2a', 0.5), mask('#e8bc84', { reach: 0.1, opacity: 0.7 })],
        spread: 12,
      },
      { base: '#e4b884', markings: [mask('#f4dcb8', { reach: 0.1, opacity: 0.7 })], spread: 10 },
      { base: '#8a5a3a', markings: [sable('#4a2c1e', 0.5)], spread: 10 },
    ],
    head: { ...FOX, cheek: 1.06, length: 0.92 },
    ears: { ...PRICKED, length: 0.4, width: 0.4, apart: 0.62, hair: 5 },
    muzzle: { width: 0.27, height: 0.26, below: 0.46, nose: 0.125 },
    eyes: { ...EYES, size: 0.15, apart: 0.36, above: 0.03, colours: BROWN },
    fur: { ...SPITZ_FUR, head: 22, body: 24, ruff: 40 },
    body: { ...SPITZ, width: 1.04, legs: 0.5, size: 0.8 },
  },
  {
    name: 'samoyed',
    kind: 'dog',
    coats: [{ base: '#f7f4ee', markings: [], spread: 4 }],
    head: FOX,
    ears: { ...PRICKED, length: 0.54, width: 0.52, hair: 6, inner: '#e8c4b8' },
    muzzle: { ...SNOUT, width: 0.37, height: 0.34, nose: 0.16 },
    eyes: { ...EYES, slant: 10, colours: BROWN },
    fur: { ...SPITZ_FUR, ruff: 34 },
    body: { ...SPITZ, width: 1.1, legs: 0.95, size: 1.02 },
  },
  {
    name: 'scottish_terrier',
    kind: 'dog',
    coats: [
      { base: '#2a2729', markings: [], spread: 6 },
      { base: '#3c3838', markings: [ticking('#6a6464', { size: 2 })], spread: 7 },
      { base: '#d8c49a', markings: [], spread: 8 },
    ],
    head: { ...HEAD, brow: 0.68, cheek: 0.72, jaw: 0.66, chin: 0.5, length: 1.26 },
    ears: { ...PRICKED, length: 0.66, width: 0.36, apart: 0.66, lean: 4, inner: '#6a5558' },
    muzzle: { ...MUZZLE, width: 0.4, height: 0.42, below: 0.6 },
    eyes: { ...EYES, size: 0.11, colours: BROWN },
    fur: { head: 6, body: 12, ruff: 12, tail: 6, legs: 14 },
    body: { width: 1.02, legs: 0.32, size: 0.9, tail: 'long' },
    beard: 40,
    extras: [brows],
  },
  {
    name: 'shiba_inu',
    kind: 'dog',
    coats: [
      { base: '#c9803c', markings: [paleBelow('#f4e4cc')], spread: 12 },
      { base: '#c08a4e', markings: [sable('#6a4222', 0.5), paleBelow('#f4e4cc')], spread: 10 },
      { base: '#2c2628', markings: [tan('#b8763e'), paleBelow('#eadcc6')], spread: 6 },
    ],
    head: { ...FOX, cheek: 1 },
    ears: { ...PRICKED, length: 0.56, width: 0.52, apart: 0.72, lean: 10 },
    muzzle: SNOUT,
    eyes: { ...EYES, size: 0.115, slant: 14, colours: BROWN },
    fur: { head: 4, body: 6, ruff: 8, tail: 14 },
    body: { ...SPITZ, width: 0.92, legs: 0.95 },
  },
  {
    name: 'wheaten_terrier',
    kind: 'dog',
    coats: [
      { base: '#d9b884', markings: [], spread: 11 },
      { base: '#c9a670', markings: [], spread: 10 },
    ],
    head: { ...HEAD, cheek: 0.94 },
    ears: { form: 'button', length: 0.62, width: 0.5, apart: 0.86, hair: 7 },
    muzzle: { ...MUZZLE, width: 0.44, nose: 0.18 },
    eyes: { ...EYES, size: 0.12, colours: BROWN },
    fur: { head: 13, body: 16, ruff: 18, tail: 14, legs: 10 },
    body: { width: 0.98, legs: 1, size: 1, tail: 'long' },
    beard: 34,
    extras: [forelock(0.62)],
  },
  {
    name: 'yorkshire_terrier',
    kind: 'dog',
    coats: [
      { base: '#b9824a', markings: [saddle('#4c5058'), whole('#565a62', 'body', 'tail')], spread: 9 },
      { base: '#c08e58', markings: [whole('#3c3c42', 'body', 'tail')], spread: 9 },
    ],
    head: { ...HEAD, cheek: 0.86, length: 1 },
    ears: { ...PRICKED, length: 0.54, width: 0.4, apart: 0.76, lean: 16, hair: 9 },
    muzzle: { width: 0.31, height: 0.3, below: 0.48, nose: 0.135 },
    eyes: { ...EYES, size: 0.15, above: 0.04, colours: BROWN },
    fur: { head: 12, body: 18, ruff: 22, tail: 14, legs: 10 },
    body: { width: 0.86, legs: 0.45, size: 0.8, tail: 'long' },
    beard: 18,
    extras: [curtains('#b98a54'), bow],
  },
];
