import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { md5OfFirstMiB, sha256 } from '../../src/datasets/checksum';
import { download } from '../../src/datasets/download';
import { temporaryFolder } from '../temporary-folder';
import { sendFile, serve } from './server';

const BYTES = Buffer.from('weights '.repeat(20_000));
const SHA256 = createHash('sha256').update(BYTES).digest('hex');

test('md5OfFirstMiB() looks at 2^20 bytes and no more, as fastai does', async () => {
  const [short, long] = ['short', 'long'].map((name) => join(temporaryFolder(), name));
  writeFileSync(short, Buffer.alloc(2 ** 20, 1));
  writeFileSync(long, Buffer.concat([Buffer.alloc(2 ** 20, 1), Buffer.from('more')]));
  const { of } = md5OfFirstMiB('');
  assert.equal(
    await of(short),
    createHash('md5')
      .update(Buffer.alloc(2 ** 20, 1))
      .digest('hex'),
  );
  assert.equal(await of(long), await of(short));
});

test('download() of a file known only by the first digits of its SHA-256 takes the size from the server', async (context) => {
  const seen: string[] = [];
  const { url, requests } = await serve(context, (request, response, count) =>
    sendFile(request, response, BYTES, {
      upTo: count === 1 ? 70_000 : undefined,
      isTaken: () => seen.includes('70000 of 160000'),
    }),
  );
  const folder = temporaryFolder();
  await download({ url, checksum: sha256(SHA256.slice(0, 8)) }, join(folder, 'x.pth'), {
    retrySeconds: [0.01],
    onProgress: ({ done, total }) => seen.push(`${done} of ${total}`),
  });
  assert.ok(readFileSync(join(folder, 'x.pth')).equals(BYTES));
  assert.deepEqual(readdirSync(folder), ['x.pth']);
  assert.deepEqual(requests, [undefined, 'bytes=70000-']);
  assert.equal(seen.at(-1), '160000 of 160000');
});

test('download() completes a file whose bytes had all arrived when its process ended, without a request', async (context) => {
  const { url, requests } = await serve(context, (request, response) => sendFile(request, response, BYTES));
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'x.pth.part'), BYTES);
  await download({ url, checksum: sha256(SHA256) }, join(folder, 'x.pth'));
  assert.deepEqual(readdirSync(folder), ['x.pth']);
  assert.deepEqual(requests, []);
});
