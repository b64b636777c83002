import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { existingPath, similarName } from '../../src/base/existing-path';
import { systemReason } from '../../src/base/system-error';
import { unicodeName } from '../../src/base/unicode-name';
import { temporaryFolder } from '../temporary-folder';

const NFC = 'caf\u00e9';
const NFD = 'cafe\u0301';

test('unicodeName() gives "café" one form, whether é is one character or two', () => {
  assert.notEqual(NFC, NFD);
  assert.equal(unicodeName(NFD), NFC);
  assert.equal(unicodeName(NFC), NFC);
});

test('existingPath() finds a file by a name in another Unicode form, in folders too', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, NFD));
  writeFileSync(join(folder, NFD, `${NFC}.jpg`), '');
  const path = join(folder, NFD, `${NFC}.jpg`);
  assert.equal(await existingPath(join(folder, NFC, `${NFD}.jpg`)), path);
  assert.equal(await existingPath(path), path);
  assert.equal(await existingPath(join(folder, NFC, 'th\u00e9.jpg')), undefined);
  assert.equal(await existingPath(join(folder, 'plain.jpg')), undefined);
});

test('existingPath() prefers the exact name where both forms exist', async () => {
  const folder = temporaryFolder();
  for (const name of [NFC, NFD]) writeFileSync(join(folder, name), '');
  assert.equal(await existingPath(join(folder, NFD)), join(folder, NFD));
  assert.equal(await existingPath(join(folder, NFC)), join(folder, NFC));
});

test('similarName() finds another case or another extension', async () => {
  const folder = temporaryFolder();
  for (const name of ['Cat.JPG', 'dog.png']) writeFileSync(join(folder, name), '');
  assert.equal(await similarName(join(folder, 'cat.jpg')), 'Cat.JPG');
  assert.equal(await similarName(join(folder, 'dog')), 'dog.png');
  assert.equal(await similarName(join(folder, 'yak.png')), undefined);
  assert.equal(await similarName(join(folder, 'gone', 'cat.jpg')), undefined);
});

test('systemReason() says what a system error means', () => {
  assert.equal(systemReason(Object.assign(new Error('EACCES: x'), { code: 'EACCES' })), 'permission denied');
  assert.equal(systemReason(new Error('unheard of')), 'unheard of');
});
