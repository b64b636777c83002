import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { CAMVID_VERSION } from '../../../src/datasets/mini/camvid/camvid';
import { ensureMini, miniFolders } from '../../../src/datasets/mini/mini';
import { temporaryFolder } from '../archive';

/** A project whose drawn CamVid has a version. */
function projectWith(version: string): { project: string; folder: string } {
  const project = temporaryFolder();
  const folder = join(project, 'data', 'mini', 'camvid_tiny');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, '.version'), version);
  return { project, folder };
}

const camvid = { folder: 'camvid_tiny' };

test('four sets can be drawn', () => {
  assert.deepEqual(miniFolders().sort(), ['biwi_head_pose', 'camvid_tiny', 'oxford-iiit-pet', 'pascal_2007']);
});

test('ensureMini() takes a drawn set of the present version as it is, without a word', async () => {
  const { project, folder } = projectWith(CAMVID_VERSION);
  const lines: string[] = [];
  assert.equal(await ensureMini(camvid, { project, print: (line) => lines.push(line) }), folder);
  assert.deepEqual(lines, []);
  assert.deepEqual(readdirSync(folder), ['.version']);
});

test('ensureMini() draws a set of an older version anew, says how long that takes, and keeps the old one until it is done', async () => {
  const { project, folder } = projectWith('0');
  // Stops at the first word, as a closed terminal would.
  const print = (line: string) => {
    throw new Error(line);
  };
  await assert.rejects(ensureMini(camvid, { project, print }), {
    message: 'Drawing stand-ins for camvid_tiny, once: about 10 seconds on two cores ...',
  });
  assert.equal(readFileSync(join(folder, '.version'), 'utf8'), '0');
  assert.deepEqual(readdirSync(join(project, 'data', 'mini')), ['camvid_tiny']);
});
