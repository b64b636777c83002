import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, type TestContext, test } from 'node:test';
import { categoryBlock } from '../../src/data/category-block';
import { DataBlock } from '../../src/data/data-block';
import { imageBlock } from '../../src/data/image-block';
import { getImageFiles } from '../../src/data/image-files';
import { regexLabeller } from '../../src/data/labeller';
import { indexSplitter } from '../../src/data/splitter';
import { tf } from '../../src/tensorflow/tf';
import { resize } from '../../src/transforms/resize';
import { temporaryFolder } from '../temporary-folder';
import { paintPets } from './painted';

const folder = temporaryFolder();
before(async () => {
  await paintPets(folder, 10);
  const broken = join(folder, 'cat_4.jpg');
  const bytes = readFileSync(broken);
  writeFileSync(broken, bytes.subarray(0, bytes.length - 200));
});

const block = new DataBlock({
  blocks: [imageBlock(), categoryBlock()],
  getItems: getImageFiles,
  getY: regexLabeller(/(.+)_\d+.jpg$/, { on: 'name' }),
  splitter: indexSplitter([0, 9]),
  itemTransforms: [resize(32)],
});

test('a truncated JPEG among good ones is an error that names it and says how to skip such files', async () => {
  const dls = await block.dataloaders(folder, { batchSize: 4 });
  const numTensors = tf.memory().numTensors;
  const epoch = async () => {
    for await (const batch of dls.train.batches()) batch.dispose();
  };
  await assert.rejects(epoch, (error: Error) => {
    assert.equal(error.name, 'FoveaError');
    assert.match(error.message, /cat_4\.jpg could not be decoded: /);
    assert.match(error.message, /Or skip such files: dataloaders\(source, \{ onBadImage: 'skip' \}\)\.$/);
    return true;
  });
  assert.equal(tf.memory().numTensors, numTensors);
});

test("with onBadImage 'skip' training continues without it and warns once", async (t: TestContext) => {
  const warn = t.mock.method(console, 'warn', () => undefined);
  const dls = await block.dataloaders(folder, { batchSize: 4, onBadImage: 'skip' });
  for (let epoch = 0; epoch < 3; epoch++) {
    const seen: unknown[] = [];
    for await (const batch of dls.train.batches()) {
      assert.equal(batch.inputs.shape[0], batch.items.length);
      seen.push(...batch.items);
      batch.dispose();
    }
    assert.equal(seen.length, 7);
  }
  assert.equal(warn.mock.callCount(), 1);
  assert.match(String(warn.mock.calls[0].arguments[0]), /^Skipped .*cat_4\.jpg: .*could not be decoded/);
  assert.deepEqual(dls.train.badItems, [join(folder, 'cat_4.jpg')]);
});
