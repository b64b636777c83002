import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { SETS } from 'fovea-drawings';
import { identityOf, markDrawn } from 'fovea-drawings/dist/identity';
import type { Locations } from '../../src/datasets/locate';
import type { PublicDataset } from '../../src/datasets/registry';
import { recordDisplays } from '../../src/display/jupyter';
import { type MimeBundle, URLs, untarData } from '../../src/index';
import { described, inCache, temporaryLocations, tgz } from './archive';
import { CLOSED_ADDRESS, sendFile, serve } from './server';

const BYTES = tgz([{ path: 'tiny_set/a.txt', content: 'A' }]);

/** A drawn set as an earlier run left it, so that a test need not draw one. */
function drawnBefore({ project }: Locations, name: 'mini' | 'few' = 'mini'): string {
  const folder = join(project, 'data', name, 'oxford-iiit-pet');
  mkdirSync(folder, { recursive: true });
  markDrawn(folder, identityOf('oxford-iiit-pet', name));
  return folder;
}

/** Records what the calls of a test show; `last` is what stays on the page. */
function recording(context: TestContext) {
  const { displays, stop } = recordDisplays();
  context.after(stop);
  const last = (): MimeBundle => displays.at(-1)?.at(-1) ?? { 'text/plain': '' };
  return {
    displays,
    text: () => last()['text/plain'],
    lines: () => last()['text/plain'].split('\n'),
    html: () => String(last()['text/html']),
  };
}

test("untarData() fetches, unpacks into fastai's cache, and then finds it there", async (context) => {
  const { url, requests } = await serve(context, (request, response) => sendFile(request, response, BYTES));
  const locations = temporaryLocations();
  const { lines, text } = recording(context);
  const path = await untarData(described(url, BYTES), { locations });
  assert.equal(path, join(locations.home, '.fastai', 'data', 'tiny_set'));
  assert.equal(readFileSync(join(path, 'a.txt'), 'utf8'), 'A');
  assert.deepEqual(lines(), [
    `Tiny set: fetching 0.0 MB from ${url}.`,
    "Tiny set: unpacking into fastai's cache.",
    'Tiny set: ready.',
  ]);
  assert.deepEqual(readdirSync(join(locations.home, '.fastai', 'archive')), ['tiny_set.tgz']);
  assert.ok(!text().includes(locations.home));

  assert.equal(await untarData(described(url, BYTES), { locations }), path);
  assert.equal(text(), "Tiny set: from fastai's cache.");
  assert.equal(requests.length, 1);
});

test('untarData() shows one bar with speed and time left, and removes it at the end', async (context) => {
  const { url } = await serve(context, (request, response) => {
    sendFile(request, response, BYTES);
  });
  const { displays, html } = recording(context);
  await untarData(described(url, BYTES), { locations: temporaryLocations() });
  assert.equal(displays.length, 1);
  const bars = displays[0]
    .map((bundle) => String(bundle['text/html']))
    .filter((page) => /<progress/.test(page));
  assert.match(
    bars[0],
    /<progress value="\d+" max="\d+" aria-label="fetching Tiny set"><\/progress><span>100%, 0\.0 MB of 0\.0 MB, \d+\.\d MB\/s, 0 s left<\/span>/,
  );
  assert.ok(bars.some((page) => page.includes('aria-label="unpacking Tiny set"')));
  assert.match(html(), /<div class="fovea-quiet">Tiny set: ready\.<\/div>/);
  assert.doesNotMatch(html(), /<progress/);
});

test('untarData() says where a set is from, without a folder of this machine', async (context) => {
  const locations = temporaryLocations({ FOVEA_DATA: 'elsewhere' });
  const folder = join(locations.currentFolder, 'elsewhere', 'tiny_set');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'a.txt'), 'A');
  const { text } = recording(context);
  assert.equal(await untarData(described('http://nowhere/a.tgz', BYTES), { locations }), folder);
  assert.equal(text(), 'Tiny set: from FOVEA_DATA.');
});

test('untarData() unpacks an archive that Python users have fetched', async (context) => {
  const { url, requests } = await serve(context, (request, response) => sendFile(request, response, BYTES));
  const locations = temporaryLocations();
  const archives = join(locations.home, '.fastai', 'archive');
  mkdirSync(archives, { recursive: true });
  writeFileSync(join(archives, 'tiny_set.tgz'), BYTES);
  recording(context);
  const path = await untarData(described(url, BYTES), { locations });
  assert.equal(existsSync(join(path, 'a.txt')), true);
  assert.equal(requests.length, 0);
});

test('untarData() downloads again what another program left incomplete under the name of the archive', async (context) => {
  const { url, requests } = await serve(context, (request, response) => sendFile(request, response, BYTES));
  const locations = temporaryLocations();
  const archives = join(locations.home, '.fastai', 'archive');
  mkdirSync(archives, { recursive: true });
  writeFileSync(join(archives, 'tiny_set.tgz'), BYTES.subarray(0, 50));
  recording(context);
  const path = await untarData(described(url, BYTES), { locations });
  assert.equal(existsSync(join(path, 'a.txt')), true);
  assert.equal(requests.length, 1);
});

test('untarData() deletes an archive that is damaged beyond the bytes of its checksum, so that the next run downloads it again', async (context) => {
  const damaged = Buffer.from(BYTES);
  damaged[BYTES.length - 6] ^= 1;
  const { url } = await serve(context, (request, response) => sendFile(request, response, damaged));
  const locations = temporaryLocations();
  recording(context);
  await assert.rejects(untarData(described(url, damaged), { locations }), {
    name: 'FoveaError',
    message:
      /tiny_set\.tgz is damaged: incorrect data check\.\n {2}It was deleted: run it again to fetch it anew\.\n {2}Or unpack/,
  });
  assert.deepEqual(inCache(locations), []);
});

test('untarData() asked for one set three times at once fetches it once', async (context) => {
  const { displays } = recording(context);
  const waits = () =>
    displays
      .flat()
      .some((bundle) =>
        bundle['text/plain'].includes('Tiny set: another call here is fetching it; waiting.'),
      );
  const { url, requests } = await serve(context, async (request, response) => {
    while (!waits()) await new Promise((resolve) => setImmediate(resolve));
    sendFile(request, response, BYTES);
  });
  const locations = temporaryLocations();
  const dataset = described(url, BYTES);
  const paths = await Promise.all([1, 2, 3].map(() => untarData(dataset, { locations })));
  assert.equal(new Set(paths).size, 1);
  assert.equal(requests.length, 1);
  assert.ok(waits());
});

test('untarData() uses the drawn stand-ins when asked, and shows a note that says so', async (context) => {
  const locations = temporaryLocations({ FOVEA_DATA: 'mini' });
  const folder = drawnBefore(locations);
  const { text, html } = recording(context);
  assert.equal(await untarData(URLs.PETS, { locations }), folder);
  assert.equal(
    text(),
    'Pets: drawn stand-ins, not photos (data/mini/oxford-iiit-pet). FOVEA_DATA=mini asks for them; without it the real set is looked for, then fetched.',
  );
  assert.match(html(), /<div class="fovea-note" role="note">Pets: drawn stand-ins, not photos/);
});

test('untarData() uses a few drawn stand-ins when asked, and says so', async (context) => {
  const locations = temporaryLocations({ FOVEA_DATA: 'few' });
  const folder = drawnBefore(locations, 'few');
  const { text } = recording(context);
  assert.equal(await untarData(URLs.PETS, { locations }), folder);
  assert.equal(
    text(),
    'Pets: a few drawn stand-ins, not photos (data/few/oxford-iiit-pet). FOVEA_DATA=few asks for them; without it the real set is looked for, then fetched.',
  );
});

test('untarData() says that it waits while another process draws the set, and clears the line when that is done', async (context) => {
  const locations = temporaryLocations({ FOVEA_DATA: 'mini' });
  const { displays, html } = recording(context);
  const other = spawn('sleep', ['60']);
  context.after(() => other.kill());
  const mini = join(locations.project, 'data', 'mini');
  mkdirSync(mini, { recursive: true });
  const holder = { pid: other.pid, host: hostname() };
  writeFileSync(join(mini, '.oxford-iiit-pet.lock'), JSON.stringify(holder));
  const found = untarData(URLs.PETS, { locations });
  while (displays.length === 0) await pause(10);
  const { seconds } = SETS['oxford-iiit-pet'].sizes.mini;
  assert.match(
    html(),
    new RegExp(
      `>Waiting for another process \\(${other.pid}\\), which is drawing oxford-iiit-pet: about ${seconds} seconds on two cores \\.\\.\\.<`,
    ),
  );
  drawnBefore(locations);
  other.kill();
  await found;
  assert.doesNotMatch(html(), /Waiting/);
  assert.match(html(), /role="note">Pets: drawn stand-ins/);
});

test('untarData() says which sets can be drawn when asked to draw another', async (context) => {
  recording(context);
  for (const dataset of [URLs.CAMVID, URLs.BIWI_SAMPLE]) {
    await assert.rejects(untarData(dataset, { locations: temporaryLocations({ FOVEA_DATA: 'mini' }) }), {
      message: new RegExp(
        `^There is no drawn stand-in for ${dataset.folder}\\.\\n {2}There is one for .*oxford-iiit-pet.*\\. For the real one leave FOVEA_DATA out, or set it to a folder that holds ${dataset.folder}/\\.$`,
      ),
    });
  }
});

test('untarData() falls back to the drawn stand-ins when there is no network, with a note how to get the real set', async (context) => {
  const locations = temporaryLocations();
  const folder = drawnBefore(locations);
  const { html, lines } = recording(context);
  const dataset: PublicDataset = described(`http://${CLOSED_ADDRESS}/a.tgz`, BYTES, 'oxford-iiit-pet');
  assert.equal(await untarData(dataset, { locations }), folder);
  assert.equal(
    lines().at(-1),
    `Tiny set: drawn stand-ins, not photos (data/mini/oxford-iiit-pet). The real set was found neither in data/ nor in fastai's cache, and could not be fetched: ${CLOSED_ADDRESS} cannot be reached (ECONNREFUSED). For the real ones run "npm run data -- oxford-iiit-pet" with a network, or unpack http://${CLOSED_ADDRESS}/a.tgz into data/.`,
  );
  assert.match(html(), /<div class="fovea-note" role="note">Tiny set: drawn stand-ins/);
});

test('untarData() without stand-ins says where it looked and what to do', async (context) => {
  recording(context);
  const locations = temporaryLocations();
  const [own, cached] = [join(locations.project, 'data'), join(locations.home, '.fastai', 'data')];
  await assert.rejects(untarData(described(`http://${CLOSED_ADDRESS}/a.tgz`, BYTES), { locations }), {
    name: 'FoveaError',
    message: `Tiny set was not found (looked in ${own}/tiny_set and ${cached}/tiny_set) and could not be fetched: ${CLOSED_ADDRESS} cannot be reached (ECONNREFUSED).
  Unpack http://${CLOSED_ADDRESS}/a.tgz so that ${own}/tiny_set exists, or set FOVEA_DATA to a folder that holds tiny_set/.`,
  });
});

test('untarData() says that the cache cannot be written, and names FASTAI_HOME', async (context) => {
  recording(context);
  const { url } = await serve(context, (request, response) => sendFile(request, response, BYTES));
  const locations = temporaryLocations();
  mkdirSync(locations.home);
  writeFileSync(join(locations.home, '.fastai'), 'a file');
  await assert.rejects(untarData(described(url, BYTES), { locations }), {
    message:
      /fastai's cache could not be written \((ENOTDIR|EEXIST)\)\.\n {2}Set FASTAI_HOME to a folder that you may write; .*tiny_set\.tgz cannot be written\./,
  });
});
