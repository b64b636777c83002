import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { randomFrom } from '../../src/base/random';
import { download } from '../../src/datasets/download';
import { described, temporaryFolder } from './archive';
import { closedAddress, sendFile, serve } from './server';

const random = randomFrom(1);
const BYTES = Buffer.from(Array.from({ length: 300_000 }, () => random.integer(0, 255)));
const patience = { retrySeconds: [0.01, 0.01, 0.01], answerSeconds: 0.5, stallSeconds: 0.3 };

test('download() writes the file, and fetches nothing when it is there already', async (context) => {
  const { url, requests } = await serve(context, (request, response) => sendFile(request, response, BYTES));
  const file = join(temporaryFolder(), 'archive', 'a.tgz');
  const seen: number[] = [];
  await download(described(url, BYTES), file, { onProgress: ({ done }) => seen.push(done) });
  await download(described(url, BYTES), file);
  assert.deepEqual(readFileSync(file), BYTES);
  assert.equal(requests.length, 1);
  assert.equal(seen[seen.length - 1], 300_000);
});

test('download() goes on where the connection was cut, at whatever byte', async (context) => {
  const cuts = Array.from({ length: 8 }, () => random.integer(1, BYTES.length - 1)).sort((a, b) => a - b);
  const { url, requests } = await serve(context, (request, response, count) =>
    sendFile(request, response, BYTES, cuts[count - 1] ?? BYTES.length),
  );
  const file = join(temporaryFolder(), 'a.tgz');
  await download(described(url, BYTES), file, patience);
  assert.deepEqual(readFileSync(file), BYTES);
  assert.deepEqual(requests, [undefined, ...cuts.map((cut) => `bytes=${cut}-`)]);
});

test('download() takes up what an earlier run left, and starts over if the server cannot', async (context) => {
  const { url, requests } = await serve(context, (_request, response) => response.end(BYTES));
  const file = join(temporaryFolder(), 'a.tgz');
  writeFileSync(`${file}.part`, BYTES.subarray(0, 1000));
  await download(described(url, BYTES), file, patience);
  assert.deepEqual(requests, ['bytes=1000-']);
  assert.deepEqual(readFileSync(file), BYTES);
});

test('download() tries again after 500, 503 and silence', async (context) => {
  const { url, requests } = await serve(context, (request, response, count) => {
    if (count < 3) response.writeHead(count === 1 ? 500 : 503).end();
    else if (count === 3)
      response.writeHead(200, { 'content-length': BYTES.length }).write(BYTES.subarray(0, 10));
    else sendFile(request, response, BYTES);
  });
  const file = join(temporaryFolder(), 'a.tgz');
  await download(described(url, BYTES), file, patience);
  assert.deepEqual(requests, [undefined, undefined, undefined, 'bytes=10-']);
});

for (const status of [403, 404]) {
  test(`download() does not ask twice when the server answers ${status}`, async (context) => {
    const { url, requests } = await serve(context, (_request, response) => response.writeHead(status).end());
    const folder = temporaryFolder();
    await assert.rejects(download(described(url, BYTES), join(folder, 'a.tgz'), patience), {
      name: 'FoveaError',
      problem: `${url} cannot be fetched: the server answered ${status}.`,
    });
    assert.equal(requests.length, 1);
    assert.deepEqual(readdirSync(folder), []);
  });
}

test('download() refuses a file of another length before reading it', async (context) => {
  const { url } = await serve(context, (_request, response) => response.end('<html>Please log in</html>'));
  const folder = temporaryFolder();
  await assert.rejects(download(described(url, BYTES), join(folder, 'a.tgz'), patience), {
    message:
      /Expected 300000 bytes from .*, the server offers 26\.\n {2}Something else is sent, e\.g\. a login page/,
  });
  assert.deepEqual(readdirSync(folder), []);
});

test('download() deletes a file with the wrong sum', async (context) => {
  const wrong = Buffer.from(BYTES);
  wrong[5] ^= 1;
  const { url } = await serve(context, (request, response) => sendFile(request, response, wrong));
  const folder = temporaryFolder();
  await assert.rejects(download(described(url, BYTES), join(folder, 'a.tgz'), patience), {
    message:
      /Expected 300000 bytes with MD5 [0-9a-f]{32} \(first MiB\) .*received 300000 bytes with [0-9a-f]{32}/,
  });
  assert.deepEqual(readdirSync(folder), []);
});

test('download() gives up on a redirect loop', async (context) => {
  const { url, requests } = await serve(context, (_request, response) =>
    response.writeHead(302, { location: '/again' }).end(),
  );
  await assert.rejects(download(described(url, BYTES), join(temporaryFolder(), 'a.tgz'), patience), {
    message: /redirects more than 5 times, last to .*\/again/,
  });
  assert.equal(requests.length, 6);
});

test('download() keeps what came when it gives up, and says so', async (context) => {
  const { url } = await serve(context, (request, response, count) => {
    if (count === 1) sendFile(request, response, BYTES, 5000);
    else response.writeHead(500).end();
  });
  const file = join(temporaryFolder(), 'a.tgz');
  await assert.rejects(download(described(url, BYTES), file, patience), {
    message:
      /the server answered 500\.\n {2}5000 of 300000 bytes are kept; run it again to go on from there\./,
  });
  assert.equal(existsSync(file), false);
});

test('download() says at once that there is no network', async () => {
  const closed = await closedAddress();
  const began = performance.now();
  const file = join(temporaryFolder(), 'a.tgz');
  await assert.rejects(download(described(`http://${closed}/a.tgz`, BYTES), file), {
    problem: `${closed} cannot be reached (ECONNREFUSED).`,
  });
  assert.ok(performance.now() - began < 1000);
});
