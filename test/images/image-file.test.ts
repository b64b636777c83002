import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import sharp from 'sharp';
import { cutImage } from '../../src/images/cut-image';
import { openImage, readImage } from '../../src/images/image-file';
import { verifyImages } from '../../src/images/verify';
import { temporaryFolder } from '../temporary-folder';

const folder = temporaryFolder();

// Left half red, right half blue.
async function halves(width: number, height: number) {
  const pixels = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) pixels[3 * i + (i % width < width / 2 ? 0 : 2)] = 255;
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

async function save(name: string, image: sharp.Sharp) {
  const file = join(folder, name);
  await image.toFile(file);
  return file;
}

const at = (image: { width: number; pixels: Uint8Array }, x: number, y: number) => {
  const start = (y * image.width + x) * 3;
  return [...image.pixels.subarray(start, start + 3)];
};

test('openImage() reads only the size; read() returns 8-bit red, green, blue', async () => {
  const image = await openImage(await save('halves.png', await halves(40, 20)));
  assert.deepEqual([image.width, image.height], [40, 20]);
  const { width, height, pixels } = await image.read();
  assert.deepEqual([width, height, pixels.length], [40, 20, 2400]);
  assert.deepEqual(at({ width, pixels }, 0, 0), [255, 0, 0]);
  assert.deepEqual(at({ width, pixels }, 39, 19), [0, 0, 255]);
});

test('an image with EXIF orientation is read upright, in size and pixels, also where it is cut', async () => {
  // Orientation 6: to be seen upright the stored image must be turned clockwise, so its left comes to the top.
  const turned = (await halves(40, 20)).png().withMetadata({ orientation: 6 });
  const image = await openImage(await save('turned.png', turned));
  assert.deepEqual([image.width, image.height], [20, 40]);
  const whole = await image.read();
  assert.deepEqual(
    [at(whole, 0, 0), at(whole, 19, 39)],
    [
      [255, 0, 0],
      [0, 0, 255],
    ],
  );
  const cut = await image.read({ left: 0, top: 18, width: 20, height: 4, outWidth: 20, outHeight: 4 });
  assert.deepEqual(
    [at(cut, 0, 0), at(cut, 0, 3)],
    [
      [255, 0, 0],
      [0, 0, 255],
    ],
  );
});

test('grey, 16-bit, CMYK, palette and transparent images all become three 8-bit channels', async () => {
  const grey = await save('grey.png', (await halves(8, 8)).greyscale().toColourspace('b-w'));
  assert.equal((await sharp(grey).metadata()).channels, 1);
  const [red, blue] = [at(await readImage(grey), 0, 0), at(await readImage(grey), 7, 0)];
  assert.ok(red[0] === red[1] && red[1] === red[2] && red[0] > blue[0], 'grey has three equal channels');

  const deep = await save('deep.png', (await halves(8, 8)).toColourspace('rgb16'));
  assert.equal((await sharp(deep).metadata()).depth, 'ushort');
  assert.deepEqual(at(await readImage(deep), 0, 0), [255, 0, 0]);

  const deepGrey = await save('deep-grey.png', (await halves(8, 8)).greyscale().toColourspace('grey16'));
  assert.equal((await sharp(deepGrey).metadata()).depth, 'ushort');
  assert.deepEqual(at(await readImage(deepGrey), 0, 0), red);

  const print = await save('print.jpg', (await halves(32, 32)).toColourspace('cmyk').jpeg({ quality: 100 }));
  assert.equal((await sharp(print).metadata()).channels, 4);
  const [r, g, b] = at(await readImage(print), 2, 2);
  assert.ok(r > 180 && g < 90 && b < 90, `CMYK red came back as ${[r, g, b]}`);

  const palette = await save('palette.png', (await halves(8, 8)).png({ palette: true }));
  assert.deepEqual(at(await readImage(palette), 0, 0), [255, 0, 0]);

  const clear = sharp({
    create: { width: 4, height: 4, channels: 4, background: { r: 9, g: 9, b: 9, alpha: 0 } },
  });
  assert.deepEqual(at(await readImage(await save('clear.png', clear)), 0, 0), [255, 255, 255]);
});

test('a cut beyond the image shows it mirrored', async () => {
  const image = await readImage(await save('beyond.png', await halves(40, 20)));
  const wide = cutImage(image, {
    left: -10,
    top: 0,
    width: 60,
    height: 20,
    outWidth: 60,
    outHeight: 20,
  });
  assert.deepEqual([wide.width, wide.height], [60, 20]);
  assert.deepEqual(at(wide, 0, 5), [255, 0, 0]);
  assert.deepEqual(at(wide, 29, 5), [255, 0, 0]);
  assert.deepEqual(at(wide, 30, 5), [0, 0, 255]);
  assert.deepEqual(at(wide, 59, 5), [0, 0, 255]);
});

test('a cut keeps only the given rectangle of what was resized', async () => {
  const image = await readImage(await save('keep.png', await halves(40, 20)));
  const keep = { left: 8, top: 2, width: 4, height: 4 };
  const middle = cutImage(image, {
    left: 0,
    top: 0,
    width: 40,
    height: 20,
    outWidth: 20,
    outHeight: 10,
    keep,
  });
  assert.deepEqual([middle.width, middle.height], [4, 4]);
  assert.deepEqual(
    [at(middle, 0, 0), at(middle, 3, 3)],
    [
      [255, 0, 0],
      [0, 0, 255],
    ],
  );
});

test('cutImage() averages as PIL BILINEAR does: a triangle as wide as the reduction', async () => {
  const pixels = Uint8Array.from([0, 0, 0, 0, 240, 240, 240, 240].flatMap((value) => [value, value, value]));
  const row = { width: 8, height: 1, pixels };
  const half = cutImage(row, { left: 0, top: 0, width: 8, height: 1, outWidth: 4, outHeight: 1 });
  // PIL.Image.fromarray(row).resize((4, 1), Image.BILINEAR) gives 0, 30, 210, 240: weights 1, 3, 3, 1 of 8.
  assert.deepEqual(
    [0, 1, 2, 3].map((x) => at(half, x, 0)[0]),
    [0, 30, 210, 240],
  );
});

test('a truncated JPEG is an error that names it', async () => {
  const whole = await save('whole.jpg', await halves(200, 200));
  const bytes = readFileSync(whole);
  const broken = join(folder, 'broken.jpg');
  writeFileSync(broken, bytes.subarray(0, bytes.length - 300));
  await assert.rejects(readImage(broken), (error: Error) => {
    assert.match(error.message, /broken\.jpg could not be decoded: .*premature end/i);
    assert.match(error.message, /\n {2}Repair or remove the file; verifyImages\(files\)/);
    return true;
  });
});

test('a file that is not an image and one that is missing are errors that name them', async () => {
  const text = join(folder, 'text.jpg');
  writeFileSync(text, 'no image at all');
  await assert.rejects(openImage(text), /text\.jpg could not be decoded: .*unsupported image format/);
  const gone = join(folder, 'gone.jpg');
  await assert.rejects(openImage(gone), /The image .*gone\.jpg was not found\./);
});

test('verifyImages() lists only the broken files, in order', async () => {
  const good = await save('good.png', await halves(4, 4));
  const names = [join(folder, 'text.jpg'), good, join(folder, 'broken.jpg')];
  const broken = await verifyImages(names);
  assert.deepEqual(
    broken.map(({ file }) => file),
    [names[0], names[2]],
  );
  assert.match(broken[1].problem, /could not be decoded/);
});

test('a small image is decoded once, and again after its file was changed', async () => {
  const file = await save('once.png', await halves(40, 20));
  const image = await openImage(file);
  const first = await image.read();
  writeFileSync(file, 'no image any more');
  assert.deepEqual(await image.read(), { ...first, pixels: Buffer.from(first.pixels) });
  await (await halves(20, 40)).toFile(file);
  const { width, height } = await (await openImage(file)).read();
  assert.deepEqual([width, height], [20, 40]);
});

test('an image of more than a megapixel is decoded each time', async () => {
  const file = await save('large.png', await halves(1200, 1000));
  const image = await openImage(file);
  await image.read();
  writeFileSync(file, 'no image any more');
  await assert.rejects(image.read(), /large\.png could not be decoded: /);
});
