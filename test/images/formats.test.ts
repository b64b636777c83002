import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import sharp from 'sharp';
import { openImage, readImage } from '../../src/index';
import { temporaryFolder } from '../temporary-folder';
import { bmp, tiff } from './written';

const folder = temporaryFolder();

function save(name: string, bytes: Uint8Array | string): string {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  return file;
}

/** Red, green and blue of each pixel. */
const pixelsOf = async (file: string) => {
  const { width, height, pixels } = await readImage(file);
  assert.equal(pixels.length, width * height * 3);
  return Array.from({ length: width * height }, (_, i) => [...pixels.subarray(3 * i, 3 * i + 3)]);
};

const RED = [255, 0, 0];
const GREEN = [0, 255, 0];
const BLUE = [0, 0, 255];
const WHITE = [255, 255, 255];
const BLACK = [0, 0, 0];

test('a BMP of 24 bits is read, its rows stored from the bottom or from the top', async () => {
  const rows = [
    [255, 0, 0, 255, 255, 255],
    [0, 0, 255, 0, 255, 0],
  ];
  assert.deepEqual(await pixelsOf(save('up.bmp', bmp({ width: 2, height: 2 }, rows, { bits: 24 }))), [
    RED,
    GREEN,
    BLUE,
    WHITE,
  ]);
  assert.deepEqual(await pixelsOf(save('down.bmp', bmp({ width: 2, height: -2 }, rows, { bits: 24 }))), [
    BLUE,
    WHITE,
    RED,
    GREEN,
  ]);
});

test('a BMP with a palette is read, of 1, 4 and 8 bits and with run lengths', async () => {
  const palette = [BLACK, RED, GREEN, BLUE];
  const size = { width: 3, height: 1 };
  const files = {
    1: bmp(size, [[0b01000000]], { bits: 1, palette: palette.slice(0, 2) }),
    4: bmp(size, [[0x12, 0x30]], { bits: 4, palette }),
    8: bmp(size, [[1, 2, 3]], { bits: 8, palette }),
    // Two of 1, then 3, end of the row, end of the image.
    runs8: bmp(size, [[2, 1, 1, 3, 0, 0, 0, 1]], { bits: 8, compression: 1, palette }),
    // Three copied: 1, 2, 3.
    runs4: bmp(size, [[0, 3, 0x12, 0x30, 0, 1]], { bits: 4, compression: 2, palette }),
  };
  const expected = {
    1: [BLACK, RED, BLACK],
    4: [RED, GREEN, BLUE],
    8: [RED, GREEN, BLUE],
    runs8: [RED, RED, BLUE],
    runs4: [RED, GREEN, BLUE],
  };
  for (const [name, bytes] of Object.entries(files)) {
    const pixels = await pixelsOf(save(`palette-${name}.bmp`, bytes));
    assert.deepEqual(pixels, expected[name as keyof typeof expected], name);
  }
});

test('a BMP of 16 or 32 bits is read by its bit fields', async () => {
  const size = { width: 2, height: 1 };
  // 5, 6 and 5 bits: red, and half of green.
  const fields = { bits: 16, compression: 3, masks: [0xf800, 0x07e0, 0x001f] };
  const file = save('565.bmp', bmp(size, [[0x00, 0xf8, 0xe0, 0x03]], fields));
  // 31 of 63 of 255.
  assert.deepEqual(await pixelsOf(file), [RED, [0, 125, 0]]);
  const plain = save('32.bmp', bmp(size, [[0, 0, 255, 7, 255, 0, 0, 9]], { bits: 32 }));
  assert.deepEqual(await pixelsOf(plain), [RED, BLUE]);
});

test('PBM, PGM and PPM are read, as text and binary, with comments, 16 bits and any largest value', async () => {
  const files: [string, string | Buffer, number[][]][] = [
    ['text.pbm', 'P1\n# 1 is black\n3 1\n101\n', [BLACK, WHITE, BLACK]],
    ['text.pgm', 'P2 2 1 # size\n20\n0 10\n', [BLACK, [128, 128, 128]]],
    ['text.ppm', 'P3\n2 1\n255\n255 0 0  0 0 255\n', [RED, BLUE]],
    ['bits.pbm', Buffer.from([...Buffer.from('P4\n3 1\n'), 0b10100000]), [BLACK, WHITE, BLACK]],
    ['grey.pgm', Buffer.from([...Buffer.from('P5\n2 1\n255\n'), 0, 77]), [BLACK, [77, 77, 77]]],
    ['deep.pgm', Buffer.from([...Buffer.from('P5 2 1 65535 '), 255, 255, 0, 0]), [WHITE, BLACK]],
    ['colour.ppm', Buffer.from([...Buffer.from('P6\n2 1\n255\n'), 255, 0, 0, 0, 255, 0]), [RED, GREEN]],
  ];
  for (const [name, bytes, expected] of files) {
    assert.deepEqual(await pixelsOf(save(name, bytes)), expected, name);
  }
});

test('a BMP or Netpbm file that is cut off, or claims too much, is an error that names it', async () => {
  const whole = bmp({ width: 2, height: 2 }, [Array(6).fill(9), Array(6).fill(9)], { bits: 24 });
  const claims = Buffer.from(whole);
  claims.writeInt32LE(2 ** 30, 18);
  const cases: [string, string | Buffer, RegExp][] = [
    [
      'cut.bmp',
      whole.subarray(0, 60),
      /cut\.bmp could not be decoded: it is truncated: 14 bytes of pixels are expected, 6 are there\./,
    ],
    ['claims.bmp', claims, /claims\.bmp could not be decoded: it has more than 179 million pixels\./],
    [
      'cut.ppm',
      'P6 9 9 255 abc',
      /cut\.ppm could not be decoded: it is truncated: 243 bytes of pixels are expected, 3 are there\./,
    ],
    ['cut-text.pgm', 'P2 2 2 255 1 2 3    ', /cut-text\.pgm could not be decoded: it is truncated\./],
    ['head.pgm', 'P5 12', /head\.pgm could not be decoded: it is truncated\./],
    [
      'above.pgm',
      'P2 1 1 20 21',
      /above\.pgm could not be decoded: it holds 21, above its largest value 20\./,
    ],
    [
      'odd.bmp',
      bmp({ width: 1, height: 1 }, [[1]], { bits: 7 }),
      /odd\.bmp could not be decoded: it has 7 bits a pixel in compression 0, which is not read\./,
    ],
  ];
  for (const [name, bytes, message] of cases) {
    await assert.rejects(readImage(save(name, bytes)), { name: 'FoveaError', message }, name);
  }
});

test('what is in a file decides its format, not its name', async () => {
  const pixel = bmp({ width: 1, height: 1 }, [[0, 0, 255]], { bits: 24 });
  assert.deepEqual(await pixelsOf(save('bitmap.jpg', pixel)), [RED]);
  const png = await sharp({ create: { width: 1, height: 1, channels: 3, background: '#f00' } })
    .png()
    .toBuffer();
  assert.deepEqual(await pixelsOf(save('photo.bmp', png)), [RED]);
});

// The first bytes of a photo by libheif.
const HEIC = Buffer.from(
  'AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAXxtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAA==',
  'base64',
);

test('a HEIC photo says that it must be converted, and how', async () => {
  const file = save('IMG_0001.jpg', HEIC);
  await assert.rejects(openImage(file), {
    message:
      `${file} could not be decoded: it is HEIC, the format of iPhones, which fovea does not read.\n` +
      '  Convert it to JPEG: "heif-convert photo.heic photo.jpg" (package libheif-examples), or "sips -s format jpeg photo.heic --out photo.jpg" on a Mac. ' +
      'An iPhone saves JPEG itself after Settings > Camera > Formats > Most Compatible.',
  });
});

test('other files under the name of an image are named for what they are', async () => {
  const cases: [string, string | Buffer, RegExp][] = [
    ['icon.png', Buffer.from([0, 0, 1, 0, 1, 0, 16, 16]), /it is an icon \(ICO\), which fovea does not read/],
    ['page.jpg', '\n<!DOCTYPE html><html>', /it is a web page, .*\n {2}Download the image itself/],
    [
      'lfs.jpg',
      'version https://git-lfs.github.com/spec/v1\n',
      /a pointer of Git LFS, .*\n {2}Run "git lfs pull"/,
    ],
    ['paper.jpg', '%PDF-1.7', /it is a PDF/],
    ['xray.jpg', Buffer.concat([Buffer.alloc(128), Buffer.from('DICM')]), /it is DICOM/],
    ['floats.pfm', 'Pf 1 1 -1.0\n', /it is a Netpbm format for other numbers than colours/],
  ];
  for (const [name, bytes, message] of cases) {
    await assert.rejects(openImage(save(name, bytes)), { name: 'FoveaError', message }, name);
  }
});

const SIZE = { width: 2, height: 1 };
const GREY = 1;
const RGB = 2;
const CMYK = 5;

test('the fourth band of a TIFF fades colours only where the file says that it is transparency', async () => {
  const pixel = [200, 100, 50, 20];
  const infrared = save('infrared.tif', tiff(SIZE, pixel, { photometric: RGB, extra: [0] }));
  const unsaid = save('unsaid.tif', tiff(SIZE, pixel, { photometric: RGB }));
  const bigEndian = save('big.tif', tiff(SIZE, pixel, { photometric: RGB, extra: [0], bigEndian: true }));
  for (const file of [infrared, unsaid, bigEndian]) {
    assert.deepEqual(await pixelsOf(file), Array(2).fill([200, 100, 50]), file);
  }
  const alpha = save('alpha.tif', tiff(SIZE, pixel, { photometric: RGB, extra: [2] }));
  // 20 of 255 of the colour, the rest white.
  assert.deepEqual(await pixelsOf(alpha), Array(2).fill([250, 242, 238]));
});

test('a TIFF of red, green, blue, near infrared and transparency keeps colours and transparency', async () => {
  const file = save('five.tif', tiff(SIZE, [200, 100, 50, 20, 102], { photometric: RGB, extra: [0, 2] }));
  // 0.4 of the colour and 0.6 of white: 233, 193, 173.
  assert.deepEqual(await pixelsOf(file), Array(2).fill([233, 193, 173]));
  const two = save('two.tif', tiff(SIZE, [200, 100, 50, 20, 102], { photometric: RGB, extra: [0, 0] }));
  assert.deepEqual(await pixelsOf(two), Array(2).fill([200, 100, 50]));
});

test('a TIFF of 16 bits and one for print keep their colours beside other bands', async () => {
  const deep = tiff(
    SIZE,
    [200, 100, 50, 20].map((value) => 257 * value),
    { photometric: RGB, extra: [0], bits: 16 },
  );
  assert.deepEqual(await pixelsOf(save('deep.tif', deep)), Array(2).fill([200, 100, 50]));
  const print = await pixelsOf(save('print.tif', tiff(SIZE, [255, 0, 0, 0], { photometric: CMYK })));
  const spot = tiff(SIZE, [255, 0, 0, 0, 200], { photometric: CMYK, extra: [0] });
  assert.deepEqual(await pixelsOf(save('spot.tif', spot)), print);
});

test('a TIFF whose bands are not said to be colours is refused by name', async () => {
  for (const [numBands, extra] of [
    [4, [0, 0, 0]],
    [2, [0]],
    [3, undefined],
    [9, Array(8).fill(0)],
  ] as const) {
    const file = save(
      `bands-${numBands}.tif`,
      tiff(SIZE, Array(numBands).fill(7), { photometric: GREY, extra }),
    );
    await assert.rejects(openImage(file), {
      name: 'FoveaError',
      message:
        `${file} could not be decoded: it has ${numBands} bands and does not say which are red, green and blue.\n` +
        '  Save red, green and blue alone, e.g. with GDAL: gdal_translate -b 1 -b 2 -b 3 -co PHOTOMETRIC=RGB FILE FILE.png',
    });
  }
  const alpha = save('grey-alpha.tif', tiff(SIZE, [100, 255], { photometric: GREY, extra: [2] }));
  assert.deepEqual(await pixelsOf(alpha), Array(2).fill([100, 100, 100]));
});

test('a TIFF of floating-point or signed numbers is refused, for it would be black', async () => {
  const floats = save('floats.tif', tiff(SIZE, [0.5], { photometric: GREY, bits: 32, format: 3 }));
  await assert.rejects(
    readImage(floats),
    /floats\.tif could not be decoded: its values are floating-point numbers of 32 bits\.\n {2}Save integers of 8 bits/,
  );
  const signed = save('signed.tif', tiff(SIZE, [5], { photometric: GREY, bits: 16, format: 2 }));
  await assert.rejects(
    readImage(signed),
    /signed\.tif could not be decoded: its values are signed integers of 16 bits\./,
  );
});

test('of an animation the first image is read', async () => {
  const raw = { raw: { width: 1, height: 2, channels: 3 as const, pageHeight: 1 } };
  const gif = await sharp(Uint8Array.from([...RED, ...BLUE]), raw)
    .gif({ loop: 0 })
    .toBuffer();
  assert.equal((await sharp(gif).metadata()).pages, 2);
  assert.deepEqual(await pixelsOf(save('moving.gif', gif)), [RED]);
});
