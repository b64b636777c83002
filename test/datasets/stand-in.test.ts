import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import Module from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { identityOf, markDrawn } from 'fovea-drawings/dist/identity';
import { ensureStandIn, hasStandIn, standInFolders } from '../../src/datasets/stand-in';
import { URLs } from '../../src/index';
import { temporaryFolder } from '../temporary-folder';

const camvid = URLs.CAMVID_TINY;

/** A project in which CamVid was drawn before. */
function projectWithCamvid() {
  const project = temporaryFolder();
  const folder = join(project, 'data', 'mini', 'camvid_tiny');
  mkdirSync(folder, { recursive: true });
  return { project, folder };
}

test('four sets can be drawn', () => {
  const sets = [URLs.BIWI_HEAD_POSE, URLs.CAMVID_TINY, URLs.PETS, URLs.PASCAL_2007];
  assert.deepEqual(standInFolders(), ['biwi_head_pose', 'camvid_tiny', 'oxford-iiit-pet', 'pascal_2007']);
  for (const set of sets) assert.equal(hasStandIn(set), true);
  assert.equal(hasStandIn(URLs.CAMVID), false);
});

test('ensureStandIn() takes a set that this program has drawn as it is, and prints nothing', async () => {
  const { project, folder } = projectWithCamvid();
  markDrawn(folder, identityOf('camvid_tiny', 'mini'));
  const lines: string[] = [];
  assert.equal(await ensureStandIn(camvid, { project, print: (line) => lines.push(line) }), folder);
  assert.deepEqual(lines, []);
  assert.deepEqual(readdirSync(folder), ['.identity']);
});

test('ensureStandIn() draws a set of another program again, and keeps the old one until the new one is whole', async () => {
  const { project, folder } = projectWithCamvid();
  writeFileSync(join(folder, '.identity'), 'of another program');
  const abort = new AbortController();
  const lines: string[] = [];
  const print = (line: string) => void lines.push(line);
  const drawing = ensureStandIn(camvid, { project, print, signal: abort.signal });
  const isInterrupted = assert.rejects(drawing, { name: 'AbortError' });
  while (!existsSync(join(project, 'data', 'mini', '.camvid_tiny.drawing'))) await pause(10);
  abort.abort();
  await isInterrupted;
  assert.deepEqual(lines, ['Drawing stand-ins for camvid_tiny, once: about 10 seconds on two cores ...']);
  assert.equal(readFileSync(join(folder, '.identity'), 'utf8'), 'of another program');
  assert.deepEqual(readdirSync(join(project, 'data', 'mini')), ['camvid_tiny']);
});

test('ensureStandIn() draws a few images into a folder of their own', async () => {
  const { project } = projectWithCamvid();
  const lines: string[] = [];
  const folder = await ensureStandIn(camvid, { project, name: 'few', print: (line) => lines.push(line) });
  assert.equal(folder, join(project, 'data', 'few', 'camvid_tiny'));
  assert.equal(readdirSync(join(folder, 'images')).length, 24);
  assert.deepEqual(lines, [
    'Drawing a few stand-ins for camvid_tiny, once: about 3 seconds on two cores ...',
  ]);
  assert.equal(
    await ensureStandIn(camvid, { project, name: 'few', print: (line) => lines.push(line) }),
    folder,
  );
  assert.equal(lines.length, 1);
});

test('ensureStandIn() names the sets that can be drawn when asked for another', async () => {
  await assert.rejects(ensureStandIn({ folder: 'no_such_set' }, { project: temporaryFolder() }), {
    message:
      'There is no drawn stand-in for no_such_set.\n  There is one for biwi_head_pose, camvid_tiny, oxford-iiit-pet, pascal_2007. For the real one leave FOVEA_DATA out, or set it to a folder that holds no_such_set/.',
  });
});

test('ensureStandIn() says what to do if the package that draws is not built', async (context) => {
  const modules = Module as unknown as { _load(name: string, ...rest: unknown[]): unknown };
  const load = modules._load;
  context.mock.method(modules, '_load', (name: string, ...rest: unknown[]) => {
    if (name !== 'fovea-drawings') return load.call(modules, name, ...rest);
    throw Object.assign(new Error(`Cannot find module '${name}'`), { code: 'MODULE_NOT_FOUND' });
  });
  assert.equal(hasStandIn(camvid), false);
  await assert.rejects(ensureStandIn(camvid, { project: temporaryFolder() }), {
    message: 'The program that draws the stand-ins is not built.\n  Run "npm run build".',
  });
});
