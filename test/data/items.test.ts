import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { getImageFiles } from '../../src/data/image-files';
import { parentLabel, regexLabeller } from '../../src/data/labeller';
import { temporaryFolder } from '../temporary-folder';

const folder = temporaryFolder();
mkdirSync(join(folder, 'b', 'deep'), { recursive: true });
mkdirSync(join(folder, '.hidden'));
mkdirSync(join(folder, 'empty'));
const files = [
  'c.JPG',
  'a.png',
  'notes.txt',
  '.dot.jpg',
  'b/2.jpeg',
  'b/10.webp',
  'b/deep/x.bmp',
  '.hidden/h.jpg',
];
for (const file of files) writeFileSync(join(folder, file), '');
symlinkSync(folder, join(folder, 'b', 'circle'));

const names = (paths: string[]) => paths.map((path) => path.slice(folder.length + 1));

test('getImageFiles() lists images of all folders by path, without hidden ones, and follows circular links only once', async () => {
  assert.deepEqual(names(await getImageFiles(folder)), [
    'a.png',
    'b/10.webp',
    'b/2.jpeg',
    'b/deep/x.bmp',
    'c.JPG',
  ]);
});

test('getImageFiles() can search the folder alone, or some of its subfolders', async () => {
  assert.deepEqual(names(await getImageFiles(folder, { recurse: false })), ['a.png', 'c.JPG']);
  assert.deepEqual(names(await getImageFiles(folder, { folders: ['empty'] })), ['a.png', 'c.JPG']);
});

test('getImageFiles() names a folder that is missing or holds no images', async () => {
  await assert.rejects(
    getImageFiles(join(folder, 'gone')),
    /^FoveaError: The folder .*gone was not found\.\n {2}Check the spelling/,
  );
  await assert.rejects(
    getImageFiles(join(folder, 'empty')),
    /^FoveaError: There are no images in .*empty\.\n {2}Files with image extensions/,
  );
});

test('regexLabeller() takes the first group, from the name or the path', () => {
  const pattern = /(.+)_\d+.jpg$/;
  assert.equal(
    regexLabeller(pattern, { on: 'name' })('/pets/images/great_pyrenees_173.jpg'),
    'great_pyrenees',
  );
  assert.equal(regexLabeller(/images\/(.+)_\d+.jpg$/)('/pets/images/Bengal_7.jpg'), 'Bengal');
});

test('regexLabeller() matches every file, also with the g flag', () => {
  const label = regexLabeller(/(.)_/g, { on: 'name' });
  assert.deepEqual(['a_1', 'b_1', 'c_1'].map(label), ['a', 'b', 'c']);
});

test('regexLabeller() names the pattern and one file when nothing matches', () => {
  assert.throws(() => regexLabeller(/^(.+)_\d+\.jpg$/, { on: 'name' })('pets/Abyssinian.jpg'), {
    message:
      'The pattern /^(.+)_\\d+\\.jpg$/ does not match the file name "Abyssinian.jpg".\n' +
      '  Change the pattern, or let getItems skip such files.',
  });
});

test('regexLabeller() notices that only upper case prevents a match', () => {
  assert.throws(() => regexLabeller(/^(.+)_\d+\.jpg$/, { on: 'name' })('Abyssinian_1.JPG'), /add the i flag/);
});

test('regexLabeller() needs a group', () => {
  assert.throws(() => regexLabeller(/.+_\d+/), {
    message:
      'The pattern /.+_\\d+/ has no group to take the label from.\n' +
      '  Put parentheses around the part that is the label, e.g. /(.+)_\\d+\\.jpg$/.',
  });
});

test('parentLabel() returns the name of the folder', () => {
  assert.equal(parentLabel('pets/beagle/7.jpg'), 'beagle');
});
