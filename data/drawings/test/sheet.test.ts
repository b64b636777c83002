import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import sharp from 'sharp';
import { SAMPLES } from '../src/samples';
import { SETS } from '../src/sets';
import { sheet } from '../src/sheet';

const root = join(__dirname, '..');

test('there are samples of every set: 37 breeds, 20 classes, 24 people, and stretches of four drives', () => {
  assert.deepEqual(Object.keys(SAMPLES).sort(), Object.keys(SETS).sort());
  assert.equal(SAMPLES['oxford-iiit-pet'].kinds.length, 37);
  assert.equal(SAMPLES.pascal_2007.kinds.length, 20);
  assert.equal(SAMPLES.biwi_head_pose.kinds.length, 24);
  const drives = new Set(SAMPLES.camvid_tiny.kinds.map((kind) => kind.split('_')[0]));
  assert.deepEqual([...drives].sort(), ['0001TP', '0006R0', '0016E5', 'Seq05VD']);
});

test('a sample is an image of a kind, the same for the same number', async () => {
  const { draw } = SAMPLES['oxford-iiit-pet'];
  const [first, again, other] = await Promise.all([draw('pug', 1), draw('pug', 1), draw('pug', 2)]);
  assert.deepEqual(again, first);
  assert.notDeepEqual(other.pixels, first.pixels);
  assert.equal(first.pixels.length, first.width * first.height * 3);
});

test('sheet() sets images in rows, with room for a caption under each', async () => {
  const image = { width: 2, height: 2, pixels: new Uint8Array(12).fill(200) };
  const images = ['a', 'b', 'c'].map((caption) => ({ image, caption }));
  const bytes = await sheet(images, { columns: 2, cell: { width: 30, height: 20 } });
  const { format, width, height } = await sharp(bytes).metadata();
  assert.deepEqual({ format, width, height }, { format: 'webp', width: 2 * 34 + 4, height: 2 * 40 + 4 });
});

test('README.md shows the contact sheet of every set, none over 300 kB', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  for (const set of Object.keys(SETS)) {
    const file = `contact-sheets/${set}.webp`;
    assert.ok(readme.includes(`](${file})`), file);
    assert.ok(statSync(join(root, file)).size < 300_000, file);
  }
});
