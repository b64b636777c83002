import type { Breed } from '../animal';
import { bib, mask, socks } from '../face-markings';
import { colourPoints, sable, tabby } from '../markings';
import { breedsLike, CAT, coat, PINK, ROUND } from './breed';

const longHairedCat = breedsLike({
  ...CAT,
  fur: { head: 11, body: 16, ruff: 24, tail: 22, legs: 6 },
  body: { ...CAT.body, tail: 'plume' },
});

/** The long-haired cats of the Oxford-IIIT Pet set. */
export const LONG_HAIRED_CATS: readonly Breed[] = [
  longHairedCat('Birman', {
    coats: [
      coat('#ece0cc', { spread: 8, nose: '#7a5a50' }, [colourPoints('#6d5040', 0.88), socks('#faf4e8', 0.5)]),
      coat('#efe6d8', { spread: 8, nose: '#7d6a6a' }, [colourPoints('#7c7076', 0.84), socks('#faf4e8', 0.5)]),
    ],
    head: { cheek: 1.03, jaw: 0.82 },
    ears: { length: 0.6, width: 0.58, hair: 5 },
    eyes: { colours: ['#4f8fd0', '#3f7cc4'] },
    body: { width: 0.95 },
  }),
  longHairedCat('Maine_Coon', {
    coats: [
      coat('#8a6238', { spread: 13, nose: '#a0605a' }, [
        sable('#3c2818'),
        tabby('#38261a', { width: 8 }),
        mask('#e9dcc4', { reach: 0.1 }),
        bib('#e4d4b8', 0.6),
      ]),
      coat('#8d867c', { spread: 11, nose: '#a0605a' }, [
        sable('#4a4540'),
        tabby('#3a3634', { width: 8 }),
        mask('#f0ebe2', { reach: 0.15 }),
        bib('#efe9de', 0.75),
      ]),
      coat('#b9713a', { spread: 10, nose: PINK }, [
        tabby('#7a4220', { width: 8 }),
        mask('#f3e4cc', { reach: 0.15 }),
        bib('#f3e4cc', 0.75),
      ]),
    ],
    head: { jaw: 0.8, chin: 0.4, length: 1.12 },
    ears: { length: 0.84, width: 0.62, lean: 8, hair: 7, hasTuft: true },
    muzzle: { width: 0.42, height: 0.3, below: 0.52 },
    eyes: { colours: ['#b9b03a', '#8fae48', '#c99a30'] },
    fur: { head: 13, ruff: 30 },
    body: { width: 1.05, size: 1.08 },
  }),
  longHairedCat('Persian', {
    coats: [
      coat('#efe8dc', { spread: 7, nose: PINK }),
      coat('#c9c4c0', { spread: 9, nose: '#8a5a58' }, [sable('#8d8788', 0.6)]),
      coat('#d8a468', { spread: 9, nose: PINK }, [mask('#f2dcb8', { reach: 0.2 })]),
    ],
    head: { ...ROUND, cheek: 1.12, length: 0.86 },
    ears: { form: 'rounded', length: 0.36, width: 0.44, apart: 0.84, lean: 30, hair: 8 },
    muzzle: { width: 0.4, height: 0.24, below: 0.36, nose: 0.11 },
    eyes: { size: 0.24, slant: -4, apart: 0.46, above: -0.02, colours: ['#d98a28', '#c98030', '#8fb050'] },
    fur: { head: 18, body: 20, ruff: 32, tail: 26, legs: 10 },
    body: { width: 1.12, legs: 0.6 },
  }),
  longHairedCat('Ragdoll', {
    coats: [
      coat('#efe6d6', { spread: 8, nose: '#8a665c' }, [colourPoints('#7a6252', 0.86), bib('#fbf7ee', 0.9)]),
      coat('#f0eae0', { spread: 8, nose: PINK }, [
        colourPoints('#80767a', 0.84),
        mask('#fbf8f2', { reach: 0.25 }),
        bib('#fdfaf4', 1),
      ]),
    ],
    head: { cheek: 1.04, jaw: 0.84 },
    ears: { length: 0.6, width: 0.58, lean: 18, hair: 5 },
    muzzle: { width: 0.38 },
    eyes: { slant: 11, colours: ['#4a90d8', '#5a9ae0'] },
    fur: { ruff: 28 },
    body: { width: 1.02, size: 1.02 },
  }),
];
