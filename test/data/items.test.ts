import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { getImageFiles } from '../../src/data/image-files';
import { parentLabel, regexLabeller } from '../../src/data/labeller';
import { asNobody } from '../images/nobody';
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

/** Lists a folder; returns names and warnings. */
async function listing(t: TestContext, root: string, options = {}) {
  const warn = t.mock.method(console, 'warn', () => undefined);
  const paths = await getImageFiles(root, options);
  return {
    names: paths.map((path) => path.slice(root.length + 1)),
    warnings: warn.mock.calls.map(({ arguments: [text] }) => String(text)),
  };
}

test('getImageFiles() lists .jfif, .bmp and Netpbm, and counts the images that cannot be read in one line', async (t) => {
  const root = temporaryFolder();
  for (const name of [
    'a.jfif',
    'b.BMP',
    'c.ppm',
    'd.pgm',
    'e.pbm',
    'IMG_1.HEIC',
    'IMG_2.heic',
    'f.ico',
    'g.txt',
  ]) {
    writeFileSync(join(root, name), '');
  }
  assert.deepEqual(await listing(t, root), {
    names: ['a.jfif', 'b.BMP', 'c.ppm', 'd.pgm', 'e.pbm'],
    warnings: [
      'getImageFiles left out 3 files of formats that fovea does not read (2 .heic, 1 .ico): convert them to JPEG or PNG, e.g. "magick photo.heic photo.jpg".',
    ],
  });
});

test('getImageFiles() of photos of an iPhone alone says that they must be converted', async () => {
  const root = temporaryFolder();
  writeFileSync(join(root, 'IMG_1.HEIC'), '');
  await assert.rejects(getImageFiles(root), {
    message:
      `There are no images in ${root} that fovea can read.\n` +
      '  Left out: 1 file of formats that fovea does not read (1 .heic): convert them to JPEG or PNG, e.g. "magick photo.heic photo.jpg".',
  });
});

const latin1 = (root: string, ...names: string[]) =>
  Buffer.concat([Buffer.from(root), ...names.map((name) => Buffer.from(`/${name}`, 'latin1'))]);

test('getImageFiles() leaves out names in Latin-1, says how to rename them, and lists the rest', async (t) => {
  const root = temporaryFolder();
  writeFileSync(join(root, 'a.jpg'), '');
  writeFileSync(latin1(root, 'caf\xe9.jpg'), '');
  mkdirSync(latin1(root, 'ch\xeane'));
  writeFileSync(latin1(root, 'ch\xeane', 'b.jpg'), '');
  const { names: listed, warnings } = await listing(t, root);
  assert.deepEqual(listed, ['a.jpg']);
  assert.equal(warnings.length, 1);
  assert.match(
    warnings[0],
    /^getImageFiles left out 2 files or folders whose names are not UTF-8 \(in Latin-1: .*(caf\xe9\.jpg|ch\xeane)\): "convmv -f latin1 -t utf8 -r --notest FOLDER" renames them\.$/,
  );
});

test('getImageFiles() compares names in one Unicode form: folder, subfolders and order', async (t) => {
  const [nfc, nfd] = ['caf\u00e9', 'cafe\u0301'];
  const root = join(temporaryFolder(), nfd);
  mkdirSync(join(root, nfd), { recursive: true });
  mkdirSync(join(root, 'cafz'));
  for (const name of [`${nfd}/1.jpg`, 'cafz/2.jpg']) writeFileSync(join(root, name), '');
  assert.deepEqual((await listing(t, root, { folders: [nfc] })).names, [`${nfd}/1.jpg`]);
  // "cafz" before "café" as in NFC, where é is one character after z.
  assert.deepEqual((await listing(t, root)).names, ['cafz/2.jpg', `${nfd}/1.jpg`]);
  const paths = await getImageFiles(root.normalize('NFC'));
  assert.deepEqual(paths, [join(root, 'cafz/2.jpg'), join(root, nfd, '1.jpg')]);
  assert.deepEqual(readdirSync(root).sort(), [nfd, 'cafz']);
});

test('getImageFiles() leaves out pipes, and lists links to files', async (t) => {
  const root = temporaryFolder();
  writeFileSync(join(root, 'a.jpg'), '');
  symlinkSync('a.jpg', join(root, 'link.jpg'));
  execFileSync('mkfifo', [join(root, 'pipe.jpg')]);
  assert.deepEqual((await listing(t, root)).names, ['a.jpg', 'link.jpg']);
});

test('getImageFiles() names what is no folder, and a folder that must not be read', async () => {
  const root = temporaryFolder();
  const file = join(root, 'a.jpg');
  writeFileSync(file, '');
  await assert.rejects(getImageFiles(file), {
    message:
      `Expected the path of a folder in getImageFiles, but ${file} is a file.\n` +
      '  Name the folder that holds it; a list of files needs no getImageFiles.',
  });
  await assert.rejects(getImageFiles(undefined as unknown as string), {
    message:
      'Expected the path of a folder in getImageFiles, received undefined.\n' +
      '  untarData(URLs.PETS) returns the path of a data set: await it.',
  });
  chmodSync(root, 0o755);
  mkdirSync(join(root, 'secret'));
  chmodSync(join(root, 'secret'), 0);
  await asNobody(() =>
    assert.rejects(getImageFiles(root), {
      message:
        `The folder ${join(root, 'secret')} cannot be read: permission denied.\n` +
        '  Check its permissions, e.g. "ls -ld", or leave it out: getImageFiles(path, { folders: [...] }).',
    }),
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

test('regexLabeller() refuses what is no regular expression', () => {
  const cure = 'Give one whose first group is the label, e.g. /(.+)_\\d+\\.jpg$/.';
  const problems = {
    '(': ': Invalid regular expression: /(/: Unterminated group.',
    undefined: ', received undefined.',
  };
  for (const [pattern, problem] of Object.entries(problems)) {
    const given = pattern === 'undefined' ? (undefined as unknown as string) : pattern;
    assert.throws(() => regexLabeller(given), {
      name: 'FoveaError',
      message: `Expected a regular expression in regexLabeller${problem}\n  ${cure}`,
    });
  }
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
