import assert from 'node:assert/strict';
import { readFileSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import sharp from 'sharp';
import { digestOf } from '../../src/base/digest';
import {
  categoryBlock,
  DataBlock,
  type DataLoader,
  imageBlock,
  indexSplitter,
  maskBlock,
  multiCategoryBlock,
  pointBlock,
  regressionBlock,
  resize,
  type TargetBlock,
} from '../../src/index';
import { temporaryFolder } from '../temporary-folder';
import { paintDot } from './painted';

const folder = temporaryFolder();
const files = ['a', 'b', 'c'].map((name) => join(folder, `${name}.png`));
const maskOf = (file: string) => file.replace('.png', '_mask.png');

before(async () => {
  for (const file of files) {
    await paintDot(file, { width: 20, height: 20, x: 10, y: 10 });
    await sharp(new Uint8Array(400), { raw: { width: 20, height: 20, channels: 1 } })
      .toColourspace('b-w')
      .png()
      .toFile(maskOf(file));
  }
});

async function trainOf(
  block: TargetBlock,
  getY: (item: unknown) => unknown,
  items: readonly unknown[] = files,
): Promise<DataLoader> {
  const data = new DataBlock<readonly unknown[], unknown>({
    blocks: [imageBlock(), block],
    getY,
    splitter: indexSplitter([2]),
    itemTransforms: [resize(16)],
  });
  return (await data.dataloaders(items, { batchSize: 1 })).train;
}

const digest = (loader: DataLoader) => digestOf(loader.content());

const targets: Record<
  string,
  [TargetBlock, getY: (item: unknown) => unknown, other: (item: unknown) => unknown]
> = {
  category: [categoryBlock({ vocab: ['x', 'y'] }), () => 'x', () => 'y'],
  'multi-category': [multiCategoryBlock({ vocab: ['x', 'y'] }), () => ['x'], () => ['x', 'y']],
  point: [pointBlock(), () => [1, 2], () => [1, 2.5]],
  regression: [regressionBlock(), () => 1, () => 2],
  mask: [maskBlock(['x', 'y']), (file) => maskOf(file as string), () => maskOf(files[0])],
};

for (const [name, [block, getY, other]] of Object.entries(targets)) {
  test(`content() of a loader with ${name} targets is the same for the same data, and differs by its labels`, async () => {
    const content = digest(await trainOf(block, getY));
    assert.equal(digest(await trainOf(block, getY)), content);
    assert.notEqual(digest(await trainOf(block, other)), content);
  });
}

/** Sets a file's time, until file systems that keep times of some milliseconds show another one. */
function touch(file: string): void {
  const before = statSync(file).ctimeMs;
  while (statSync(file).ctimeMs === before) utimesSync(file, new Date(), new Date());
}

test('content() differs after an image or a mask changed', async () => {
  const [block, getY] = targets.mask;
  const contents = new Set([digest(await trainOf(block, getY))]);
  for (const file of [files[0], maskOf(files[1])]) {
    touch(file);
    contents.add(digest(await trainOf(block, getY)));
  }
  assert.equal(contents.size, 3);
});

test('content() takes images in memory by their pixels, files by path or address', async () => {
  const [block, getY] = targets.category;
  const image = (value: number) => ({ width: 2, height: 1, pixels: new Uint8Array(6).fill(value) });
  const of = async (items: readonly unknown[]) => digest(await trainOf(block, getY, items));
  assert.equal(await of([image(1), image(2), image(3)]), await of([image(1), image(2), image(3)]));
  assert.notEqual(await of([image(1), image(2), image(3)]), await of([image(1), image(9), image(3)]));
  const bytes = files.map((file) => readFileSync(file));
  assert.equal(await of(bytes), await of(bytes.map((one) => Buffer.from(one))));
  const addresses = files.map((file) => pathToFileURL(file));
  assert.equal(await of(addresses), await of(addresses));
});

test('content() refuses images from the web, and files that are gone', async () => {
  const [block, getY] = targets.category;
  const web = await trainOf(block, getY, ['https://example.org/a.png', files[1], files[2]]);
  assert.throws(() => web.content(), {
    message: 'https://example.org/a.png comes from the web, where it may change.',
  });
  const gone = join(folder, 'gone.png');
  const loader = await trainOf(block, getY, [gone, files[1], files[2]]);
  assert.throws(() => loader.content(), { message: `${gone} is not there under this very name.` });
});
