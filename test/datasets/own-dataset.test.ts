import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { recordDisplays } from '../../src/display/jupyter';
import { untarData } from '../../src/index';
import { inCache, temporaryLocations, tgz } from './archive';
import { sendFile, serve } from './server';

// More than a MiB that does not compress: the checksum is that of the whole archive.
const noise = Buffer.from(
  Array.from({ length: 2 ** 15 }, (_, i) => createHash('sha512').update(`${i}`).digest('hex')).join(''),
  'hex',
);
const BYTES = tgz([{ path: 'photos/ink_cap/1.bin', content: noise }]);
const bytes = BYTES.length;
const md5 = createHash('md5').update(BYTES).digest('hex');

async function served(context: TestContext, content = BYTES): Promise<string> {
  const { url } = await serve(context, (request, response) => sendFile(request, response, content));
  context.after(recordDisplays().stop);
  return `${new URL('/mushrooms.tar.gz?download=1', url)}`;
}

test("untarData(url, { bytes, md5 }) fetches an archive of one's own and then finds it", async (context) => {
  const url = await served(context);
  const locations = temporaryLocations();
  assert.ok(bytes > 2 ** 20);
  const path = await untarData(url, { bytes, md5: md5.toUpperCase(), locations });
  assert.equal(path, join(locations.home, '.fastai', 'data', 'mushrooms'));
  assert.deepEqual(readFileSync(join(path, 'ink_cap', '1.bin')), noise);
  assert.equal(await untarData(url, { bytes, md5, locations }), path);
  const named = await untarData(url, { bytes, md5, folder: 'fungi', locations });
  assert.equal(named, join(locations.home, '.fastai', 'data', 'fungi'));
});

test('two archives of one name are kept apart, in whatever order they are asked for', async (context) => {
  const other = tgz([{ path: 'birds/owl/1.bin', content: 'an owl' }]);
  const own = { bytes, md5 };
  const others = { bytes: other.length, md5: createHash('md5').update(other).digest('hex') };
  const [url, otherUrl] = [await served(context), await served(context, other)];
  const locations = temporaryLocations();
  const data = join(locations.home, '.fastai', 'data');
  const apart = join(data, `mushrooms-${others.md5.slice(0, 8)}`);
  // At once, too: neither takes the folder that the other is unpacking to.
  const both = await Promise.all([
    untarData(url, { ...own, locations }),
    untarData(otherUrl, { ...others, locations }),
  ]);
  assert.deepEqual(both, [join(data, 'mushrooms'), apart]);
  for (let i = 0; i < 2; i++) {
    assert.equal(await untarData(otherUrl, { ...others, locations }), apart);
    assert.equal(await untarData(url, { ...own, locations }), join(data, 'mushrooms'));
  }
  assert.equal(readFileSync(join(apart, 'owl', '1.bin'), 'utf8'), 'an owl');
  assert.deepEqual(readFileSync(join(data, 'mushrooms', 'ink_cap', '1.bin')), noise);
  // A folder that was unpacked by hand is taken as before.
  const byHand = join(data, 'fungi');
  mkdirSync(join(byHand, 'ink_cap'), { recursive: true });
  assert.equal(await untarData(url, { ...own, folder: 'fungi', locations }), byHand);
});

test('untarData() refuses an archive whose end has another content than its checksum says', async (context) => {
  const damaged = Buffer.from(BYTES);
  damaged[bytes - 20] ^= 1;
  const url = await served(context, damaged);
  const locations = temporaryLocations();
  await assert.rejects(untarData(url, { bytes, md5, locations }), /^FoveaError: .*MD5/s);
  assert.deepEqual(
    inCache(locations).filter((file) => file.startsWith('data')),
    [],
  );
});

test('untarData() says how to find out size and checksum, and what it can unpack', async () => {
  const url = 'https://example.org/mushrooms.tgz';
  const rejects = (address: string, options: object, message: RegExp) =>
    assert.rejects(untarData(address, { locations: temporaryLocations(), ...options } as never), message);
  await rejects(
    url,
    {},
    /^FoveaError: Expected the size of mushrooms\.tgz in bytes, received undefined\.\n {2}Give what "ls -l mushrooms\.tgz" prints/,
  );
  await rejects(
    url,
    { bytes },
    /^FoveaError: Expected the MD5 of mushrooms\.tgz as 32 hexadecimal digits, received undefined\.\n {2}Give what "md5sum mushrooms\.tgz" prints/,
  );
  await rejects(url, { bytes, md5: 'abc' }, /received 'abc'\./);
  await rejects(url, { bytes: -1, md5 }, /in bytes, received -1\./);
  await rejects(
    url,
    { bytes, md5, folder: '../x' },
    /^FoveaError: Expected the name of a folder as folder of untarData, received '\.\.\/x'\./,
  );
  await rejects(
    'https://example.org/mushrooms.zip',
    { bytes, md5 },
    /^FoveaError: Expected the address of a gzipped tar archive, \.tgz or \.tar\.gz, in untarData/,
  );
  for (const address of ['PETS', 'data/mushrooms.tgz', 'file:///mushrooms.tgz']) {
    await rejects(
      address,
      { bytes, md5 },
      /^FoveaError: Expected one of URLs, or the address of an archive, in untarData/,
    );
  }
});
