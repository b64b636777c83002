import type { Breed } from '../animal';
import { bib, blaze, hood, mask, socks } from '../face-markings';
import { patches, sable, ticking, whole } from '../markings';
import { breedsLike, coat, DOG } from './breed';

const WHITE = '#f6f1e8';

const longHairedDog = breedsLike({
  ...DOG,
  eyes: { ...DOG.eyes, slant: 2, colours: ['#4a2a16', '#3c2214', '#5a3a1e'] },
  fur: { head: 9, body: 16, ruff: 20, tail: 24, legs: 7 },
  body: { width: 1.2, legs: 1.05, size: 1.12, tail: 'plume' },
});

/** The large long-haired dogs of the Oxford-IIIT Pet set, and the cocker spaniel. */
export const LONG_HAIRED_DOGS: readonly Breed[] = [
  longHairedDog('english_cocker_spaniel', {
    coats: [
      coat('#c9924e', { spread: 12, nose: '#4a342a' }),
      coat('#2a2527', { spread: 7 }, [bib(WHITE, 0.3)]),
      coat('#cfc8c0', { spread: 6 }, [
        ticking('#4a4448', { size: 4, density: 2 }),
        hood('#38323a', { gap: 0.14, low: 0.5 }),
      ]),
    ],
    head: { crown: 0.9, cheek: 0.8, jaw: 0.64, length: 1.16 },
    ears: { form: 'drop', length: 1.36, width: 0.7, apart: 0.94, hair: 18 },
    muzzle: { jowls: 0.5 },
    eyes: { size: 0.145, slant: -5 },
    fur: { head: 3, body: 10, ruff: 14 },
    body: { width: 0.95, legs: 0.75, size: 0.95, tail: 'stub' },
  }),
  longHairedDog('english_setter', {
    coats: [
      coat(WHITE, { spread: 5 }, [
        ticking('#3a3438', { size: 4, density: 2 }),
        ticking('#3a3438', { size: 3, on: ['head', 'muzzle'] }),
        whole('#443c40', 'ear'),
      ]),
      coat(WHITE, { spread: 5 }, [
        ticking('#b0713a', { size: 4, density: 2 }),
        ticking('#b0713a', { size: 3, on: ['head', 'muzzle'] }),
        whole('#b87a44', 'ear'),
      ]),
    ],
    head: { crown: 0.88, cheek: 0.78, jaw: 0.62, length: 1.28 },
    ears: { form: 'drop', length: 1.06, width: 0.56, apart: 0.9, hair: 14 },
    muzzle: { height: 0.48, below: 0.6, jowls: 0.5 },
    eyes: { slant: -3 },
    fur: { head: 3, body: 10, ruff: 14 },
    body: { width: 0.95, legs: 1.15, size: 1.05, tail: 'plume' },
  }),
  longHairedDog('great_pyrenees', {
    coats: [coat('#f2ecdf', { spread: 6 }), coat('#f0e8d8', { spread: 6 }, [whole('#d6c29c', 'ear')])],
    head: { brow: 0.88, cheek: 0.98 },
    ears: { form: 'folded', length: 0.7, width: 0.5, apart: 0.9, hair: 7 },
    muzzle: { jowls: 0.3 },
    eyes: { slant: 4 },
    fur: { ruff: 28 },
  }),
  longHairedDog('leonberger', {
    coats: [
      coat('#a8733c', { spread: 12 }, [
        sable('#3c2618', 0.6),
        mask('#241b1b', { reach: 0.9 }),
        whole('#33241c', 'ear'),
      ]),
      coat('#b98a52', { spread: 10 }, [
        sable('#5c3c22', 0.5),
        mask('#2a2020', { reach: 0.8 }),
        whole('#4a3424', 'ear'),
      ]),
    ],
    head: { cheek: 0.98 },
    ears: { form: 'folded', length: 0.8, width: 0.56, apart: 0.92, hair: 9 },
    muzzle: { width: 0.45, jowls: 0.5 },
    fur: { ruff: 32 },
  }),
  longHairedDog('newfoundland', {
    coats: [
      coat('#252022', { spread: 6 }),
      coat('#2a2526', { spread: 6 }, [bib(WHITE, 0.35)]),
      coat('#4a3226', { spread: 8, nose: '#33221c' }),
    ],
    head: { brow: 0.92, cheek: 1.02 },
    ears: { form: 'folded', length: 0.76, width: 0.54, apart: 0.92, hair: 10 },
    muzzle: { width: 0.48, jowls: 0.6, nose: 0.21 },
    eyes: { size: 0.12, slant: -3 },
    fur: { ruff: 26 },
    body: { width: 1.3 },
  }),
  longHairedDog('saint_bernard', {
    coats: [
      coat('#a2592c', { spread: 12 }, [blaze(WHITE, { width: 0.4 }), bib(WHITE, 1), socks(WHITE, 0.9)]),
      coat(WHITE, { spread: 5 }, [
        hood('#8a4a28', { gap: 0.14, low: 0.45 }),
        patches('#9c5a30', { count: 3, size: 0.6 }),
        blaze(WHITE, { width: 0.3 }),
      ]),
    ],
    head: { brow: 0.92, cheek: 1, jaw: 0.86 },
    ears: { form: 'folded', length: 0.74, width: 0.56, apart: 0.92, hair: 6 },
    muzzle: { width: 0.52, height: 0.44, jowls: 1, nose: 0.22 },
    eyes: { size: 0.12, slant: -9 },
    fur: { head: 5, ruff: 20 },
    body: { width: 1.3 },
  }),
];
