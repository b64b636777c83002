import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { randomFrom } from '../../src/base/random';
import { untarData } from '../../src/index';
import { temporaryFolder } from '../temporary-folder';
import { described, inCache, temporaryLocations, tgz } from './archive';
import { sendFile, serve } from './server';

const random = randomFrom(2);
const CONTENT = Buffer.from(Array.from({ length: 200_000 }, () => random.integer(0, 255)));
const BYTES = tgz([{ path: 'tiny_set/a.bin', content: CONTENT }]);
const silent = { line() {}, note() {}, progress() {} };

/** A disk of 1 MiB for one test; undefined where this user may not mount one. */
function smallDisk(context: TestContext): string | undefined {
  const folder = temporaryFolder();
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]);
  if (status !== 0) {
    context.skip('this user may not mount a small disk');
    return undefined;
  }
  context.after(() => {
    spawnSync('umount', ['--lazy', folder]);
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

function fill(disk: string): void {
  for (const size of [2 ** 14, 2 ** 12]) {
    try {
      for (let i = 0; ; i++) writeFileSync(join(disk, `filler-${size}-${i}`), Buffer.alloc(size));
    } catch (error) {
      assert.equal((error as NodeJS.ErrnoException).code, 'ENOSPC');
    }
  }
}

test('a set that needs more than the disk has is not begun: archive and contents need space', async (context) => {
  const { url } = await serve(context, (_request, response) => {
    response.writeHead(200, { 'content-length': 1e15 }).write(BYTES);
  });
  const locations = temporaryLocations();
  const dataset = { ...described(url, BYTES), bytes: 1e15 };
  await assert.rejects(untarData(dataset, { locations, listener: silent }), {
    name: 'FoveaError',
    message:
      /Fetching tiny_set\.tgz needs 2000000000\.0 MB, the disk has \d+\.\d MB left\.\n {2}Free some space, or set FASTAI_HOME/,
  });
  assert.deepEqual(inCache(locations), []);
});

test('a disk that becomes full in the middle of a download keeps the bytes that arrived, and the next run resumes', async (context) => {
  const disk = smallDisk(context);
  if (!disk) return;
  let becomesFull = () => {};
  const full = new Promise<void>((resolve) => {
    becomesFull = resolve;
  });
  const { url, requests } = await serve(context, (request, response, count) => {
    if (count > 1) return sendFile(request, response, BYTES);
    response.writeHead(200, { 'content-length': BYTES.length });
    response.write(BYTES.subarray(0, 50_000));
    full.then(() => response.end(BYTES.subarray(50_000)));
  });
  const locations = temporaryLocations({ FASTAI_HOME: disk });
  const listener = {
    ...silent,
    progress() {
      if (requests.length > 1) return;
      fill(disk);
      becomesFull();
    },
  };
  const fetchIt = () => untarData(described(url, BYTES), { locations, listener });
  await assert.rejects(fetchIt(), {
    name: 'FoveaError',
    message:
      /Fetching tiny_set\.tgz: the disk, or your quota on it, became full with 0\.\d MB to go; the disk has 0\.0 MB left\./,
  });
  assert.deepEqual(readdirSync(join(disk, 'archive')), ['tiny_set.tgz.part']);
  for (const name of readdirSync(disk)) if (name.startsWith('filler')) rmSync(join(disk, name));
  assert.ok(existsSync(join(await fetchIt(), 'a.bin')));
  assert.match(requests[1] ?? '', /^bytes=\d+-$/);
});

test('a disk that becomes full while unpacking, or is full before, leaves no incomplete set', async (context) => {
  const disk = smallDisk(context);
  if (!disk) return;
  mkdirSync(join(disk, 'archive'));
  const bytes = tgz([
    { path: 'tiny_set/a.bin', content: CONTENT },
    { path: 'tiny_set/b.bin', content: CONTENT },
  ]);
  writeFileSync(join(disk, 'archive', 'tiny_set.tgz'), bytes);
  const locations = temporaryLocations({ FASTAI_HOME: disk });
  const dataset = described('http://nowhere/tiny_set.tgz', bytes);
  const progress = (_activity: string, _title: string, { done, total }: { done: number; total: number }) => {
    // Half of the reading inspects, half unpacks.
    if (done > 0.6 * total) fill(disk);
  };
  await assert.rejects(untarData(dataset, { locations, listener: { ...silent, progress } }), {
    name: 'FoveaError',
    message: /Unpacking tiny_set\.tgz: the disk, or your quota on it, became full with 0\.4 MB to go; /,
  });
  assert.deepEqual(readdirSync(join(disk, 'archive')), ['tiny_set.tgz']);
  assert.deepEqual(readdirSync(join(disk, 'data')), []);
  fill(disk);
  await assert.rejects(untarData(dataset, { locations, listener: silent }), {
    message:
      /fastai's cache could not be written \(the disk is full\)\.\n {2}Free some space, or set FASTAI_HOME/,
  });
  rmSync(join(disk, 'filler-16384-0'));
  await assert.rejects(untarData(dataset, { locations, listener: silent }), {
    name: 'FoveaError',
    message: /Unpacking tiny_set\.tgz needs 0\.4 MB, the disk has 0\.0 MB left\./,
  });
  assert.deepEqual(readdirSync(join(disk, 'archive')), ['tiny_set.tgz']);
  assert.deepEqual(readdirSync(join(disk, 'data')), []);
});
