import type { Breed } from '../animal';
import { bib, blaze, hood, mask, socks, wrinkles } from '../face-markings';
import { brindle, patches, sable, whole } from '../markings';
import { breedsLike, coat, DOG } from './breed';

const WHITE = '#f4efe6';

const broadHeadedDog = breedsLike({
  ...DOG,
  head: { crown: 0.8, brow: 0.88, cheek: 1.02, jaw: 0.86, chin: 0.56, length: 1.04 },
  body: { ...DOG.body, width: 1.16, legs: 0.85 },
});

const bullCoats = [
  coat('#a8683c', { spread: 13 }, [blaze(WHITE, { width: 0.3 }), bib(WHITE, 0.65), socks(WHITE, 0.35)]),
  coat('#5c5f68', { spread: 10 }, [bib(WHITE, 0.5)]),
  coat('#6a4a34', { spread: 10 }, [brindle('#2c1c14'), bib(WHITE, 0.55)]),
  coat('#2c2729', { spread: 7 }, [bib(WHITE, 0.55)]),
];

/** The smooth-coated dogs with broad heads of the Oxford-IIIT Pet set. */
export const BROAD_HEADED_DOGS: readonly Breed[] = [
  broadHeadedDog('american_bulldog', {
    coats: [
      coat(WHITE, { spread: 6 }),
      coat(WHITE, { spread: 6 }, [hood('#a8754a', { gap: 0.35 }), patches('#a8754a', { count: 2 })]),
      coat(WHITE, { spread: 6 }, [patches('#6e4c36', { count: 2 }), whole('#7d5a40', 'ear')]),
    ],
    ears: { form: 'folded', length: 0.42, width: 0.5, apart: 0.94 },
    muzzle: { width: 0.54, height: 0.42, jowls: 0.9, nose: 0.21 },
    eyes: { apart: 0.44 },
    body: { width: 1.28 },
  }),
  broadHeadedDog('american_pit_bull_terrier', {
    coats: bullCoats,
    head: { cheek: 0.96, jaw: 0.78, length: 1.1 },
    ears: { form: 'rose', length: 0.42, width: 0.48, apart: 0.86 },
    muzzle: { width: 0.46, height: 0.41, jowls: 0.35 },
    eyes: { slant: 7, apart: 0.42, colours: [...DOG.eyes.colours, '#a8823a'] },
    body: { width: 1.08, legs: 1 },
  }),
  broadHeadedDog('staffordshire_bull_terrier', {
    coats: [...bullCoats.slice(1), coat('#2c2729', { spread: 7 }, [bib(WHITE, 0.7), socks(WHITE, 0.3)])],
    head: { cheek: 1.06, jaw: 0.88, length: 0.98 },
    ears: { form: 'rose', length: 0.38, width: 0.5, apart: 0.9 },
    muzzle: { width: 0.5, height: 0.36, below: 0.5, jowls: 0.3 },
    eyes: { size: 0.135, slant: 3, apart: 0.45 },
    body: { width: 1.22, legs: 0.75 },
  }),
  broadHeadedDog('boxer', {
    coats: [
      coat('#b9783e', { spread: 12 }, [
        mask('#2a2022', { reach: 0.9 }),
        bib(WHITE, 0.6),
        socks(WHITE, 0.4),
        wrinkles('#6a4224', 2),
      ]),
      coat('#a86a34', { spread: 12 }, [
        mask('#2a2022', { reach: 0.9 }),
        blaze(WHITE, { width: 0.18 }),
        bib(WHITE, 0.8),
        socks(WHITE),
      ]),
      coat('#8a5a34', { spread: 9 }, [brindle('#332018'), mask('#261d1f', { reach: 0.8 }), bib(WHITE, 0.7)]),
    ],
    head: { crown: 0.86, cheek: 0.9, jaw: 0.82 },
    ears: { form: 'folded', length: 0.58, width: 0.54, apart: 0.9 },
    muzzle: { width: 0.52, height: 0.42, below: 0.54, jowls: 0.8, nose: 0.21 },
    eyes: { size: 0.14 },
    body: { width: 1.06, legs: 1.15, tail: 'stub' },
  }),
  broadHeadedDog('pug', {
    coats: [
      coat('#dcbf94', { spread: 9 }, [
        whole('#2a2324', 'ear'),
        mask('#2a2324', { reach: 1 }),
        wrinkles('#6a5038', 3),
      ]),
      coat('#dcbf94', { spread: 9 }, [
        whole('#33292a', 'ear'),
        mask('#2e2627', { reach: 0.9 }),
        sable('#a08660', 0.5),
        wrinkles('#6a5038', 4),
      ]),
      coat('#2b2628', { spread: 6 }, [wrinkles('#0e0b0c', 3)]),
    ],
    head: { crown: 0.82, brow: 0.96, cheek: 1.08, jaw: 0.94, chin: 0.56, length: 0.92 },
    ears: { form: 'folded', length: 0.46, width: 0.44, apart: 0.92 },
    muzzle: { width: 0.44, height: 0.32, below: 0.4, jowls: 0.5, nose: 0.15 },
    eyes: { size: 0.19, apart: 0.52, above: 0.02, colours: ['#3a2418', '#4a2c18'] },
    body: { width: 1.16, legs: 0.6, size: 0.9, tail: 'curl' },
  }),
];
