import type { Breed } from '../animal';
import { bow, brows, curtains, forelock } from '../extras';
import { bib, blaze, hood, mask, paleBelow, tan } from '../face-markings';
import { patches, sable, saddle, ticking, whole } from '../markings';
import { breedsLike, coat, DOG } from './breed';

const WHITE = '#f6f1e8';

const EYES = { ...DOG.eyes, slant: 2, colours: ['#4a2a16', '#3c2214', '#5a3a1e'] };
const PRICKED = {
  form: 'pricked',
  length: 0.62,
  width: 0.52,
  apart: 0.68,
  lean: 6,
  inner: '#d8a898',
} as const;

const spitz = breedsLike({
  kind: 'dog',
  head: { crown: 0.8, brow: 0.88, cheek: 1.02, jaw: 0.7, chin: 0.34, length: 1 },
  ears: PRICKED,
  muzzle: { width: 0.33, height: 0.33, below: 0.5, nose: 0.15 },
  eyes: EYES,
  fur: { head: 15, body: 18, ruff: 32, tail: 26, legs: 5 },
  body: { width: 1, legs: 0.85, size: 0.95, tail: 'curl' },
});

const shaggyDog = breedsLike({
  ...DOG,
  eyes: EYES,
  body: { width: 0.9, legs: 0.5, size: 0.85, tail: 'plume' },
});

/** The spitzes, the terriers with beards and the small long-haired dogs of the Oxford-IIIT Pet set. */
export const SPITZ_AND_TERRIER_DOGS: readonly Breed[] = [
  shaggyDog('havanese', {
    coats: [
      coat('#ece0cc', { spread: 9 }, [whole('#c9a87c', 'ear')]),
      coat('#3a3234', { spread: 8 }, [bib(WHITE, 0.8), blaze(WHITE, { width: 0.3 })]),
      coat('#c49a68', { spread: 11 }),
    ],
    head: { cheek: 1 },
    ears: { form: 'drop', length: 0.98, width: 0.6, apart: 0.94, hair: 20 },
    muzzle: { width: 0.4, height: 0.34, below: 0.5, nose: 0.15 },
    eyes: { size: 0.15 },
    fur: { head: 15, body: 20, ruff: 24, tail: 26, legs: 12 },
    beard: 22,
    extras: [forelock(0.5)],
  }),
  shaggyDog('japanese_chin', {
    coats: [
      coat(WHITE, { spread: 5 }, [
        hood('#272224', { gap: 0.16, low: 0.3 }),
        patches('#272224', { count: 2 }),
      ]),
      coat(WHITE, { spread: 5 }, [
        hood('#a8603a', { gap: 0.18, low: 0.3 }),
        patches('#a8603a', { count: 2 }),
      ]),
    ],
    head: { crown: 0.84, brow: 0.92, cheek: 0.98, jaw: 0.84, chin: 0.48, length: 0.9 },
    ears: { form: 'drop', length: 0.92, width: 0.56, apart: 0.92, hair: 20 },
    muzzle: { width: 0.38, height: 0.28, below: 0.38, nose: 0.15 },
    eyes: { size: 0.19, apart: 0.5, above: 0.02, colours: ['#3a2216', '#2e1c14'] },
    fur: { head: 6, body: 16, ruff: 26, tail: 28, legs: 8 },
  }),
  spitz('keeshond', {
    coats: [
      coat('#a8a29c', { spread: 9 }, [
        sable('#3c383a', 0.85),
        mask('#2e2a2c', { reach: 0.35 }),
        whole('#2c282a', 'ear'),
        bib('#cfc8bc', 0.8),
      ]),
    ],
    ears: { length: 0.5, inner: '#4a4042' },
    muzzle: { width: 0.36 },
    eyes: { size: 0.135, slant: 8 },
    fur: { ruff: 38 },
    body: { width: 1.08 },
  }),
  spitz('pomeranian', {
    coats: [
      coat('#d08a48', { spread: 12 }, [sable('#9a5a2a', 0.5), mask('#e8bc84', { reach: 0.1, opacity: 0.7 })]),
      coat('#e4b884', { spread: 10 }, [mask('#f4dcb8', { reach: 0.1, opacity: 0.7 })]),
      coat('#8a5a3a', { spread: 10 }, [sable('#4a2c1e', 0.5)]),
    ],
    head: { cheek: 1.06, length: 0.92 },
    ears: { length: 0.4, width: 0.4, apart: 0.62, hair: 5 },
    muzzle: { width: 0.27, height: 0.26, below: 0.46, nose: 0.125 },
    eyes: { size: 0.15, apart: 0.36, above: 0.03 },
    fur: { head: 22, body: 24, ruff: 40 },
    body: { width: 1.04, legs: 0.5, size: 0.8 },
  }),
  spitz('samoyed', {
    coats: [coat('#f7f4ee', { spread: 4 })],
    ears: { length: 0.54, width: 0.52, hair: 6, inner: '#e8c4b8' },
    muzzle: { width: 0.37, height: 0.34, nose: 0.16 },
    eyes: { slant: 10 },
    fur: { ruff: 34 },
    body: { width: 1.1, legs: 0.95, size: 1.02 },
  }),
  shaggyDog('scottish_terrier', {
    coats: [
      coat('#2a2729', { spread: 6 }),
      coat('#3c3838', { spread: 7 }, [ticking('#6a6464', { size: 2 })]),
      coat('#d8c49a', { spread: 8 }),
    ],
    head: { brow: 0.68, cheek: 0.72, jaw: 0.66, chin: 0.5, length: 1.26 },
    ears: { ...PRICKED, length: 0.66, width: 0.36, apart: 0.66, lean: 4, inner: '#6a5558' },
    muzzle: { width: 0.4, height: 0.42, below: 0.6 },
    eyes: { size: 0.11 },
    fur: { head: 6, body: 12, ruff: 12, tail: 6, legs: 14 },
    body: { width: 1.02, legs: 0.32, size: 0.9, tail: 'long' },
    beard: 40,
    extras: [brows],
  }),
  spitz('shiba_inu', {
    coats: [
      coat('#c9803c', { spread: 12 }, [paleBelow('#f4e4cc')]),
      coat('#c08a4e', { spread: 10 }, [sable('#6a4222', 0.5), paleBelow('#f4e4cc')]),
      coat('#2c2628', { spread: 6 }, [tan('#b8763e'), paleBelow('#eadcc6')]),
    ],
    head: { cheek: 1 },
    ears: { length: 0.56, width: 0.52, apart: 0.72, lean: 10 },
    eyes: { size: 0.115, slant: 14 },
    fur: { head: 4, body: 6, ruff: 8, tail: 14, legs: 2.4 },
    body: { width: 0.92, legs: 0.95 },
  }),
  shaggyDog('wheaten_terrier', {
    coats: [coat('#d9b884', { spread: 11 }), coat('#c9a670', { spread: 10 })],
    head: { cheek: 0.94 },
    ears: { form: 'button', length: 0.62, width: 0.5, apart: 0.86, hair: 7 },
    muzzle: { width: 0.44, nose: 0.18 },
    eyes: { size: 0.12 },
    fur: { head: 13, body: 16, ruff: 18, tail: 14, legs: 10 },
    body: { width: 0.98, legs: 1, size: 1, tail: 'long' },
    beard: 34,
    extras: [forelock(0.62)],
  }),
  shaggyDog('yorkshire_terrier', {
    coats: [
      coat('#b9824a', { spread: 9 }, [saddle('#4c5058'), whole('#565a62', 'body', 'tail')]),
      coat('#c08e58', { spread: 9 }, [whole('#3c3c42', 'body', 'tail')]),
    ],
    head: { cheek: 0.86, length: 1 },
    ears: { ...PRICKED, length: 0.54, width: 0.4, apart: 0.76, lean: 16, hair: 9 },
    muzzle: { width: 0.31, height: 0.3, below: 0.48, nose: 0.135 },
    eyes: { size: 0.15, above: 0.04 },
    fur: { head: 12, body: 18, ruff: 22, tail: 14, legs: 10 },
    body: { width: 0.86, legs: 0.45, size: 0.8, tail: 'long' },
    beard: 18,
    extras: [curtains('#b98a54'), bow],
  }),
];
