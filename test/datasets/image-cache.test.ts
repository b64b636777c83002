import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../temporary-folder';

const root = join(__dirname, '..', '..');

// Reads each of two images of 100 x 100 pixels (30 kB decoded), spoils its file and reads it again.
const PROGRAM = `
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');
const sharp = require('sharp');
const { openImage } = require('./src/index');
async function isKept(file) {
  await sharp({ create: { width: 100, height: 100, channels: 3, background: 'red' } }).png().toFile(file);
  const image = await openImage(file);
  await image.read();
  writeFileSync(file, 'no image any more');
  return image.read().then(() => true, () => false);
}
(async () => {
  const kept = [];
  for (const name of ['one.png', 'two.png']) kept.push(await isKept(join(process.argv[1], name)));
  console.log(JSON.stringify(kept));
})();`;

function run(limit: string) {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', '-e', PROGRAM, temporaryFolder()],
    { cwd: root, encoding: 'utf8', env: { ...process.env, FOVEA_CACHE_GB: limit } },
  );
  return { stdout: stdout.trim(), stderr };
}

test('FOVEA_CACHE_GB limits the decoded images that a process keeps on disk; 0 keeps none', () => {
  // Room for one of the two.
  assert.equal(run('0.00004').stdout, '[true,false]');
  assert.equal(run('0').stdout, '[false,false]');
});

test('FOVEA_CACHE_GB that is no number of gigabytes is refused when the library is loaded', () => {
  assert.match(
    run('lots').stderr,
    /FoveaError: Expected a number of gigabytes as FOVEA_CACHE_GB, received "lots"\.\n {2}Set it to e\.g\. 2; 0 keeps no decoded images on disk\./,
  );
});
