import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { randomFrom } from '../../src/base/random';
import type { Locations } from '../../src/datasets/locate';
import type { PublicDataset } from '../../src/datasets/registry';
import { untarData } from '../../src/index';
import { described, inCache, temporaryLocations, tgz } from './archive';
import { sendFile, serve } from './server';

const random = randomFrom(3);
const CONTENT = Buffer.from(Array.from({ length: 400_000 }, () => random.integer(0, 255)));
const BYTES = tgz([
  { path: 'tiny_set/a.bin', content: CONTENT },
  { path: 'tiny_set/b.bin', content: CONTENT },
]);
const silent = { line() {}, note() {}, progress() {} };

/** untarData() in a process of its own; `progress` is the body of its listener. */
function inAnotherProcess(dataset: PublicDataset, locations: Locations, progress = '') {
  const code = `
    const { untarData } = require(${JSON.stringify(join(__dirname, '../../src/datasets/untar-data'))});
    const listener = {
      line: console.log,
      note: console.log,
      progress(activity, title, { done, total }) { ${progress} },
    };
    untarData(${JSON.stringify(dataset)}, { locations: ${JSON.stringify(locations)}, listener, patience: { answerSeconds: 60 } })
      .catch((error) => { console.log(error.name + ': ' + error.message); process.exitCode = 1; });`;
  const child = spawn(process.execPath, ['--import', 'tsx', '-e', code]);
  let output = '';
  child.stdout.on('data', (text) => {
    output += text;
  });
  const ended = new Promise<{ output: string; code: number | null; signal: string | null }>((resolve) =>
    child.on('close', (code, signal) => resolve({ output, code, signal })),
  );
  return { child, ended };
}

/** Fetches on after whatever happened, and asserts that all is whole. */
async function comesAfterwards(dataset: PublicDataset, locations: Locations) {
  const folder = await untarData(dataset, { locations, listener: silent });
  for (const name of ['a.bin', 'b.bin']) assert.ok(readFileSync(join(folder, name)).equals(CONTENT));
  assert.deepEqual(inCache(locations), [
    'archive/tiny_set.tgz',
    'data/tiny_set/a.bin',
    'data/tiny_set/b.bin',
  ]);
}

test('untarData() in two processes at once fetches once; the second waits and names the first', async (context) => {
  let waits = () => {};
  const waiting = new Promise<void>((resolve) => {
    waits = resolve;
  });
  const { url, requests } = await serve(context, async (request, response) => {
    await waiting;
    sendFile(request, response, BYTES);
  });
  const locations = temporaryLocations();
  const dataset = described(url, BYTES);
  const results = await Promise.all(
    [1, 2].map(() => {
      const { child, ended } = inAnotherProcess(dataset, locations);
      child.stdout.on(
        'data',
        (text) => /another process \(\d+\) is fetching it; waiting\./.test(text) && waits(),
      );
      return ended;
    }),
  );
  assert.equal(requests.length, 1);
  assert.deepEqual(
    results.map(({ code }) => code),
    [0, 0],
  );
});

test('an interrupt in the middle of a download ends it with an error, and the next run resumes', async (context) => {
  const { url, requests } = await serve(context, (request, response, count) => {
    if (count > 1) sendFile(request, response, BYTES);
    else {
      response.writeHead(200, { 'content-length': BYTES.length });
      response.write(BYTES.subarray(0, 5000));
    }
  });
  const locations = temporaryLocations();
  const dataset = described(url, BYTES);
  const { ended } = inAnotherProcess(dataset, locations, "process.kill(process.pid, 'SIGINT');");
  const { output, code } = await ended;
  assert.equal(code, 1);
  assert.match(output, /Tiny set: interrupted\.\nFoveaError: Stopped\. Run it again to go on from there\./);
  assert.deepEqual(inCache(locations), ['archive/tiny_set.tgz.part']);
  await comesAfterwards(dataset, locations);
  assert.deepEqual(requests, [undefined, 'bytes=5000-']);
});

test('a process killed in the middle of a download leaves nothing that is taken for complete', async (context) => {
  const { url, requests } = await serve(context, (request, response, count) => {
    if (count > 1) sendFile(request, response, BYTES);
    else {
      response.writeHead(200, { 'content-length': BYTES.length });
      response.write(BYTES.subarray(0, 5000));
    }
  });
  const locations = temporaryLocations();
  const dataset = described(url, BYTES);
  const { ended } = inAnotherProcess(dataset, locations, "process.kill(process.pid, 'SIGKILL');");
  assert.equal((await ended).signal, 'SIGKILL');
  assert.deepEqual(inCache(locations), ['archive/tiny_set.tgz.lock', 'archive/tiny_set.tgz.part']);
  await comesAfterwards(dataset, locations);
  assert.deepEqual(requests, [undefined, 'bytes=5000-']);
});

test('a process killed or interrupted while unpacking leaves no incomplete set', async (context) => {
  const { url, requests } = await serve(context, (request, response) => sendFile(request, response, BYTES));
  const locations = temporaryLocations();
  const dataset = described(url, BYTES);
  const at = (signal: string) =>
    `if (activity === 'unpacking' && done > 0.7 * total) process.kill(process.pid, '${signal}');`;
  assert.equal((await inAnotherProcess(dataset, locations, at('SIGKILL')).ended).signal, 'SIGKILL');
  assert.ok(inCache(locations).every((file) => !file.startsWith('data/tiny_set')));
  const { output } = await inAnotherProcess(dataset, locations, at('SIGINT')).ended;
  assert.match(output, /Stopped\. Run it again to go on from there/);
  assert.deepEqual(inCache(locations), ['archive/tiny_set.tgz']);
  await comesAfterwards(dataset, locations);
  assert.equal(requests.length, 1);
});
