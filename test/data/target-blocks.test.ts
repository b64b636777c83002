import assert from 'node:assert/strict';
import { test } from 'node:test';
import { categoryBlock } from '../../src/data/category-block';
import { imageBlock } from '../../src/data/image-block';
import { multiCategoryBlock } from '../../src/data/multi-category-block';
import { castTo } from '../../src/tensorflow/kernel';
import { tf } from '../../src/tensorflow/tf';

test('categoryBlock() learns the sorted labels of the training set', () => {
  const block = categoryBlock().fit(['pug', 'Bengal', 'boxer', 'pug']);
  assert.deepEqual(block.vocabulary, ['Bengal', 'boxer', 'pug']);
  assert.deepEqual([block.numOutputs, block.loss], [3, 'crossEntropy']);
  assert.deepEqual(block.annotate('pug'), { caption: 'pug' });
  assert.deepEqual(categoryBlock({ vocab: ['b', 'a'] }).fit(['a']).vocabulary, ['b', 'a']);
});

test('multiCategoryBlock() encodes labels as a row of zeros and ones, and decodes it', async () => {
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

test('blocks leave no tensors', async () => {
  const before = tf.memory().numTensors;
  const block = imageBlock();
  const image = { width: 4, height: 2, pixels: new Uint8Array(24).fill(100) };
  const opened = await block.open(image);
  const cut = { left: 0, top: 0, width: 2, height: 2, outWidth: 6, outHeight: 6 };
  const batch = block.collate([await opened.cropResize(cut).load()]);
  assert.deepEqual(batch.shape, [1, 6, 6, 3]);
  const real = castTo(batch, 'float32');
  assert.deepEqual(new Set(real.dataSync()), new Set([100]));
  tf.dispose([batch, real]);
  assert.equal(tf.memory().numTensors, before);
});
