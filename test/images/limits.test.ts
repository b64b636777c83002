import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import {
  categoryBlock,
  DataBlock,
  imageBlock,
  indexSplitter,
  openImage,
  openMask,
  readImage,
  resize,
  tf,
  verifyImages,
} from '../../src/index';
import { temporaryFolder } from '../temporary-folder';

const folder = temporaryFolder();

/** A PNG of black and white pixels, all 0: whole and right, and tiny for what it decodes to. */
function png(width: number, height: number, rows = height): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  header[8] = 1;
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc((1 + Math.ceil(width / 8)) * rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const named = (name: string, bytes: Buffer) => {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  return file;
};

const TOO_LARGE =
  /bomb\.png could not be decoded: it has more than 179 million pixels\.\n {2}Make it smaller with an image editor; a small file that claims such a size is broken, or made to fill the memory\./;
let bomb = '';
let liar = '';
let good: string[] = [];

before(async () => {
  const bytes = png(16_000, 16_000);
  assert.ok(bytes.length < 50_000, `${bytes.length} bytes for 256 million pixels`);
  bomb = named('bomb.png', bytes);
  // Says 100 million pixels, and holds ten rows of them.
  liar = named('liar.png', png(10_000, 10_000, 10));
  const small = await sharp({ create: { width: 40, height: 40, channels: 3, background: '#369' } })
    .png()
    .toBuffer();
  good = [0, 1, 2, 3].map((i) => named(`good-${i}.png`, small));
});

test('a PNG of 33 KB that decodes to 256 million pixels is an error that names it, for images and masks', async () => {
  for (const read of [openImage, readImage, openMask]) {
    await assert.rejects(read(bomb), { name: 'FoveaError', message: TOO_LARGE });
  }
});

test('a large photo below the limit can be opened', async () => {
  const { width, height } = await openImage(named('wide.png', png(13_000, 13_000)));
  assert.deepEqual([width, height], [13_000, 13_000]);
});

test('a batch with such a file is an error that names it, or leaves it out where bad images are skipped', async (context) => {
  const block = new DataBlock<string[]>({
    blocks: [imageBlock(), categoryBlock()],
    getY: (file) => (file.includes('good') ? 'good' : 'bad'),
    splitter: indexSplitter([0]),
    itemTransforms: [resize(32)],
  });
  const files = [...good, bomb];
  const epoch = async (dls: Awaited<ReturnType<typeof block.dataloaders>>) => {
    let count = 0;
    for await (const batch of dls.train.batches()) {
      count += batch.items.length;
      batch.dispose();
    }
    return count;
  };
  const { numTensors } = tf.memory();
  await assert.rejects(epoch(await block.dataloaders(files, { batchSize: 2 })), {
    name: 'FoveaError',
    message: TOO_LARGE,
  });
  const warn = context.mock.method(console, 'warn', () => undefined);
  assert.equal(await epoch(await block.dataloaders(files, { batchSize: 2, onBadImage: 'skip' })), 3);
  assert.match(String(warn.mock.calls[0].arguments[0]), /bomb\.png/);
  assert.equal(tf.memory().numTensors, numTensors);
});

test('verifyImages() lists each bad file with its reason, in order, and none of the good ones', async () => {
  const text = named('text.png', Buffer.from('no image at all'));
  const empty = named('empty.png', Buffer.alloc(0));
  const gone = join(folder, 'gone.png');
  const broken = await verifyImages([good[0], bomb, liar, text, good[1], empty, gone]);
  assert.deepEqual(
    broken.map(({ file }) => file),
    [bomb, liar, text, empty, gone],
  );
  const reasons = [
    /bomb\.png could not be decoded: it has more than 179 million pixels\.$/,
    /liar\.png could not be decoded: .+\.$/,
    /text\.png could not be decoded: Input file contains unsupported image format\.$/,
    /empty\.png could not be decoded: .+\.$/,
    /The image .*gone\.png was not found\.$/,
  ];
  for (const [i, { problem }] of broken.entries()) assert.match(problem, reasons[i]);
});
