import assert from 'node:assert/strict';
import { basename } from 'node:path';
import { before, test } from 'node:test';
import {
  categoryBlock,
  DataBlock,
  type DataLoader,
  getImageFiles,
  imageBlock,
  indexSplitter,
  regexLabeller,
  resize,
  setSeed,
} from '../../src/index';
import { leavesNoTensors } from '../leaves-no-tensors';
import { temporaryFolder } from '../temporary-folder';
import { paintPets } from './painted';

const folder = temporaryFolder();
before(() => paintPets(folder, 12));

/** `cat_0`, `cat_10`, `cat_2`, ..., `dog_1`, ... in the order of their paths; the last two are for validation. */
const block = new DataBlock({
  blocks: [imageBlock(), categoryBlock()],
  getItems: getImageFiles,
  getY: regexLabeller(/^([a-z]+)_/, { on: 'name' }),
  splitter: indexSplitter([5, 11]),
  itemTransforms: [resize(8)],
});

async function drawn(loader: DataLoader, epochs: number): Promise<string[]> {
  const names: string[] = [];
  await leavesNoTensors(async () => {
    for (let epoch = 0; epoch < epochs; epoch++) {
      for await (const batch of loader.batches()) {
        names.push(...batch.items.map((item) => basename(String(item), '.jpg')));
        batch.dispose();
      }
    }
  });
  return names;
}

test('weightedDataLoaders() draws items in proportion to their weights, with replacement', async () => {
  setSeed(3);
  const weights = (file: string) => (file.includes('dog_') ? 3 : 1);
  const dls = await block.weightedDataLoaders(folder, weights, { batchSize: 10 });
  assert.deepEqual([dls.train.numItems, dls.train.numBatches], [10, 1]);
  const names = await drawn(dls.train, 100);
  assert.equal(names.length, 1000);
  // Five cats and five dogs: three quarters of the draws are dogs. The standard deviation is 14.
  const dogs = names.filter((name) => name.startsWith('dog')).length;
  assert.ok(Math.abs(dogs - 750) < 42, `${dogs} dogs of 1000`);
  assert.equal(new Set(names).size, 10);
  assert.ok(new Set(names.slice(0, 10)).size < 10);
  assert.deepEqual(await drawn(dls.valid, 1), ['cat_8', 'dog_9']);
});

test('an item of weight 0 is never drawn, and the weights are those of all items in their order', async () => {
  const weights = [0, 0, 1, 0, 0, 9, 0, 0, 0, 0, 2, 9];
  const dls = await block.weightedDataLoaders(folder, weights, { batchSize: 5 });
  assert.deepEqual([...new Set(await drawn(dls.train, 20))].sort(), ['cat_2', 'dog_7']);
});

test('weighted draws repeat under setSeed, and shuffle: false takes each item once', async () => {
  const run = async () => {
    setSeed(5);
    return drawn((await block.weightedDataLoaders(folder, () => 1)).train, 2);
  };
  assert.deepEqual(await run(), await run());
  const ordered = await block.weightedDataLoaders(folder, (file) => file.length, { shuffle: false });
  assert.equal(new Set(await drawn(ordered.train, 1)).size, 10);
});

test('weightedDataLoaders() refuses weights that are no numbers of at least 0, one for each item', async () => {
  await assert.rejects(block.weightedDataLoaders(folder, [1, 2]), {
    message:
      'Expected as many weights as items in weightedDataLoaders, 12, received 2.\n  Give one for each item, in the order of getItems, or a function from an item to its weight.',
  });
  await assert.rejects(
    block.weightedDataLoaders(folder, (file) => (file.includes('cat_2') ? Number.NaN : 1)),
    /^FoveaError: Expected a number of at least 0 as weight of .*cat_2\.jpg, received NaN\.\n/,
  );
  await assert.rejects(
    block.weightedDataLoaders(folder, () => -1),
    /received -1\./,
  );
  await assert.rejects(
    block.weightedDataLoaders(folder, () => 0),
    /^FoveaError: The weights of all training items are 0/,
  );
});

test('weights of any size count in proportion: their sum may be more than a number can hold', async () => {
  const dls = await block.weightedDataLoaders(folder, (file) => (file.includes('cat') ? 1.7e308 : 1e308), {
    batchSize: 4,
  });
  let cats = 0;
  let count = 0;
  for (let epoch = 0; epoch < 20; epoch++) {
    for await (const batch of dls.train.batches()) {
      cats += batch.items.filter((file) => String(file).includes('cat')).length;
      count += batch.items.length;
      batch.dispose();
    }
  }
  assert.ok(cats > 0.4 * count && cats < 0.9 * count, `${cats} of ${count}`);
});
