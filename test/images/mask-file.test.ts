import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { cutMask, openMask } from '../../src/images/mask-file';
import { turnMask } from '../../src/images/turn-mask';
import { temporaryFolder } from '../temporary-folder';
import { bmp, palettePng, pngChunk } from './written';

const folder = temporaryFolder();

test('openMask() reads class indices as they are in the file', async () => {
  const file = join(folder, 'mask.png');
  const pixels = Uint8Array.from([0, 1, 2, 3, 11, 255]);
  await sharp(pixels, { raw: { width: 3, height: 2, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toFile(file);
  const mask = await openMask(file);
  assert.deepEqual([mask.width, mask.height], [3, 2]);
  assert.deepEqual([...(await mask.read()).pixels], [0, 1, 2, 3, 11, 255]);
});

test('openMask() reads grey that was saved with a palette, as RGB or in 16 bits', async () => {
  const grey = { raw: { width: 3, height: 1, channels: 1 as const } };
  const pixels = Uint8Array.from([0, 3, 11]);
  const saved = {
    palette: sharp(pixels, grey).png({ palette: true }),
    rgb: sharp(pixels, grey).toColourspace('srgb').png(),
    deep: sharp(Uint16Array.from(pixels), grey).toColourspace('grey16').png(),
  };
  for (const [name, image] of Object.entries(saved)) {
    const file = join(folder, `${name}.png`);
    await image.toFile(file);
    assert.deepEqual([...(await (await openMask(file)).read()).pixels], [0, 3, 11], name);
  }
});

test('openMask() refuses colours, whose lightness would pass for classes', async () => {
  const file = join(folder, 'colours.png');
  await sharp(Uint8Array.from([0, 0, 0, 128, 0, 32]), { raw: { width: 2, height: 1, channels: 3 } })
    .png()
    .toFile(file);
  await assert.rejects((await openMask(file)).read(), {
    message:
      `The mask ${file} holds colours, e.g. red 128, green 0, blue 32, not class indices.\n` +
      '  Save masks as lossless grey images, e.g. PNG, each value the index of its class, or say what the colours mean: maskBlock(codes, { values: { "#800020": "car" } }).',
  });
});

/** The bytes of a PNG of one row in RGB, with other pixels. */
function withPixels(png: Buffer, pixels: Uint8Array): Buffer {
  const parts: Buffer[] = [png.subarray(0, 8)];
  for (let at = 8; at < png.length; ) {
    const end = at + 12 + png.readUInt32BE(at);
    const isPixels = png.toString('latin1', at + 4, at + 8) === 'IDAT';
    parts.push(
      isPixels ? pngChunk('IDAT', deflateSync(Uint8Array.from([0, ...pixels]))) : png.subarray(at, end),
    );
    at = end;
  }
  return Buffer.concat(parts);
}

/** VOC's first colours: black, red, green, yellow. */
const VOC = [0, 0, 0, 128, 0, 0, 0, 128, 0, 128, 128, 0];

test('openMask() reads a PNG with a palette of colours by its indices, as PASCAL VOC means them', async () => {
  const cases = {
    1: [[0b01000000], [0, 1, 0]],
    2: [[0b00011011], [0, 1, 2, 3]],
    4: [
      [0x01, 0x23],
      [0, 1, 2, 3],
    ],
    8: [
      [0, 3, 2],
      [0, 3, 2],
    ],
  } as const;
  for (const [bits, [packed, indices]] of Object.entries(cases)) {
    const file = join(folder, `voc-${bits}.png`);
    writeFileSync(
      file,
      palettePng({
        bits: Number(bits),
        packed,
        width: indices.length,
        colours: VOC.slice(0, 3 * 2 ** Number(bits)),
      }),
    );
    assert.equal((await sharp(file).metadata()).isPalette, true);
    const mask = await openMask(file);
    assert.deepEqual([...(await mask.read()).pixels], [...indices], `${bits} bits`);
    assert.deepEqual([...(mask.palette ?? [])], VOC.slice(0, 3 * 2 ** Number(bits)));
  }
});

test('openMask() reads a BMP with a palette of colours by its indices, and a PGM by its values', async () => {
  const palette = [
    [0, 0, 0],
    [128, 0, 0],
    [0, 128, 0],
  ];
  const files = {
    'palette.bmp': bmp({ width: 3, height: 1 }, [[0, 2, 1]], { bits: 8, palette }),
    'values.pgm': Buffer.from([...Buffer.from('P5 3 1 2\n'), 0, 2, 1]),
  };
  for (const [name, bytes] of Object.entries(files)) {
    const file = join(folder, name);
    writeFileSync(file, bytes);
    assert.deepEqual([...(await (await openMask(file)).read()).pixels], [0, 2, 1], name);
  }
});

test('openMask() takes colours as they are stored, whatever colour profile is beside them', async () => {
  const file = join(folder, 'profile.png');
  const pixels = Uint8Array.from([0, 0, 0, 128, 0, 0, 0, 128, 0]);
  const profile = await sharp(pixels, { raw: { width: 3, height: 1, channels: 3 } })
    .withIccProfile('p3')
    .png()
    .toBuffer();
  writeFileSync(file, withPixels(profile, pixels));
  const colours = new Map([
    [0, 0],
    [128 * 65536, 1],
    [128 * 256, 2],
  ]);
  assert.deepEqual([...(await (await openMask(file, { colours })).read()).pixels], [0, 1, 2]);
});

test('turnMask() turns a mask as sharp turns a photo of the same EXIF orientation', async () => {
  const stored = { width: 3, height: 2, pixels: Uint8Array.from([1, 2, 3, 4, 5, 6]) };
  for (let orientation = 1; orientation <= 8; orientation++) {
    const file = join(folder, `turned-${orientation}.png`);
    await sharp(stored.pixels, { raw: { width: 3, height: 2, channels: 1 } })
      .toColourspace('b-w')
      .withMetadata({ orientation })
      .png()
      .toFile(file);
    const mask = await openMask(file);
    const upright = await mask.read();
    assert.deepEqual(turnMask(stored, orientation), upright, `orientation ${orientation}`);
    assert.deepEqual([mask.width, mask.height], [upright.width, upright.height]);
    assert.deepEqual(
      [...(await (await openMask(file, { orientation: 1 })).read()).pixels],
      [1, 2, 3, 4, 5, 6],
    );
  }
  assert.deepEqual([...turnMask(stored, 6).pixels], [4, 1, 5, 2, 6, 3]);
});

test('openMask() refuses JPEG, lossy WebP, AVIF and TIFF with JPEG in it, which change values', async () => {
  const pixels = Uint8Array.from({ length: 256 }, (_, i) => i % 3);
  const image = () => sharp(pixels, { raw: { width: 16, height: 16, channels: 1 } }).toColourspace('b-w');
  const files = {
    'lossy.jpg': [image().jpeg(), 'a JPEG'],
    'lossy.webp': [image().webp(), 'a lossy WebP'],
    'transparent.webp': [image().ensureAlpha(0.5).webp(), 'a lossy WebP'],
    'lossy.avif': [image().avif(), 'an AVIF'],
    'lossy.tif': [image().tiff({ compression: 'jpeg' }), 'a TIFF with lossy compression'],
  } as const;
  for (const [name, [saved, format]] of Object.entries(files)) {
    const file = join(folder, name);
    await saved.toFile(file);
    await assert.rejects(openMask(file), {
      message:
        `The mask ${file} is ${format}, which changes values: classes become others.\n` +
        '  Save masks as PNG where they are made; one of black and white can be mended: sharp(file).threshold(128).toFile("mask.png").',
    });
  }
  for (const lossless of [image().webp({ lossless: true }), image().tiff({ compression: 'lzw' })]) {
    const mask = await (await openMask(await lossless.toBuffer())).read();
    assert.deepEqual(Uint8Array.from(mask.pixels), pixels);
  }
});

test('openMask() refuses RGB of 16 bits, in which 1 would become 0', async () => {
  const file = join(folder, 'rgb16.png');
  await sharp(Uint16Array.from([1, 1, 1, 300, 300, 300]), { raw: { width: 2, height: 1, channels: 3 } })
    .toColourspace('rgb16')
    .toFile(file);
  await assert.rejects((await openMask(file)).read(), {
    message:
      `The mask ${file} has red, green and blue of 16 bits, which would lose their lower 8.\n` +
      '  Save masks as grey images of 8 bits, each value the index of its class.',
  });
});

test('openMask() refuses values above 255', async () => {
  const file = join(folder, 'many.png');
  await sharp(Uint16Array.from([0, 300]), { raw: { width: 2, height: 1, channels: 1 } })
    .toColourspace('grey16')
    .toFile(file);
  await assert.rejects((await openMask(file)).read(), {
    message:
      `The mask ${file} has the value 300, but class indices are 0 to 255.\n` +
      '  Save masks as grey images of 8 bits, each value the index of its class.',
  });
});

test('cutMask() takes the nearest pixel and mirrors beyond the edge', () => {
  const mask = { width: 4, height: 1, pixels: Uint8Array.from([1, 2, 3, 4]) };
  const cut = (left: number, width: number, outWidth: number) => [
    ...cutMask(mask, { left, top: 0, width, height: 1, outWidth, outHeight: 1 }).pixels,
  ];
  assert.deepEqual(cut(0, 4, 8), [1, 1, 2, 2, 3, 3, 4, 4]);
  assert.deepEqual(cut(0, 4, 2), [2, 4]);
  assert.deepEqual(cut(-2, 8, 8), [2, 1, 1, 2, 3, 4, 4, 3]);
});
