import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Places } from '../../src/datasets/locate';
import { PETS_VERSION } from '../../src/datasets/mini/pets/pets';
import type { Dataset } from '../../src/datasets/registry';
import { untarData } from '../../src/datasets/untar-data';
import { described, temporaryFolder, tgz } from './archive';
import { closedAddress, sendFile, serve } from './server';

const BYTES = tgz([{ path: 'tiny_set/a.txt', content: 'A' }]);

function places(environment: Places['environment'] = {}): Places {
  const root = temporaryFolder();
  return { environment, currentFolder: root, project: join(root, 'project'), home: join(root, 'home') };
}

/** A drawn set as an earlier run left it, so that a test need not draw one. */
function drawnBefore({ project }: Places): string {
  const folder = join(project, 'data', 'mini', 'oxford-iiit-pet');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, '.version'), PETS_VERSION);
  return folder;
}

function speaker() {
  const lines: string[] = [];
  return { lines, print: (line: string) => lines.push(line) };
}

test("untarData() fetches, unpacks into fastai's cache, and then finds it there", async (context) => {
  const { url, requests } = await serve(context, (request, response) => sendFile(request, response, BYTES));
  const here = places();
  const { lines, print } = speaker();
  const path = await untarData(described(url, BYTES), { places: here, print });
  assert.equal(path, join(here.home, '.fastai', 'data', 'tiny_set'));
  assert.equal(readFileSync(join(path, 'a.txt'), 'utf8'), 'A');
  assert.equal(lines.at(-1), "Tiny set: unpacking into fastai's cache.");
  assert.deepEqual(readdirSync(join(here.home, '.fastai', 'archive')), ['tiny_set.tgz']);

  assert.equal(await untarData(described(url, BYTES), { places: here, print }), path);
  assert.equal(lines.at(-1), "Tiny set: from fastai's cache.");
  assert.equal(requests.length, 1);
  assert.ok(!lines.join('\n').includes(here.home), lines.join('\n'));
});

test('untarData() says where a set is from, without a folder of this machine', async () => {
  const here = places({ FOVEA_DATA: 'elsewhere' });
  const folder = join(here.currentFolder, 'elsewhere', 'tiny_set');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'a.txt'), 'A');
  const { lines, print } = speaker();
  assert.equal(await untarData(described('http://nowhere/a.tgz', BYTES), { places: here, print }), folder);
  assert.deepEqual(lines, ['Tiny set: from FOVEA_DATA.']);
});

test('untarData() unpacks an archive that Python users have fetched', async (context) => {
  const { url, requests } = await serve(context, (request, response) => sendFile(request, response, BYTES));
  const here = places();
  const archives = join(here.home, '.fastai', 'archive');
  mkdirSync(archives, { recursive: true });
  writeFileSync(join(archives, 'tiny_set.tgz'), BYTES);
  const path = await untarData(described(url, BYTES), { places: here, print: () => {} });
  assert.equal(existsSync(join(path, 'a.txt')), true);
  assert.equal(requests.length, 0);
});

test('untarData() asked twice at once fetches once', async (context) => {
  const { url, requests } = await serve(context, (request, response) =>
    setTimeout(() => sendFile(request, response, BYTES), 50),
  );
  const here = places();
  const { lines, print } = speaker();
  const dataset = described(url, BYTES);
  const paths = await Promise.all([1, 2, 3].map(() => untarData(dataset, { places: here, print })));
  assert.equal(new Set(paths).size, 1);
  assert.equal(requests.length, 1);
  assert.ok(lines.includes('Tiny set: another call here is fetching it; waiting.'));
});

test('untarData() in two processes fetches once', async (context) => {
  const { url, requests } = await serve(context, (request, response) =>
    setTimeout(() => sendFile(request, response, BYTES), 1500),
  );
  const here = places();
  const call = `require(${JSON.stringify(join(__dirname, '../../src/datasets/untar-data'))})
    .untarData(${JSON.stringify(described(url, BYTES))}, { places: ${JSON.stringify(here)} })`;
  const run = () =>
    new Promise<string>((resolve) => {
      const child = spawn(process.execPath, ['--import', 'tsx', '-e', call]);
      let output = '';
      child.stdout.on('data', (text) => {
        output += text;
      });
      child.on('exit', (code) => resolve(`${output}${code}`));
    });
  const outputs = await Promise.all([run(), run()]);
  assert.equal(requests.length, 1, outputs.join('\n'));
  assert.deepEqual(
    outputs.map((output) => output.at(-1)),
    ['0', '0'],
  );
  assert.ok(outputs.some((output) => /another process \(\d+\) is fetching it; waiting\./.test(output)));
});

test('untarData() uses the drawn stand-ins when asked, and says so', async () => {
  const here = places({ FOVEA_DATA: 'mini' });
  const folder = drawnBefore(here);
  const { lines, print } = speaker();
  const dataset = { ...described('http://nowhere/a.tgz', BYTES, 'oxford-iiit-pet'), title: 'Pets' };
  assert.equal(await untarData(dataset, { places: here, print }), folder);
  assert.deepEqual(lines, [
    'Pets: drawn stand-ins, not photos (data/mini/oxford-iiit-pet). FOVEA_DATA=mini asks for them; without it the real set is looked for, then fetched.',
  ]);
});

test('untarData() falls back to the drawn stand-ins when there is no network, with a note how to get the real set', async () => {
  const here = places();
  const folder = drawnBefore(here);
  const { lines, print } = speaker();
  const closed = await closedAddress();
  const dataset: Dataset = described(`http://${closed}/a.tgz`, BYTES, 'oxford-iiit-pet');
  assert.equal(await untarData(dataset, { places: here, print }), folder);
  const note = lines.at(-1) ?? '';
  assert.match(
    note,
    /^Tiny set: drawn stand-ins, not photos \(data\/mini\/oxford-iiit-pet\)\. NOTE: the real set was found neither in data\/ nor in fastai's cache, /,
  );
  assert.ok(!note.includes(here.project) && !note.includes(here.home), note);
  assert.ok(note.includes(`could not be fetched: ${closed} cannot be reached (ECONNREFUSED).`));
  assert.match(
    note,
    /run "npm run data -- oxford-iiit-pet" with a network, or unpack http:.*a\.tgz into data\/\.$/,
  );
});

test('untarData() without stand-ins says where it looked and what to do', async () => {
  const here = places();
  const closed = await closedAddress();
  const dataset = described(`http://${closed}/a.tgz`, BYTES);
  await assert.rejects(untarData(dataset, { places: here, print: () => {} }), (error: Error) => {
    assert.ok(
      error.message.startsWith(
        `Tiny set was not found (looked in ${join(here.project, 'data', 'tiny_set')} and `,
      ),
    );
    assert.match(
      error.message,
      /could not be fetched: .* cannot be reached \(ECONNREFUSED\)\.\n {2}Unpack http:/,
    );
    return true;
  });
});
