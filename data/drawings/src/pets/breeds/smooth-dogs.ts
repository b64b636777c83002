import type { Breed } from '../animal';
import { bib, blaze, hood, paleBelow, socks, tan } from '../face-markings';
import { patches, saddle, ticking, whole } from '../markings';
import { breedsLike, coat, DOG } from './breed';

const WHITE = '#f4efe6';

const smoothDog = breedsLike({
  ...DOG,
  head: { crown: 0.82, brow: 0.8, cheek: 0.86, jaw: 0.68, chin: 0.46, length: 1.12 },
});

/** The smooth-coated dogs with narrow heads of the Oxford-IIIT Pet set. */
export const SMOOTH_DOGS: readonly Breed[] = [
  smoothDog('basset_hound', {
    coats: [
      coat(WHITE, { spread: 7 }, [
        hood('#9a5a2c', { gap: 0.16, low: 0.6 }),
        saddle('#2e2422'),
        patches('#9a5a2c', { count: 2 }),
        blaze(WHITE, { width: 0.25 }),
      ]),
      coat(WHITE, { spread: 7 }, [
        hood('#b57238', { gap: 0.2, low: 0.6 }),
        saddle('#b57238'),
        blaze(WHITE, { width: 0.3 }),
      ]),
    ],
    head: { crown: 0.86, cheek: 0.8, length: 1.24 },
    ears: { form: 'drop', length: 1.62, width: 0.62, apart: 0.86 },
    muzzle: { width: 0.48, height: 0.48, below: 0.6, jowls: 1 },
    eyes: { size: 0.12, slant: -12 },
    body: { width: 1.2, legs: 0.32 },
  }),
  smoothDog('beagle', {
    coats: [
      coat(WHITE, { spread: 7 }, [
        hood('#b5733c', { gap: 0.16, low: 0.5 }),
        saddle('#2c2424'),
        blaze(WHITE, { width: 0.28 }),
        socks(WHITE),
      ]),
      coat(WHITE, { spread: 7 }, [
        hood('#a8642e', { gap: 0.1, low: 0.5 }),
        saddle('#2c2424'),
        blaze(WHITE, { width: 0.2 }),
      ]),
    ],
    ears: { form: 'drop', length: 0.95, width: 0.56, apart: 0.96 },
    muzzle: { jowls: 0.3 },
    eyes: { size: 0.145, slant: -2 },
    body: { legs: 0.8 },
  }),
  smoothDog('chihuahua', {
    coats: [
      coat('#d9ad74', { spread: 12 }, [paleBelow('#f2e2c4')]),
      coat('#2c2628', { spread: 7 }, [tan('#b87a42'), bib('#b87a42', 0.4)]),
      coat('#f0e6d6', { spread: 7 }, [hood('#b98450', { gap: 0.2 })]),
      coat('#7a4c30', { spread: 9, nose: '#5c3a2e' }, [tan('#c08850')]),
    ],
    head: { crown: 0.92, brow: 0.92, cheek: 0.9, jaw: 0.58, chin: 0.34, length: 0.92 },
    ears: { form: 'bat', length: 0.98, width: 0.72, apart: 0.86, lean: 34, inner: '#e0a898' },
    muzzle: { width: 0.3, height: 0.3, below: 0.48, nose: 0.13 },
    eyes: { size: 0.185, apart: 0.44, above: 0 },
    fur: { head: 1, body: 3 },
    body: { width: 0.7, legs: 0.75, size: 0.82 },
  }),
  smoothDog('german_shorthaired', {
    coats: [
      coat('#5a3422', { spread: 8, nose: '#4a2e26' }, [
        ticking('#d8cfc4', { size: 3, density: 1.6, on: ['body', 'chest', 'leg'] }),
      ]),
      coat('#cfc5b8', { spread: 6, nose: '#4a2e26' }, [
        ticking('#54321f', { size: 4, density: 2.4 }),
        whole('#54301e', 'head', 'ear', 'muzzle'),
        patches('#54301e', { count: 2 }),
      ]),
      coat('#d6cec2', { spread: 6, nose: '#4a2e26' }, [
        ticking('#54321f', { size: 4, density: 2 }),
        whole('#5c3622', 'head', 'ear', 'muzzle'),
        blaze('#cfc5b8', { width: 0.14 }),
      ]),
    ],
    head: { cheek: 0.8, length: 1.22 },
    ears: { form: 'drop', length: 0.86, width: 0.52, apart: 0.92 },
    muzzle: { height: 0.46, below: 0.58, jowls: 0.4, nose: 0.2 },
    eyes: { colours: ['#a8742e', '#8a5c24'] },
    body: { width: 0.95, legs: 1.2, tail: 'stub' },
  }),
  smoothDog('miniature_pinscher', {
    coats: [
      coat('#272123', { spread: 6 }, [tan('#b5652e'), bib('#b5652e', 0.35)]),
      coat('#9c5430', { spread: 12, nose: '#4a2a22' }, [tan('#b87040')]),
      coat('#4a2a20', { spread: 8, nose: '#4a2a22' }, [tan('#b06a38'), bib('#b06a38', 0.35)]),
    ],
    head: { brow: 0.74, cheek: 0.76, jaw: 0.54, chin: 0.34, length: 1.18 },
    ears: { form: 'pricked', length: 0.84, width: 0.5, apart: 0.74, lean: 12, inner: '#c08a78' },
    muzzle: { width: 0.31, height: 0.38, below: 0.56, nose: 0.15 },
    eyes: { size: 0.14, apart: 0.34 },
    body: { width: 0.72, legs: 1.1, size: 0.9, tail: 'stub' },
  }),
];
