import type { Breed, Coat, Marking } from '../animal';

/** The proportions that the breeds of a group have in common. */
export type Standard = Pick<Breed, 'kind' | 'head' | 'ears' | 'muzzle' | 'eyes' | 'fur' | 'body'>;

type Proportion = Exclude<keyof Standard, 'kind'>;
type Differences = { readonly [K in Proportion]?: Partial<Standard[K]> };

/**
 * A function that makes the breeds of a group: each says what is its own, all else is the group's.
 *
 * @param standard Proportions of the group.
 */
export function breedsLike(standard: Standard) {
  return (
    name: string,
    { coats, beard, extras, ...own }: Differences & Pick<Breed, 'coats' | 'beard' | 'extras'>,
  ): Breed => ({
    name,
    kind: standard.kind,
    coats,
    head: { ...standard.head, ...own.head },
    ears: { ...standard.ears, ...own.ears },
    muzzle: { ...standard.muzzle, ...own.muzzle },
    eyes: { ...standard.eyes, ...own.eyes },
    fur: { ...standard.fur, ...own.fur },
    body: { ...standard.body, ...own.body },
    beard,
    extras,
  });
}

/**
 * One of the colourings of a breed.
 *
 * @param base Colour of the coat.
 * @param options.spread How much it differs from animal to animal, see `near`.
 * @param options.nose Colour of the nose; nearly black by default.
 * @param markings Painted over the base in this order.
 */
export function coat(
  base: string,
  options: Pick<Coat, 'spread' | 'nose'>,
  markings: readonly Marking[] = [],
): Coat {
  return { base, markings, ...options };
}

/** A cat with a head of medium length. */
export const CAT: Standard = {
  kind: 'cat',
  head: { crown: 0.8, brow: 0.86, cheek: 1, jaw: 0.76, chin: 0.34, length: 1 },
  ears: { form: 'pricked', length: 0.72, width: 0.62, apart: 0.72, lean: 14, inner: '#e3a9a0' },
  muzzle: { width: 0.36, height: 0.24, below: 0.48, nose: 0.12 },
  eyes: { size: 0.2, slant: 9, apart: 0.42, above: 0.02, colours: ['#c9a22e', '#8fa83c'] },
  fur: { head: 2, body: 3, ruff: 2, tail: 2 },
  body: { width: 0.85, legs: 0.85, size: 0.95, tail: 'long' },
};

/** The head of a cat with full cheeks and a short face. */
export const ROUND = { crown: 0.8, brow: 0.9, cheek: 1.08, jaw: 0.92, chin: 0.44, length: 0.94 };

/** The colour of a nose without pigment. */
export const PINK = '#c97f78';

/** A dog of medium size with a smooth coat and hanging ears. */
export const DOG: Standard = {
  kind: 'dog',
  head: { crown: 0.82, brow: 0.84, cheek: 0.92, jaw: 0.74, chin: 0.48, length: 1.1 },
  ears: { form: 'drop', length: 0.95, width: 0.56, apart: 0.96 },
  muzzle: { width: 0.42, height: 0.4, below: 0.52, nose: 0.19 },
  eyes: { size: 0.125, slant: 3, apart: 0.38, above: 0.1, colours: ['#5a3218', '#4a2814', '#6e4420'] },
  fur: { head: 0, body: 2, ruff: 0, tail: 2 },
  body: { width: 1, legs: 1, size: 1, tail: 'long' },
};
