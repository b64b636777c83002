import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import {
  colReader,
  colSplitter,
  DataBlock,
  imageBlock,
  multiCategoryBlock,
  readCsv,
  resize,
} from '../../src/index';
import { temporaryFolder } from '../temporary-folder';
import { paintPets } from './painted';

const folder = temporaryFolder();
before(() => paintPets(folder, 4));

/** A table of the four painted files. */
async function frameOf({ labels = ['cat', 'dog small', '', 'cat dog'] as readonly string[] } = {}) {
  const names = ['cat_0', 'dog_1', 'cat_2', 'dog_3'];
  const lines = names.map((name, i) => `${name}.jpg,${labels[i]},${i === 3 ? 'True' : 'False'}`);
  const file = join(folder, 'train.csv');
  writeFileSync(file, ['fname,labels,is_valid', ...lines, ''].join('\n'));
  return readCsv(file);
}

const block = () =>
  new DataBlock({
    blocks: [imageBlock(), multiCategoryBlock()],
    getX: colReader('fname', { prefix: `${folder}/` }),
    getY: colReader('labels', { labelDelimiter: ' ', allowEmpty: true }),
    splitter: colSplitter('is_valid'),
    itemTransforms: [resize(16)],
  });

test('a data block takes the rows of a table as items, and an image may have no label', async () => {
  const frame = await frameOf();
  const dls = await block().dataloaders(frame, { shuffle: false });
  assert.deepEqual(dls.vocabulary, ['cat', 'dog', 'small']);
  const batch = await dls.oneBatch();
  assert.deepEqual([batch.targets.shape, batch.targets.dtype], [[3, 3], 'float32']);
  assert.deepEqual([...batch.targets.dataSync()], [1, 0, 0, 0, 1, 1, 0, 0, 0]);
  assert.deepEqual(dls.target.decode(batch.targets), [['cat'], ['dog', 'small'], []]);
  assert.equal(batch.items[0], frame.rows[0]);
  batch.dispose();
});

test('a label that only validation has is an error that names label, file and line', async () => {
  const frame = await frameOf({ labels: ['cat', 'dog', '', 'cat unicorn'] });
  await assert.rejects(
    block().dataloaders(frame),
    /^FoveaError: Label "unicorn" was not included in the training dataset\. It knows "cat", "dog"\. \(item .*train\.csv, line 5\)\n/,
  );
});

test('multiCategoryBlock() asks for a list where labels were not split', async () => {
  const data = new DataBlock({
    blocks: [imageBlock(), multiCategoryBlock()],
    getY: colReader('labels'),
    splitter: colSplitter(),
  });
  await assert.rejects(
    data.dataloaders(await frameOf()),
    /^FoveaError: Expected a list of labels for multiCategoryBlock, received "cat"\. \(item .*train\.csv, line 2\)\n {2}Return a list from getY: colReader\('labels', \{ labelDelimiter: ' ' \}\)/,
  );
});

test('a missing file that a row names is an error that names it', async () => {
  const frame = await frameOf();
  const data = new DataBlock({
    blocks: [imageBlock(), multiCategoryBlock()],
    getX: colReader('fname', { prefix: `${folder}/gone/` }),
    getY: colReader('labels', { labelDelimiter: ' ', allowEmpty: true }),
    splitter: colSplitter(),
  });
  await assert.rejects((await data.dataloaders(frame)).oneBatch(), /gone\/\w+_\d\.jpg was not found/);
});

test('summary() names a row by its file and line', async () => {
  const summary = await block().summary(await frameOf(), { batchSize: 2 });
  assert.equal(summary.failed, undefined);
  assert.match(summary.steps[0].result, /^4 items, e\.g\. .*train\.csv, line 2$/);
  assert.match(String(summary), /getY\n {4}\["cat"\]\n/);
});

test('testDl() takes a table, also one without the column of labels', async () => {
  const dls = await block().dataloaders(await frameOf());
  const file = join(folder, 'test.csv');
  writeFileSync(file, 'fname\ndog_3.jpg\ncat_0.jpg\n');
  const frame = await readCsv(file);
  const loader = dls.testDl(frame);
  assert.deepEqual(loader.items, frame.rows);
  for await (const batch of loader.batches()) {
    assert.deepEqual(
      [batch.inputs.shape, batch.targets.shape],
      [
        [2, 16, 16, 3],
        [2, 0],
      ],
    );
    batch.dispose();
  }
  assert.throws(
    () => dls.testDl(frame, { withLabels: true }),
    /^FoveaError: There is no column "labels" in .*test\.csv, line 2\./,
  );
});

test('testDl() takes rows, and paths as they are', async () => {
  const frame = await frameOf();
  const dls = await block().dataloaders(frame);
  for (const items of [frame.rows.slice(2), [join(folder, 'cat_2.jpg')]]) {
    for await (const batch of dls.testDl(items).batches()) {
      assert.deepEqual(batch.inputs.shape, [items.length, 16, 16, 3]);
      batch.dispose();
    }
  }
});

test('testDl() names the row of a label that training did not have', async () => {
  const dls = await block().dataloaders(await frameOf());
  const [row] = (await frameOf({ labels: ['unicorn', 'cat', 'dog', 'cat'] })).rows;
  assert.throws(
    () => dls.testDl([row], { withLabels: true }),
    /^FoveaError: Label "unicorn" was not included.*\(item .*train\.csv, line 2\)\n/,
  );
});

test('getX and getY may be lists, of one function for each block', async () => {
  const path = colReader('fname', { prefix: `${folder}/` });
  const labels = colReader('labels', { labelDelimiter: ' ', allowEmpty: true });
  const blocks = [imageBlock(), multiCategoryBlock()] as const;
  const splitter = colSplitter();
  const data = new DataBlock({ blocks, splitter, getX: [path], getY: [labels] });
  assert.deepEqual((await data.datasets(await frameOf())).target.vocabulary, ['cat', 'dog', 'small']);
  assert.throws(() => new DataBlock({ blocks, splitter, getX: path, getY: [labels, labels] }), {
    message:
      'Expected one function as getY of DataBlock, for its one target, received 2 of them.\n' +
      '  A function that returns a list can join several values, e.g. the two numbers of a point.',
  });
});
