import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { fastaiCache, locate, type Places } from '../../src/datasets/locate';
import { URLs } from '../../src/datasets/registry';
import { temporaryFolder } from './archive';

function places(environment: Places['environment'] = {}): Places {
  const root = temporaryFolder();
  return {
    environment,
    currentFolder: join(root, 'project', 'notebooks'),
    project: join(root, 'project'),
    home: join(root, 'home'),
  };
}

function put(...path: string[]): string {
  const folder = join(...path);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'a.txt'), '');
  return folder;
}

test("locate() looks in data/, then in fastai's cache", () => {
  const here = places();
  const cached = put(here.home, '.fastai', 'data', 'camvid_tiny');
  assert.deepEqual(locate(URLs.CAMVID_TINY, here), { kind: 'folder', path: cached, by: "fastai's cache" });
  const own = put(here.project, 'data', 'camvid_tiny');
  assert.deepEqual(locate(URLs.CAMVID_TINY, here), { kind: 'folder', path: own, by: 'data/' });
});

test('locate() names the folders it looked in when nothing is found', () => {
  const here = places();
  assert.deepEqual(locate(URLs.PETS, here), {
    kind: 'none',
    looked: [
      join(here.project, 'data', 'oxford-iiit-pet'),
      join(here.home, '.fastai', 'data', 'oxford-iiit-pet'),
    ],
  });
});

test('locate() does not take an empty folder for a data set', () => {
  const here = places();
  mkdirSync(join(here.project, 'data', 'camvid'), { recursive: true });
  assert.equal(locate(URLs.CAMVID, here).kind, 'none');
});

test('locate() lets FOVEA_DATA decide, relative to the current folder or to the project', () => {
  const inCurrent = places({ FOVEA_DATA: 'mine' });
  put(inCurrent.project, 'data', 'camvid');
  const path = put(inCurrent.currentFolder, 'mine', 'camvid');
  assert.deepEqual(locate(URLs.CAMVID, inCurrent), { kind: 'folder', path, by: 'FOVEA_DATA' });

  const inProject = places({ FOVEA_DATA: '../shared' });
  const shared = put(inProject.project, '..', 'shared', 'camvid');
  assert.deepEqual(locate(URLs.CAMVID, inProject), {
    kind: 'folder',
    path: resolve(shared),
    by: 'FOVEA_DATA',
  });
});

test('locate() answers mini when FOVEA_DATA says so', () => {
  const here = places({ FOVEA_DATA: 'mini' });
  put(here.project, 'data', 'oxford-iiit-pet');
  assert.deepEqual(locate(URLs.PETS, here), { kind: 'mini' });
});

test('locate() tries nothing else when FOVEA_DATA lacks the set, and says where it looked', () => {
  const here = places({ FOVEA_DATA: '/nowhere' });
  put(here.project, 'data', 'oxford-iiit-pet');
  assert.throws(() => locate(URLs.PETS, here), {
    message:
      'Pets was not found where FOVEA_DATA=/nowhere says (looked for /nowhere/oxford-iiit-pet).\n' +
      "  FOVEA_DATA must name a folder that holds oxford-iiit-pet/, or be the word mini for drawn stand-ins; leave it out to search data/ and fastai's cache, then download.",
  });
});

test('fastaiCache() is ~/.fastai, or $FASTAI_HOME', () => {
  const here = places();
  assert.deepEqual(fastaiCache(here), {
    data: join(here.home, '.fastai', 'data'),
    archive: join(here.home, '.fastai', 'archive'),
  });
  assert.equal(
    fastaiCache({ ...here, environment: { FASTAI_HOME: '~/big' } }).data,
    join(here.home, 'big', 'data'),
  );
});

test("fastaiCache() honours fastai's config.ini", () => {
  const here = places();
  const folder = put(here.home, '.fastai');
  writeFileSync(
    join(folder, 'config.ini'),
    '[DEFAULT]\ndata = /disk/data\narchive = packed\nstorage = tmp\nmodel = models\n',
  );
  assert.deepEqual(fastaiCache(here), { data: '/disk/data', archive: join(folder, 'packed') });
});
