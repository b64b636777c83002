import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { randomFrom } from '../../src/base/random';
import { extract } from '../../src/datasets/extract';
import { temporaryFolder } from '../temporary-folder';
import { type Entry, tarBytes, tgz } from './archive';

function inTemporary(bytes: Buffer) {
  const root = temporaryFolder();
  mkdirSync(join(root, 'data'));
  const archive = join(root, 'a.tgz');
  writeFileSync(archive, bytes);
  return { root, archive, folder: join(root, 'data', 'set') };
}

async function refuses(bytes: Buffer, message: RegExp, limits = {}) {
  const { root, archive, folder } = inTemporary(bytes);
  await assert.rejects(extract(archive, folder, limits), (error: Error) => {
    assert.equal(error.name, 'FoveaError');
    assert.match(error.message, message);
    assert.ok(error.message.includes(archive));
    return true;
  });
  assert.deepEqual(readdirSync(join(root, 'data')), []);
  assert.deepEqual(readdirSync(root).sort(), ['a.tgz', 'data']);
}

test('extract() makes the single folder of the archive the given folder', async () => {
  const { archive, folder } = inTemporary(
    tgz([
      { path: 'other_name/', type: 'Directory' },
      { path: 'other_name/images/a.jpg', content: 'A', mode: 0o4777 },
    ]),
  );
  await extract(archive, folder);
  assert.equal(readFileSync(join(folder, 'images', 'a.jpg'), 'utf8'), 'A');
  assert.equal(statSync(join(folder, 'images', 'a.jpg')).mode & 0o7111, 0);
  assert.deepEqual(readdirSync(join(folder, '..')), ['set']);
});

test('extract() keeps several things at the top as they are', async () => {
  const { archive, folder } = inTemporary(
    tgz([
      { path: 'a.txt', content: 'A' },
      { path: 'b/c.txt', content: 'C' },
    ]),
  );
  await extract(archive, folder);
  assert.deepEqual(readdirSync(folder).sort(), ['a.txt', 'b']);
});

test('extract() removes what an interrupted run left', async () => {
  const { archive, folder } = inTemporary(tgz([{ path: 'set/a.txt', content: 'A' }]));
  mkdirSync(join(folder, '..', '.set.unpacking', 'half'), { recursive: true });
  await extract(archive, folder);
  assert.deepEqual(readdirSync(join(folder, '..')), ['set']);
});

const good: Entry = { path: 'set/a.txt', content: 'A' };
const hostile: [string, Entry, RegExp][] = [
  [
    'a path that leaves the folder',
    { path: 'set/../../evil.txt', content: 'x' },
    /"set\/\.\.\/\.\.\/evil\.txt" leads out of the folder/,
  ],
  ['an absolute path', { path: '/tmp/evil.txt', content: 'x' }, /"\/tmp\/evil\.txt" is an absolute path/],
  ['a Windows path', { path: 'C:\\evil.txt', content: 'x' }, /is an absolute path/],
  ['a backslash path', { path: '..\\evil.txt', content: 'x' }, /leads out of the folder/],
  [
    'a symbolic link',
    { path: 'set/link', type: 'SymbolicLink', linkpath: '/etc/passwd' },
    /is a SymbolicLink to "\/etc\/passwd"/,
  ],
  ['a hard link', { path: 'set/link', type: 'Link', linkpath: 'set/a.txt' }, /is a Link to "set\/a\.txt"/],
  ['a device', { path: 'set/dev', type: 'CharacterDevice' }, /is a CharacterDevice/],
  ['a pipe', { path: 'set/pipe', type: 'FIFO' }, /is a FIFO/],
  ['a block device', { path: 'set/disk', type: 'BlockDevice' }, /is a BlockDevice/],
  [
    'a sparse entry of 10 GB',
    { path: 'set/sparse', type: 'SparseFile', size: 10 * 2 ** 30 },
    /"set\/sparse" is a SparseFile/,
  ],
  [
    'an entry that says it has 10 GB',
    { path: 'set/big', size: 10 * 2 ** 30 },
    /says it is 10737418240 bytes long/,
  ],
];
for (const [what, entry, message] of hostile) {
  test(`extract() refuses ${what}`, () => refuses(tgz([good, entry]), message, { maxBytes: 2 ** 20 }));
}

test('extract() refuses more files than the limit', () =>
  refuses(tgz([0, 1, 2, 3].map((i) => ({ path: `set/${i}` }))), /holds more than 3 files/, {
    maxEntries: 3,
  }));

test('extract() refuses a bomb: a small archive that grows without end', () =>
  refuses(
    gzipSync(Buffer.concat([tarBytes([good]), Buffer.alloc(2 ** 25)])),
    /unpacks to more than 1048576 bytes/,
    {
      maxBytes: 2 ** 20,
    },
  ));

test('extract() refuses a truncated archive', () => {
  const whole = tgz([good, { path: 'set/b', content: 'b'.repeat(5000) }]);
  return refuses(
    whole.subarray(0, whole.length - 30),
    /is damaged: .*\.\n {2}Delete it and fetch it again\./,
  );
});

test('extract() refuses a file that is not an archive', () =>
  refuses(Buffer.from('<html>'), /is damaged: .*\.\n {2}Delete it and fetch it again\./));

test('extract() makes no more of a header that claims 10 GB for a sparse file than the bytes that came', async () => {
  const record = (text: string) => `${text.length + 4} ${text}\n`;
  const header = [record('GNU.sparse.major=1'), record('GNU.sparse.realsize=10737418240')].join('');
  const { archive, folder } = inTemporary(
    tgz([{ path: 'PaxHeader/a', type: 'ExtendedHeader', content: header }, good]),
  );
  await extract(archive, folder);
  assert.equal(statSync(join(folder, 'a.txt')).size, 1);
});

test('extract() refuses a file and a folder of one path', () =>
  refuses(
    tgz([good, { path: 'set/a.txt/b.txt', content: 'B' }]),
    /is not safe to unpack: two entries have one path\./,
  ));

test('extract() lets pass zeros that fill up the last block of an archive, and refuses other bytes there', async () => {
  const { archive, folder } = inTemporary(Buffer.concat([tgz([good]), Buffer.alloc(300)]));
  await extract(archive, folder);
  assert.equal(readFileSync(join(folder, 'a.txt'), 'utf8'), 'A');
  await refuses(Buffer.concat([tgz([good]), Buffer.from('garbage')]), /is damaged: incorrect header check\./);
});

test('extract() refuses an empty archive', () =>
  refuses(tgz([{ path: './', type: 'Directory' }]), /is empty/));

test('extract() either unpacks a corrupted archive right or refuses it, and leaves nothing behind', async () => {
  const random = randomFrom(3);
  const content = Array.from({ length: 4000 }, () => String.fromCharCode(random.integer(32, 126))).join('');
  const whole = tgz([
    { path: 'set/', type: 'Directory' },
    { path: 'set/a.txt', content },
    { path: 'set/b.txt', content },
  ]);
  let refused = 0;
  for (let i = 0; i < 200; i++) {
    const bytes = Buffer.from(whole);
    for (let k = 0; k < random.integer(1, 4); k++)
      bytes[random.integer(0, bytes.length - 1)] ^= random.integer(1, 255);
    const { root, archive, folder } = inTemporary(bytes);
    try {
      await extract(archive, folder);
      assert.equal(readFileSync(join(folder, 'a.txt'), 'utf8'), content);
      assert.equal(readFileSync(join(folder, 'b.txt'), 'utf8'), content);
    } catch (error) {
      assert.equal((error as Error).name, 'FoveaError');
      assert.equal(existsSync(folder), false);
      refused++;
    }
    assert.deepEqual(readdirSync(root).sort(), ['a.tgz', 'data']);
  }
  assert.ok(refused > 180);
});
