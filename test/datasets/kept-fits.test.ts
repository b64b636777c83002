import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  clearKeptFits,
  keptFits,
  keptFitsFolder,
  keptFitsLimit,
  makeRoom,
  noteUse,
} from '../../src/datasets/kept-fits';
import { temporaryFolder } from '../temporary-folder';

const at = (environment: Record<string, string>) => ({
  environment,
  currentFolder: '/here',
  project: '/project',
  home: '/home',
});

test('results of fits are kept in the project, or in the folder that FOVEA_FITS names', () => {
  assert.equal(keptFitsFolder(at({})), '/project/.cache/fits');
  assert.equal(keptFitsFolder(at({ FOVEA_FITS: '/disk/fits' })), '/disk/fits');
  assert.equal(keptFitsFolder(at({ FOVEA_FITS: 'fits' })), '/here/fits');
});

test('they take at most the gigabytes of FOVEA_FITS_GB', () => {
  assert.equal(keptFitsLimit(at({ FOVEA_FITS_GB: '1.5' })), 1.5e9);
  assert.equal(keptFitsLimit(at({ FOVEA_FITS_GB: '0' })), 0);
  const limit = keptFitsLimit(at({}));
  assert.ok(limit > 0 && limit <= 4e9);
  assert.throws(() => keptFitsLimit(at({ FOVEA_FITS_GB: 'all' })), {
    message:
      'Expected a number of gigabytes as FOVEA_FITS_GB, received "all".\n  Set it to e.g. 2; 0 keeps no results of fits. Without it they take 4 GB or a tenth of the free disk, whichever is less.',
  });
});

/** A folder of three results of 100 bytes, used in this order: a, b, c. */
function threeFits(): string {
  const folder = join(temporaryFolder(), 'fits');
  mkdirSync(folder);
  for (const [i, name] of ['a', 'b', 'c'].entries()) {
    const file = join(folder, `${name}.safetensors`);
    writeFileSync(file, Buffer.alloc(100));
    utimesSync(file, 1000 + i, 1000 + i);
  }
  return folder;
}

const names = (folder: string) => readdirSync(folder).map((name) => name.split('.')[0]);

test('makeRoom() removes those that were used longest ago', () => {
  const folder = threeFits();
  noteUse(join(folder, 'a.safetensors'));
  assert.equal(makeRoom(150, 400, folder), true);
  assert.deepEqual(names(folder), ['a', 'c']);
  assert.equal(makeRoom(200, 400, folder), true);
  assert.deepEqual(names(folder), ['a', 'c']);
});

test('makeRoom() removes nothing for what is larger than all may be', () => {
  const folder = threeFits();
  assert.equal(makeRoom(401, 400, folder), false);
  assert.deepEqual(names(folder), ['a', 'b', 'c']);
});

test('makeRoom() makes the folder, and removes what an ended process left half written', () => {
  const empty = join(temporaryFolder(), 'new', 'fits');
  assert.equal(makeRoom(1, 400, empty), true);
  assert.ok(existsSync(empty));
  const folder = threeFits();
  const part = (name: string) => join(folder, `${name}.safetensors.123.part`);
  for (const name of ['old', 'new']) writeFileSync(part(name), 'half');
  utimesSync(part('old'), 1000, 1000);
  makeRoom(1, 400, folder);
  assert.deepEqual(names(folder), ['a', 'b', 'c', 'new']);
});

test('keptFits() lists what was used last first, and clearKeptFits() removes it', () => {
  const folder = threeFits();
  writeFileSync(join(folder, 'notes.txt'), 'of somebody else');
  const list = keptFits(folder);
  assert.deepEqual(
    list.map(({ path, bytes }) => [path, bytes]),
    ['c', 'b', 'a'].map((name) => [join(folder, `${name}.safetensors`), 100]),
  );
  assert.deepEqual(clearKeptFits(folder), list);
  assert.deepEqual(readdirSync(folder), ['notes.txt']);
  assert.deepEqual(keptFits(join(folder, 'nowhere')), []);
});
