import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { drawPet } from '../src/pets/pet';
import { BREEDS, drawPets } from '../src/pets/pets';
import { temporaryFolder } from './temporary-folder';

test('the pets are the 37 breeds of the archive, cats with a capital', () => {
  assert.equal(BREEDS.length, 37);
  assert.equal(new Set(BREEDS.map(({ name }) => name)).size, 37);
  for (const { name, kind } of BREEDS) assert.equal(/^[A-Z]/.test(name), kind === 'cat', name);
  assert.deepEqual(
    BREEDS.filter(({ kind }) => kind === 'cat').map(({ name }) => name),
    'Abyssinian Bengal Birman Bombay British_Shorthair Egyptian_Mau Maine_Coon Persian Ragdoll Russian_Blue Siamese Sphynx'.split(
      ' ',
    ),
  );
});

test("drawPets() writes files named as the archive's, and says that they are drawn", async () => {
  const folder = temporaryFolder();
  await drawPets(folder, { every: 10 });
  const files = readdirSync(join(folder, 'images'));
  assert.equal(files.length, 74);
  for (const file of files) assert.match(file, /^[A-Za-z_]+_\d+\.jpg$/);
  assert.deepEqual(
    [...new Set(files.map((file) => file.replace(/_\d+\.jpg$/, '')))].sort(),
    BREEDS.map(({ name }) => name),
  );
  const { length } = readFileSync(join(folder, 'images', files[0]));
  assert.ok(length > 5_000 && length < 60_000, `${length} bytes`);
  assert.match(readFileSync(join(folder, 'README.txt'), 'utf8'), /drawn by a computer program/);
});

test('drawPet() draws the same image for the same seed, another for another', () => {
  const [pug] = BREEDS.filter(({ name }) => name === 'pug');
  const { svg } = drawPet(pug, { seed: 5, place: 3 });
  assert.equal(drawPet(pug, { seed: 5, place: 3 }).svg, svg);
  assert.notEqual(drawPet(pug, { seed: 6, place: 3 }).svg, svg);
  assert.doesNotMatch(svg, /NaN|undefined|Infinity/);
});

test('every breed can be drawn in every pose and place', () => {
  BREEDS.forEach((breed, b) => {
    for (let place = 0; place < 12; place++) {
      assert.doesNotMatch(drawPet(breed, { seed: 100 * b + place, place }).svg, /NaN|undefined|Infinity/);
    }
  });
});
