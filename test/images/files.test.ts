import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import sharp from 'sharp';
import { openImage, openMask, readImage, verifyImages } from '../../src/index';
import { temporaryFolder } from '../temporary-folder';
import { asNobody } from './nobody';

const folder = temporaryFolder();
const path = (name: string) => join(folder, name);
const NFC = 'caf\u00e9';
const NFD = 'cafe\u0301';

let png: Buffer;
before(async () => {
  png = await sharp({ create: { width: 2, height: 1, channels: 3, background: '#f00' } })
    .png()
    .toBuffer();
});

const refuses = (source: unknown, message: string) =>
  assert.rejects(openImage(source as string), { name: 'FoveaError', message });

test('openImage() reads a path, a file: URL, and the bytes of a file', async () => {
  const file = path('a b.png');
  writeFileSync(file, png);
  const bytes = new Uint8Array(png);
  for (const source of [file, pathToFileURL(file), png, bytes, bytes.buffer]) {
    assert.deepEqual([...(await readImage(source)).pixels], [255, 0, 0, 255, 0, 0]);
  }
  assert.equal((await openImage(file)).file, file);
  assert.equal((await openImage(png)).file, `The image of ${png.length} bytes`);
});

test('openImage() says what it expects where anything else comes', async () => {
  const expected = 'Expected the path of an image, a file: URL or the bytes of a file, received';
  await refuses(undefined, `${expected} undefined.`);
  await refuses(7, `${expected} the number 7.`);
  await refuses([1, 2], `${expected} a list of 2.`);
  await refuses(Promise.resolve(''), `${expected} a Promise.`);
  await refuses(new Float32Array(3), `${expected} a Float32Array.`);
  await refuses({ file: 'a.png' }, `${expected} an object of file.`);
  await refuses('', 'Expected the path of an image, received an empty text.');
  await refuses('a\0.png', 'Expected the path of an image, received "a\\u0000.png".');
  await refuses(
    new URL('https://example.org/a.png'),
    'Expected the path of an image or a file: URL, received https://example.org/a.png.',
  );
});

test('an empty file, and no bytes, are errors that say so', async () => {
  writeFileSync(path('empty.jpg'), '');
  const cure = '  Copy or download it again, or remove it.';
  await refuses(
    path('empty.jpg'),
    `${path('empty.jpg')} could not be decoded: it is empty, 0 bytes long.\n${cure}`,
  );
  await refuses(
    new Uint8Array(),
    `The image of 0 bytes could not be decoded: it is empty, 0 bytes long.\n${cure}`,
  );
});

test('a folder and a pipe under the name of an image are refused at once', async () => {
  mkdirSync(path('folder.jpg'));
  await refuses(
    path('folder.jpg'),
    `Expected an image, but ${path('folder.jpg')} is a folder.\n  List the images in it: getImageFiles(folder).`,
  );
  execFileSync('mkfifo', [path('pipe.jpg')]);
  await refuses(
    path('pipe.jpg'),
    `Expected an image, but ${path('pipe.jpg')} is not a file: it is a pipe, a socket or a device.`,
  );
});

test('a file that is not there: the cure names a link to nothing, another case, or another extension', async () => {
  writeFileSync(path('Cat.JPG'), png);
  symlinkSync('nowhere.jpg', path('link.jpg'));
  symlinkSync('circle.jpg', path('circle.jpg'));
  await refuses(
    path('yak.jpg'),
    `The image ${path('yak.jpg')} was not found.\n  Check the folder, or list it again.`,
  );
  await refuses(
    path('cat.jpg'),
    `The image ${path('cat.jpg')} was not found.\n  There is Cat.JPG in its folder.`,
  );
  await refuses(
    path('link.jpg'),
    `The image ${path('link.jpg')} was not found.\n  It is a link to nowhere.jpg, which is not there.`,
  );
  await refuses(
    path('circle.jpg'),
    `${path('circle.jpg')} could not be read: its links lead in a circle.\n  Check that the file and its folder may be read, e.g. with "ls -l".`,
  );
});

test('a file below another file, and a name that is too long, are errors that name them', async () => {
  await refuses(
    join(path('Cat.JPG'), 'a.jpg'),
    `The image ${join(path('Cat.JPG'), 'a.jpg')} was not found.\n  Check the folder, or list it again.`,
  );
  const long = path(`${'x'.repeat(300)}.jpg`);
  await refuses(
    long,
    `${long} could not be read: its name is too long.\n  Check that the file and its folder may be read, e.g. with "ls -l".`,
  );
});

test('a file that must not be read is an error that names it', async () => {
  const file = path('secret.png');
  writeFileSync(file, png);
  chmodSync(folder, 0o755);
  chmodSync(file, 0);
  await asNobody(() =>
    refuses(
      file,
      `${file} could not be read: permission denied.\n  Check that the file and its folder may be read, e.g. with "ls -l".`,
    ),
  );
});

test('a name in another Unicode form than on disk finds its file, for images and masks', async () => {
  mkdirSync(path(NFD));
  writeFileSync(join(path(NFD), `${NFC}.png`), png);
  const named = join(path(NFC), `${NFD}.png`);
  assert.equal((await openImage(named)).width, 2);
  assert.equal((await openMask(named)).width, 2);
  assert.deepEqual(await verifyImages([named]), []);
});
