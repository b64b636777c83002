import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { everyNth, inFours, jpeg } from '../images';
import { randomFrom } from '../random';
import type { Breed } from './animal';
import { BROAD_HEADED_DOGS } from './breeds/broad-headed-dogs';
import { LONG_HAIRED_CATS } from './breeds/long-haired-cats';
import { LONG_HAIRED_DOGS } from './breeds/long-haired-dogs';
import { SHORT_HAIRED_CATS } from './breeds/short-haired-cats';
import { SMOOTH_DOGS } from './breeds/smooth-dogs';
import { SPITZ_AND_TERRIER_DOGS } from './breeds/spitzes-and-terriers';
import { drawPet } from './pet';

/** The 37 breeds, cats first, as in the archive: a cat's name begins with a capital. */
export const BREEDS: readonly Breed[] = [
  ...SHORT_HAIRED_CATS,
  ...LONG_HAIRED_CATS,
  ...BROAD_HEADED_DOGS,
  ...SMOOTH_DOGS,
  ...LONG_HAIRED_DOGS,
  ...SPITZ_AND_TERRIER_DOGS,
].sort((a, b) => (a.name < b.name ? -1 : 1));

/** Images of each breed. */
const PER_BREED = 20;

const README = `Every image in images/ was drawn by a computer program (data/drawings/src/pets in this project).
None is a photo. They stand in for the Oxford-IIIT Pet set, in its layout and with its file names.
`;

/**
 * Draws the pets: `images/Breed_number.jpg` for 37 breeds, and a README.txt that says they are drawn.
 *
 * @param folder An empty folder.
 * @param options.every Draws every n-th of the 20 images of a breed. @defaultValue 1
 */
export async function drawPets(folder: string, { every = 1 }: { every?: number } = {}): Promise<void> {
  const images = join(folder, 'images');
  await mkdir(images, { recursive: true });
  await writeFile(join(folder, 'README.txt'), README);
  const jobs = BREEDS.flatMap((breed, b) => {
    // Numbers have gaps, as in the archive, where unusable photos were left out.
    const numbers = randomFrom(b)
      .permutation(PER_BREED * 2)
      .slice(0, PER_BREED);
    const pets = numbers.map((number, i) => ({
      breed,
      seed: 1000 * (b + 1) + i,
      // Every breed is seen in every place: a background must not give a breed away.
      place: 7 * b + i,
      file: `${breed.name}_${number + 1}.jpg`,
    }));
    return everyNth(pets, every);
  });
  await inFours(jobs, async ({ breed, seed, place, file }) => {
    const { svg, ...size } = drawPet(breed, { seed, place });
    await writeFile(join(images, file), await jpeg(svg, { ...size, quality: 82 }));
  });
}
