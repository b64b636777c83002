import type { Breed } from '../animal';
import { mask, wrinkles } from '../face-markings';
import { colourPoints, folds, sable, spots, tabby, ticking, whole } from '../markings';
import { breedsLike, CAT, coat, PINK, ROUND } from './breed';

const shortHairedCat = breedsLike({
  ...CAT,
  head: { crown: 0.8, brow: 0.8, cheek: 0.86, jaw: 0.56, chin: 0.24, length: 1.1 },
  body: { width: 0.72, legs: 1, size: 0.95, tail: 'long' },
});

/** The short-haired cats of the Oxford-IIIT Pet set, and the Sphynx, which has none. */
export const SHORT_HAIRED_CATS: readonly Breed[] = [
  shortHairedCat('Abyssinian', {
    coats: [
      coat('#b5713a', { spread: 12, nose: '#a4584a' }, [
        sable('#6a3c1c'),
        ticking('#5a3218', { size: 2, density: 1.3 }),
        tabby('#7a4520', { width: 4, bands: 0, rings: 0 }),
        mask('#e8c9a0', { reach: 0.1 }),
      ]),
      coat('#a8683c', { spread: 12, nose: '#a4584a' }, [
        sable('#5f3820'),
        ticking('#4a2c18', { size: 2 }),
        mask('#dfc09a', { reach: 0.1 }),
      ]),
    ],
    ears: { length: 0.9, width: 0.7, lean: 20, inner: '#d99a78' },
    eyes: { colours: ['#c9a22e', '#8fa83c', '#b88a2a'] },
  }),
  shortHairedCat('Bengal', {
    coats: [
      coat('#cf9a55', { spread: 13, nose: PINK }, [
        spots('#4a2a14', { size: 11, rosettes: '#a86a30' }),
        tabby('#4a2a14', { width: 6, bands: 0, rings: 2 }),
        mask('#f0dcb8', { reach: 0.1 }),
      ]),
      coat('#d8b27c', { spread: 12, nose: PINK }, [
        spots('#5a3a22', { size: 10, rosettes: '#b98a58' }),
        tabby('#5a3a22', { width: 6, bands: 0, rings: 2 }),
        mask('#f4e6cc', { reach: 0.1 }),
      ]),
    ],
    head: CAT.head,
    ears: { form: 'rounded', length: 0.6, width: 0.58 },
    muzzle: { width: 0.4 },
    eyes: { colours: ['#8aa83a', '#c2a032', '#5f9a4a'] },
    body: { width: 0.84, legs: 0.95 },
  }),
  shortHairedCat('Bombay', {
    coats: [coat('#242026', { spread: 6, nose: '#141216' })],
    head: { ...ROUND, cheek: 1.02, jaw: 0.82 },
    ears: { form: 'rounded', length: 0.6, width: 0.6, inner: '#4a3a40' },
    eyes: { size: 0.21, slant: 4, colours: ['#d9a520', '#c9b02a', '#e08a1e'] },
    fur: { head: 0, body: 0 },
    body: CAT.body,
  }),
  shortHairedCat('British_Shorthair', {
    coats: [
      coat('#7f8794', { spread: 9, nose: '#4d5260' }),
      coat('#8a8f99', { spread: 9, nose: '#555a66' }),
      coat('#b9b4ac', { spread: 8, nose: '#8f6a64' }, [tabby('#5d5a58', { width: 8, bands: 4 })]),
    ],
    head: ROUND,
    ears: { form: 'rounded', length: 0.46, width: 0.52, apart: 0.8, lean: 24, inner: '#9a8288' },
    muzzle: { width: 0.44, height: 0.28 },
    eyes: { size: 0.22, slant: 2, apart: 0.46, colours: ['#e0902a', '#d87f20', '#d8a838'] },
    fur: { head: 4, body: 5, ruff: 5, tail: 4 },
    body: { width: 1.08, legs: 0.7 },
  }),
  shortHairedCat('Egyptian_Mau', {
    coats: [
      coat('#b9b3aa', { spread: 10, nose: '#a5695c' }, [
        spots('#46423f', { size: 8, count: 34 }),
        tabby('#46423f', { width: 5, bands: 0 }),
        mask('#e4ded4', { reach: 0.05 }),
      ]),
      coat('#bfa98a', { spread: 9, nose: '#a5695c' }, [
        spots('#54412f', { size: 8, count: 34 }),
        tabby('#54412f', { width: 5, bands: 0 }),
        mask('#e6d8c0', { reach: 0.05 }),
      ]),
    ],
    head: { cheek: 0.92, jaw: 0.64 },
    ears: { length: 0.74 },
    eyes: { size: 0.21, slant: 12, colours: ['#9ac24a', '#86b850'] },
  }),
  shortHairedCat('Russian_Blue', {
    coats: [coat('#6f7784', { spread: 9, nose: '#454a58' })],
    head: { cheek: 0.92, jaw: 0.62 },
    ears: { length: 0.78, width: 0.62, inner: '#a8929a' },
    eyes: { slant: 10, colours: ['#7fb84a', '#8cc05a', '#6fae58'] },
    fur: { body: 3 },
  }),
  shortHairedCat('Siamese', {
    coats: [
      coat('#e4d3b8', { spread: 9, nose: '#2a1e1c' }, [colourPoints('#3c2a22', 0.95)]),
      coat('#e2dcd6', { spread: 8, nose: '#44444e' }, [colourPoints('#5a5c6a', 0.92)]),
    ],
    head: { cheek: 0.8, jaw: 0.5 },
    ears: { length: 0.98, width: 0.74, lean: 26, apart: 0.78, inner: '#8a6a62' },
    muzzle: { width: 0.3, below: 0.54 },
    eyes: { slant: 18, apart: 0.36, colours: ['#3f86d8', '#5a9ae4'] },
    fur: { head: 0, body: 0 },
    body: { width: 0.66 },
  }),
  shortHairedCat('Sphynx', {
    coats: [
      coat('#e0b09c', { spread: 10, nose: '#c98078' }, [wrinkles('#b27f70', 4), folds('#a8786a')]),
      coat('#c49a8c', { spread: 10, nose: '#7a5a5c' }, [
        whole('#8d7478', 'ear'),
        wrinkles('#94706a', 4),
        folds('#a8786a'),
      ]),
    ],
    head: { cheek: 0.88, jaw: 0.56 },
    ears: { form: 'bat', length: 1.06, width: 0.82, lean: 26, apart: 0.82, hair: 0, inner: '#e6b0a4' },
    eyes: { size: 0.23, slant: 12, colours: ['#7fb0c8', '#b8b040', '#8cc08a'] },
    fur: { head: 0, body: 0, ruff: 0, tail: 0 },
    body: { width: 0.74 },
  }),
];
