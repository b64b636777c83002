import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import sharp from 'sharp';
import { setSeed } from '../../src/base/random';
import { categoryBlock } from '../../src/data/category-block';
import { DataBlock } from '../../src/data/data-block';
import { imageBlock } from '../../src/data/image-block';
import { maskBlock } from '../../src/data/mask-block';
import { multiCategoryBlock } from '../../src/data/multi-category-block';
import { indexSplitter } from '../../src/data/splitter';
import { tf } from '../../src/tensorflow/tf';
import { augTransforms } from '../../src/transforms/aug-transforms';
import { resize } from '../../src/transforms/resize';
import { temporaryFolder } from './painted';

const folder = temporaryFolder();

test('categoryBlock() learns the sorted labels of the training set', () => {
  const block = categoryBlock().fit(['pug', 'Bengal', 'boxer', 'pug']);
  assert.deepEqual(block.vocabulary, ['Bengal', 'boxer', 'pug']);
  assert.deepEqual([block.numOutputs, block.loss], [3, 'crossEntropy']);
  assert.deepEqual(block.annotate('pug'), { caption: 'pug' });
  assert.deepEqual(categoryBlock({ vocab: ['b', 'a'] }).fit(['a']).vocabulary, ['b', 'a']);
});

test('multiCategoryBlock() makes a row of zeros and ones, and takes it back', async () => {
  const block = multiCategoryBlock().fit([['person', 'car'], ['dog']]);
  assert.deepEqual(block.vocabulary, ['car', 'dog', 'person']);
  const values = [];
  for (const labels of [['person', 'car'], [], ['dog']]) values.push(await (await block.open(labels)).load());
  const targets = block.collate(values);
  assert.deepEqual(Array.from(targets.dataSync()), [1, 0, 1, 0, 0, 0, 0, 1, 0]);
  assert.deepEqual(block.decode(targets), [['car', 'person'], [], ['dog']]);
  assert.deepEqual(block.annotate(['car', 'dog']), { caption: 'car;dog', labels: ['car', 'dog'] });
  assert.deepEqual(block.annotate([]), { caption: 'no label', labels: [] });
  targets.dispose();
});

test('masks move with their images and keep their classes', async () => {
  const [width, height] = [40, 30];
  const labels = Uint8Array.from({ length: width * height }, (_, i) => (i % width < 15 ? 2 : 0));
  const image = join(folder, 'street.png');
  const mask = join(folder, 'street_P.png');
  const grey = () => ({ raw: { width, height, channels: 1 as const } });
  await sharp(
    labels.map((label) => label * 100),
    grey(),
  )
    .toColourspace('srgb')
    .toFile(image);
  await sharp(labels, grey()).toColourspace('b-w').toFile(mask);
  setSeed(2);
  const data = new DataBlock({
    blocks: [imageBlock(), maskBlock({ codes: ['road', 'car', 'sky'] })],
    getItems: () => [image, image, image],
    getY: () => mask,
    splitter: indexSplitter([0]),
    itemTransforms: [resize(60)],
    batchTransforms: augTransforms({ size: 48, maxLighting: 0 }),
  });
  const dls = await data.dataloaders('', { batchSize: 2 });
  const batch = await dls.oneBatch();
  assert.deepEqual([batch.targets.shape, batch.targets.dtype], [[2, 48, 48], 'int32']);
  const images = dls.images(batch.inputs);
  const masks = dls.target.decode(batch.targets) as { pixels: Uint8Array }[];
  masks.forEach(({ pixels }, i) => {
    assert.deepEqual([...new Set(pixels)].sort(), [0, 2]);
    const agreeing = pixels.filter((label, at) => (label === 2) === images[i].pixels[3 * at] > 100).length;
    assert.ok(agreeing / pixels.length > 0.97, `${agreeing} of ${pixels.length}`);
  });
  assert.equal(dls.target.annotate(masks[0]).mask?.names.length, 3);
  batch.dispose();
});

test('maskBlock() names a mask with a class that has no code', async () => {
  const mask = join(folder, 'odd_P.png');
  await sharp(Uint8Array.of(0, 7), { raw: { width: 2, height: 1, channels: 1 } })
    .toColourspace('b-w')
    .toFile(mask);
  const sample = await maskBlock({ codes: ['road', 'car'] }).open(mask);
  await assert.rejects(
    sample.load(),
    /^FoveaError: The mask .*odd_P\.png has the value 7, but there are 2 classes: 0 to 1\./,
  );
});

test('blocks leave no tensors', async () => {
  const before = tf.memory().numTensors;
  const block = imageBlock();
  const image = { width: 4, height: 2, pixels: new Uint8Array(24).fill(100) };
  const opened = await block.open(image);
  const cut = { left: 0, top: 0, width: 2, height: 2, outWidth: 6, outHeight: 6 };
  const batch = block.collate([await opened.cropResize(cut).load()]);
  assert.deepEqual(batch.shape, [1, 6, 6, 3]);
  assert.deepEqual(new Set(batch.dataSync()), new Set([100]));
  batch.dispose();
  assert.equal(tf.memory().numTensors, before);
});
