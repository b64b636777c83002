import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import sharp from 'sharp';
import { randomFrom } from '../../src/base/random';
import { FoveaError, openMask, readImage } from '../../src/index';
import { temporaryFolder } from '../temporary-folder';
import { harshImage } from './cut-cases';
import { bmp } from './written';

const SEED = 26;
const PER_FORMAT = 75;
const [WIDTH, HEIGHT] = [48, 36];

const folder = temporaryFolder();
const image = harshImage(WIDTH, HEIGHT);
const source = () => sharp(image.pixels, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } });

const rowsOf = (pixel: (start: number) => number[]) =>
  Array.from({ length: HEIGHT }, (_, y) =>
    Array.from({ length: WIDTH }, (_, x) => pixel(3 * (y * WIDTH + x))).flat(),
  );

/** One good file of each format. */
async function goodFiles(): Promise<Record<string, Buffer>> {
  const { pixels } = image;
  const colours = rowsOf((at) => [pixels[at + 2], pixels[at + 1], pixels[at]]);
  // Pairs of a count of 1 and an index, and the end of the row.
  const runs = rowsOf((at) => [1, pixels[at] >> 4]).map((row) => [...row, 0, 0]);
  const palette = Array.from({ length: 16 }, (_, i) => [i * 16, 255 - i, i]);
  const text = (kind: string) => Buffer.from(`${kind}\n# made for a test\n${WIDTH} ${HEIGHT}\n255\n`);
  return {
    'a.jpg': await source().jpeg().toBuffer(),
    'a.png': await source().png({ palette: true }).toBuffer(),
    'b.png': await source().png().toBuffer(),
    'a.webp': await source().webp().toBuffer(),
    'a.tif': await source().tiff({ compression: 'lzw' }).toBuffer(),
    'a.gif': await source().gif().toBuffer(),
    'a.bmp': bmp({ width: WIDTH, height: HEIGHT }, colours, { bits: 24 }),
    'runs.bmp': bmp({ width: WIDTH, height: HEIGHT }, runs, { bits: 8, compression: 1, palette }),
    'a.ppm': Buffer.concat([text('P6'), pixels]),
    'a.pgm': Buffer.concat([text('P5'), pixels.filter((_, i) => i % 3 === 0)]),
  };
}

/** Cuts a file off, overwrites some of its bytes, or adds some, also where its header is. */
function damaged(bytes: Buffer, random: ReturnType<typeof randomFrom>): Buffer {
  const below = (limit: number) => Math.floor(random.uniform(0, limit));
  const kind = below(3);
  const at = random.uniform(0, 1) < 0.4 ? below(Math.min(64, bytes.length)) : below(bytes.length);
  const noise = Buffer.from(Array.from({ length: 1 + below(12) }, () => below(256)));
  if (kind === 0) return bytes.subarray(0, at);
  if (kind === 1) return Buffer.concat([bytes.subarray(0, at), noise, bytes.subarray(at + noise.length)]);
  return Buffer.concat([bytes.subarray(0, at), noise, bytes.subarray(at)]);
}

/** Reads a file; tells how it went. */
async function outcome(
  name: string,
  read: () => Promise<{ width: number; height: number; pixels: Uint8Array }>,
  channels: number,
) {
  try {
    const { width, height, pixels } = await read();
    assert.equal(pixels.length, width * height * channels, name);
    return 'read';
  } catch (error) {
    assert.ok(error instanceof FoveaError, `${name}: ${(error as Error).stack}`);
    assert.ok(error.message.includes(name), `${error.message} does not name ${name}`);
    return 'refused';
  }
}

test(`each of ${10 * PER_FORMAT} damaged images is read, or refused by name, as an image and as a mask`, async () => {
  const random = randomFrom(SEED);
  const counts: Record<string, number> = { read: 0, refused: 0 };
  for (const [name, bytes] of Object.entries(await goodFiles())) {
    const good = join(folder, name);
    writeFileSync(good, bytes);
    assert.equal(await outcome(good, () => readImage(good), 3), 'read', name);
    for (let i = 0; i < PER_FORMAT; i++) {
      const file = join(folder, `${i}-${name}`);
      writeFileSync(file, damaged(bytes, random));
      counts[await outcome(file, () => readImage(file), 3)]++;
      await outcome(file, async () => (await openMask(file)).read(), 1);
    }
  }
  assert.equal(counts.read + counts.refused, 10 * PER_FORMAT);
  assert.ok(counts.read > 50 && counts.refused > 200, JSON.stringify(counts));
});
