import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import type { Locations } from '../../src/datasets/locate';
import { URLs, untarData } from '../../src/index';
import { described, temporaryLocations } from './archive';
import { CLOSED_ADDRESS } from './server';

function put(...path: string[]): string {
  const folder = join(...path);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'a.txt'), '');
  return folder;
}

/** Where a set is found, and the line that reports it. */
async function find(dataset: Parameters<typeof untarData>[0], locations: Locations) {
  const lines: string[] = [];
  const listener = { line: (text: string) => void lines.push(text), note() {}, progress() {} };
  const path = await untarData(dataset, { locations, listener, standIn: false });
  return { path, line: lines.join('\n') };
}

test("a set is looked for in data/, then in fastai's cache", async () => {
  const locations = temporaryLocations();
  const cached = put(locations.home, '.fastai', 'data', 'camvid_tiny');
  assert.deepEqual(await find(URLs.CAMVID_TINY, locations), {
    path: cached,
    line: "CamVid tiny: from fastai's cache.",
  });
  const own = put(locations.project, 'data', 'camvid_tiny');
  assert.deepEqual(await find(URLs.CAMVID_TINY, locations), { path: own, line: 'CamVid tiny: from data/.' });
});

test('an empty folder is not taken for a set', async () => {
  const locations = temporaryLocations();
  mkdirSync(join(locations.project, 'data', 'tiny_set'), { recursive: true });
  const dataset = described(`http://${CLOSED_ADDRESS}/a.tgz`, Buffer.from('x'));
  await assert.rejects(find(dataset, locations), { message: /^Tiny set was not found \(looked in / });
});

test('FOVEA_DATA is used first, relative to the current folder or to the project', async () => {
  const inCurrent = temporaryLocations({ FOVEA_DATA: 'mine' });
  put(inCurrent.project, 'data', 'camvid');
  const path = put(inCurrent.currentFolder, 'mine', 'camvid');
  assert.deepEqual(await find(URLs.CAMVID, inCurrent), { path, line: 'CamVid: from FOVEA_DATA.' });

  const inProject = temporaryLocations({ FOVEA_DATA: '../shared' });
  const shared = put(inProject.project, '..', 'shared', 'camvid');
  assert.equal((await find(URLs.CAMVID, inProject)).path, resolve(shared));
});

test('FOVEA_DATA may begin with ~, the home folder', async () => {
  const locations = temporaryLocations({ FOVEA_DATA: '~/sets' });
  const path = put(locations.home, 'sets', 'camvid');
  assert.deepEqual(await find(URLs.CAMVID, locations), { path, line: 'CamVid: from FOVEA_DATA.' });
});

test('if the folder of FOVEA_DATA lacks the set, nothing else is searched, and the error names the paths', async () => {
  const locations = temporaryLocations({ FOVEA_DATA: '/nowhere' });
  put(locations.project, 'data', 'oxford-iiit-pet');
  await assert.rejects(find(URLs.PETS, locations), {
    message:
      'Pets was not found in the folder of FOVEA_DATA=/nowhere (looked for /nowhere/oxford-iiit-pet).\n' +
      "  FOVEA_DATA must name a folder that contains oxford-iiit-pet/, or be the word mini for drawn stand-ins, or few for a few of them. Without it data/ and fastai's cache are searched, then the set is downloaded.",
  });
});

test("fastai's cache is where FASTAI_HOME says", async () => {
  const locations = temporaryLocations({ FASTAI_HOME: '~/big' });
  put(locations.home, '.fastai', 'data', 'camvid');
  const path = put(locations.home, 'big', 'data', 'camvid');
  assert.equal((await find(URLs.CAMVID, locations)).path, path);
});

test("fastai's config.ini may put the sets elsewhere", async () => {
  const locations = temporaryLocations();
  const elsewhere = join(locations.home, 'disk', 'data');
  const folder = put(locations.home, '.fastai');
  writeFileSync(
    join(folder, 'config.ini'),
    `[DEFAULT]\ndata = ${elsewhere}\narchive = packed\nstorage = tmp\nmodel = models\n`,
  );
  const path = put(elsewhere, 'camvid');
  assert.equal((await find(URLs.CAMVID, locations)).path, path);
});

test('URLs has the six sets of the lessons with the sizes and checksums of fastai 2.8', () => {
  assert.deepEqual(
    Object.entries(URLs).map(([key, { url, bytes, md5OfFirstMiB }]) => [key, url, bytes, md5OfFirstMiB]),
    [
      ['PETS', 'fast-ai-imageclas/oxford-iiit-pet', 811_706_944, 'e4db5c768afd933bb91f5f594d7417a4'],
      ['PASCAL_2007', 'fast-ai-imagelocal/pascal_2007', 1_637_796_771, '433b4706eb7c42bd74e7f784e3fdf244'],
      ['CAMVID', 'fast-ai-imagelocal/camvid', 598_913_237, '648371e4f3a833682afb39b08a3ce2aa'],
      ['CAMVID_TINY', 'fast-ai-sample/camvid_tiny', 2_314_212, '2cf6daf91b7a2083ecfa3e9968e9d915'],
      [
        'BIWI_HEAD_POSE',
        'fast-ai-imagelocal/biwi_head_pose',
        452_316_199,
        '00f4ccf66e8cba184bc292fdc08fb237',
      ],
      ['BIWI_SAMPLE', 'fast-ai-sample/biwi_sample', 593_774, '9179f4c1435f4b291f0d5b072d60c2c9'],
    ].map(([key, path, bytes, sum]) => [key, `https://s3.amazonaws.com/${path}.tgz`, bytes, sum]),
  );
});
