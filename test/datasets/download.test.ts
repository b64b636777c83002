import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { randomFrom } from '../../src/base/random';
import { untarData } from '../../src/index';
import { noPauses } from '../no-pauses';
import { described, inCache, temporaryLocations, tgz } from './archive';
import { type Answer, CLOSED_ADDRESS, sendFile, serve } from './server';

const random = randomFrom(1);
const CONTENT = Buffer.from(Array.from({ length: 300_000 }, () => random.integer(0, 255)));
const BYTES = tgz([{ path: 'tiny_set/a.bin', content: CONTENT }]);
const PATIENCE = { retrySeconds: [0.01, 0.01, 0.01], answerSeconds: 5, stallSeconds: 5 };

/** A set on a server that answers so, and a cache of its own; `kept` lies there as an earlier run left it. */
async function setUp(
  context: TestContext,
  answer: (...args: [...Parameters<Answer>, isTaken: (upTo: number) => boolean]) => void,
  { kept, patience }: { kept?: Buffer; patience?: object } = {},
) {
  const { url, requests } = await serve(context, (...args) => answer(...args, (upTo) => seen.includes(upTo)));
  const locations = temporaryLocations();
  const archives = join(locations.home, '.fastai', 'archive');
  if (kept) {
    mkdirSync(archives, { recursive: true });
    writeFileSync(join(archives, 'tiny_set.tgz.part'), kept);
  }
  const seen: number[] = [];
  const listener = {
    line() {},
    note() {},
    progress: (activity: string, _title: string, { done }: { done: number }) => {
      if (activity === 'fetching') seen.push(done);
    },
  };
  const fetchIt = () =>
    untarData(described(url, BYTES), {
      locations,
      patience: { ...PATIENCE, ...patience },
      standIn: false,
      listener,
    });
  return { url, requests, locations, seen, fetchIt };
}

/** Asserts that the set is there, whole, and nothing beside it. */
async function comes({ locations, fetchIt }: Awaited<ReturnType<typeof setUp>>) {
  const folder = await fetchIt();
  assert.ok(readFileSync(join(folder, 'a.bin')).equals(CONTENT));
  assert.deepEqual(inCache(locations), ['archive/tiny_set.tgz', 'data/tiny_set/a.bin']);
}

/** Asserts the error, and what is left in the cache. */
async function fails(
  { locations, fetchIt }: Awaited<ReturnType<typeof setUp>>,
  message: RegExp,
  left: string[] = [],
) {
  await assert.rejects(fetchIt(), { name: 'FoveaError', message });
  assert.deepEqual(inCache(locations), left);
}

test('a download reports its progress up to the last byte', async (context) => {
  const set = await setUp(context, (request, response) => sendFile(request, response, BYTES));
  await comes(set);
  assert.equal(set.seen.at(-1), BYTES.length);
});

test('a download resumes where the connection broke, at any byte', async (context) => {
  const cuts = Array.from({ length: 8 }, () => random.integer(1, BYTES.length - 1)).sort((a, b) => a - b);
  const set = await setUp(context, (request, response, count, isTaken) =>
    sendFile(request, response, BYTES, { upTo: cuts[count - 1], isTaken }),
  );
  await comes(set);
  assert.deepEqual(set.requests, [undefined, ...cuts.map((cut) => `bytes=${cut}-`)]);
});

test('a download resumes what an earlier process left', async (context) => {
  const set = await setUp(context, (request, response) => sendFile(request, response, BYTES), {
    kept: BYTES.subarray(0, 1000),
  });
  await comes(set);
  assert.deepEqual(set.requests, ['bytes=1000-']);
});

test('a download starts over if the server ignores the range asked for', async (context) => {
  const set = await setUp(context, (_request, response) => response.end(BYTES), {
    kept: BYTES.subarray(0, 1000),
  });
  await comes(set);
  assert.deepEqual(set.requests, ['bytes=1000-']);
});

test('a download starts over if what is kept is longer than the file', async (context) => {
  const set = await setUp(context, (request, response) => sendFile(request, response, BYTES), {
    kept: Buffer.concat([BYTES, Buffer.alloc(10)]),
  });
  await comes(set);
  assert.deepEqual(set.requests, [undefined]);
});

test('a download never joins the bytes of two versions of a file, in one process or the next', async (context) => {
  const old = Buffer.alloc(BYTES.length, 1);
  const set = await setUp(context, (request, response, count, isTaken) => {
    if (count === 1) sendFile(request, response, old, { upTo: 5000, isTaken, etag: '"old"' });
    else if (count < 6) response.writeHead(500).end();
    else sendFile(request, response, BYTES, { etag: '"new"' });
  });
  await fails(set, /5000 of \d+ bytes are kept/, [
    'archive/tiny_set.tgz.part',
    'archive/tiny_set.tgz.part.etag',
  ]);
  await comes(set);
  assert.deepEqual(set.requests.slice(-2), ['bytes=5000-', 'bytes=5000-']);
});

test('a download starts over if a server sends the rest of another version all the same', async (context) => {
  const old = Buffer.alloc(BYTES.length, 1);
  const set = await setUp(context, (request, response, count, isTaken) => {
    if (count === 1) sendFile(request, response, old, { upTo: 5000, isTaken, etag: '"old"' });
    else {
      delete request.headers['if-range'];
      sendFile(request, response, BYTES, { etag: '"new"' });
    }
  });
  await comes(set);
  assert.deepEqual(set.requests, [undefined, 'bytes=5000-', undefined]);
});

test('a download tries again after 429, 500, 503 and silence', async (context) => {
  const answer: Answer = (request, response, count) => {
    if (count < 4) response.writeHead([429, 500, 503][count - 1]).end();
    else if (count === 4) {
      response.writeHead(200, { 'content-length': BYTES.length }).write(BYTES.subarray(0, 10));
    } else sendFile(request, response, BYTES);
  };
  const set = await setUp(context, answer, { patience: { stallSeconds: 0.3 } });
  await comes(set);
  assert.deepEqual(set.requests, [undefined, undefined, undefined, undefined, 'bytes=10-']);
});

for (const status of [403, 404]) {
  test(`a download is not asked for twice when the server answers ${status}`, async (context) => {
    const set = await setUp(context, (_request, response) => response.writeHead(status).end());
    await fails(set, new RegExp(`tiny_set\\.tgz cannot be fetched: the server answered ${status}\\.`));
    assert.equal(set.requests.length, 1);
  });
}

test('a file of another length is refused before it is read', async (context) => {
  const set = await setUp(context, (_request, response) => response.end('<html>Please log in</html>'));
  await fails(
    set,
    /Expected \d+ bytes from .*, the server offers 26\.\n {2}Something else is sent, e\.g\. a login page/,
  );
});

test('a server that sends less than it announced is asked for the rest', async (context) => {
  const set = await setUp(context, (request, response, count) => {
    if (count > 1) return sendFile(request, response, BYTES);
    response.socket?.end(`HTTP/1.1 200 OK\r\ncontent-length: ${BYTES.length}\r\n\r\n`);
  });
  await comes(set);
  assert.equal(set.requests.length, 2);
});

test('a server that announces no length and sends too much is refused', async (context) => {
  const set = await setUp(context, (_request, response) => {
    response.write(BYTES);
    response.end('and more');
  });
  await fails(set, /tiny_set\.tgz sends more than \d+ bytes\./, ['archive/tiny_set.tgz.part']);
});

test('a range that was not asked for is refused', async (context) => {
  const set = await setUp(
    context,
    (_request, response) =>
      response.writeHead(206, { 'content-range': `bytes 7-${BYTES.length - 1}/${BYTES.length}` }).end('x'),
    { kept: BYTES.subarray(0, 1000) },
  );
  await fails(set, /was asked for bytes from 1000, the server sends "bytes 7-/, [
    'archive/tiny_set.tgz.part',
  ]);
});

test('a file with the wrong checksum is deleted', async (context) => {
  const wrong = Buffer.from(BYTES);
  wrong[5] ^= 1;
  const set = await setUp(context, (request, response) =>
    sendFile(request, response, wrong, { etag: '"1"' }),
  );
  await fails(
    set,
    /Expected \d+ bytes whose MD5 of the first MiB is [0-9a-f]{32} from .*, received \d+ bytes with [0-9a-f]{32}\./,
  );
});

test('a redirect loop ends in an error', async (context) => {
  const set = await setUp(context, (_request, response) =>
    response.writeHead(302, { location: '/again' }).end(),
  );
  await fails(set, /redirects more than 5 times, last to .*\/again/);
  assert.equal(set.requests.length, 6);
});

for (const location of ['http://', 'file:///etc/passwd']) {
  test(`a redirect to ${location} ends in an error`, async (context) => {
    const set = await setUp(context, (_request, response) => response.writeHead(302, { location }).end());
    await fails(set, /tiny_set\.tgz redirects to ".*", which is not a web address\./);
    assert.equal(set.requests.length, 1);
  });
}

test('a download that gives up keeps the bytes that arrived, and says so', async (context) => {
  const set = await setUp(context, (request, response, count, isTaken) => {
    if (count === 1) sendFile(request, response, BYTES, { upTo: 5000, isTaken });
    else response.writeHead(500).end();
  });
  await fails(
    set,
    /the server answered 500\.\n {2}5000 of \d+ bytes are kept; run it again to go on from there\./,
    ['archive/tiny_set.tgz.part'],
  );
});

test('a server that never answers is given up after answerSeconds', async (context) => {
  const set = await setUp(context, () => {}, { patience: { answerSeconds: 0.5 } });
  await fails(set, /127\.0\.0\.1:\d+ cannot be reached \(no answer in 0\.5 s\)\./);
  assert.equal(set.requests.length, 1);
});

test('without a network a download fails at once, although by default it tries again after a while', async (context) => {
  const pauses = noPauses(context);
  const dataset = described(`http://${CLOSED_ADDRESS}/a.tgz`, BYTES);
  const listener = { line() {}, note() {}, progress() {} };
  await assert.rejects(untarData(dataset, { locations: temporaryLocations(), standIn: false, listener }), {
    message: new RegExp(`could not be fetched: ${CLOSED_ADDRESS} cannot be reached \\(ECONNREFUSED\\)\\.`),
  });
  assert.equal(pauses.count(), 0);
});
