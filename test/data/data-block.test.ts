import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { setSeed } from '../../src/base/random';
import { categoryBlock } from '../../src/data/category-block';
import { DataBlock } from '../../src/data/data-block';
import { imageBlock } from '../../src/data/image-block';
import { getImageFiles } from '../../src/data/image-files';
import { regexLabeller } from '../../src/data/labeller';
import { funcSplitter, indexSplitter, randomSplitter } from '../../src/data/splitter';
import { tf } from '../../src/tensorflow/tf';
import { augTransforms } from '../../src/transforms/aug-transforms';
import type { BatchTransform } from '../../src/transforms/batch-transform';
import type { ItemTransform } from '../../src/transforms/item-transform';
import { imagenetStats, normalize } from '../../src/transforms/normalize';
import { resize } from '../../src/transforms/resize';
import { temporaryFolder } from '../temporary-folder';
import { paintPets } from './painted';

const root = temporaryFolder();
const folder = join(root, 'pets');
before(() => paintPets(folder, 20));

const block = ({
  itemTransforms = [resize(32)] as ItemTransform[],
  batchTransforms = [] as BatchTransform[],
  splitter = randomSplitter({ seed: 42 }),
} = {}) =>
  new DataBlock({
    blocks: [imageBlock(), categoryBlock()],
    getItems: getImageFiles,
    getY: regexLabeller(/(.+)_\d+.jpg$/, { on: 'name' }),
    splitter,
    itemTransforms,
    batchTransforms,
  });

test('dataloaders() by default makes batches of 64, or a single batch of a smaller set', async () => {
  const dls = await block().dataloaders(folder);
  assert.deepEqual([dls.train.numItems, dls.train.batchSize, dls.train.numBatches], [16, 16, 1]);
  assert.deepEqual([dls.valid.numItems, dls.valid.batchSize, dls.valid.numBatches], [4, 4, 1]);
  assert.deepEqual(dls.vocabulary, ['cat', 'dog']);
});

test('the training loader drops the last incomplete batch, the validation loader does not', async () => {
  const dls = await block().dataloaders(folder, { batchSize: 5, validBatchSize: 3 });
  assert.deepEqual([dls.train.numBatches, dls.valid.numBatches], [3, 2]);
});

test('batches hold images, class indices and their items, and leave no tensors when disposed', async () => {
  const dls = await block({ batchTransforms: augTransforms({ size: 24, minScale: 0.75 }) }).dataloaders(
    folder,
    { batchSize: 5 },
  );
  const numTensors = tf.memory().numTensors;
  const seen: unknown[] = [];
  for await (const batch of dls.train.batches()) {
    assert.deepEqual([batch.inputs.shape, batch.inputs.dtype], [[5, 24, 24, 3], 'float32']);
    assert.deepEqual([batch.targets.shape, batch.targets.dtype], [[5], 'int32']);
    const labels = batch.items.map((item) => (String(item).includes('cat_') ? 'cat' : 'dog'));
    assert.deepEqual(dls.target.decode(batch.targets), labels);
    seen.push(...batch.items);
    batch.dispose();
  }
  assert.equal(new Set(seen).size, 15);
  assert.equal(tf.memory().numTensors, numTensors);
});

test('validation comes in order, the same every time', async () => {
  const dls = await block().dataloaders(folder, { batchSize: 2 });
  const epoch = async () => {
    const [items, values]: [unknown[], number[]] = [[], []];
    for await (const batch of dls.valid.batches()) {
      items.push(...batch.items);
      values.push(...batch.inputs.dataSync());
      batch.dispose();
    }
    return { items, values };
  };
  const first = await epoch();
  assert.deepEqual(first.items, dls.valid.items);
  assert.deepEqual(await epoch(), first);
});

test('training repeats under setSeed, in order and in every pixel, however far it reads ahead', async () => {
  const run = async (prefetch: number) => {
    setSeed(11);
    const data = block({ batchTransforms: augTransforms({ size: 24 }) });
    const dls = await data.dataloaders(folder, { batchSize: 4, prefetch });
    const batch = await dls.oneBatch();
    const result = { items: batch.items, values: [...batch.inputs.dataSync()] };
    batch.dispose();
    return result;
  };
  const first = await run(2);
  assert.deepEqual(await run(0), first);
});

test('oneBatch({ copies }) holds one training image several times, each augmented by itself', async () => {
  const dls = await block({ batchTransforms: augTransforms({ size: 24 }) }).dataloaders(folder);
  const numTensors = tf.memory().numTensors;
  const batch = await dls.oneBatch({ copies: 3 });
  const [first] = dls.train.items;
  assert.deepEqual(batch.items, [first, first, first]);
  assert.deepEqual(batch.inputs.shape, [3, 24, 24, 3]);
  const pixels = batch.inputs.dataSync();
  assert.notDeepEqual(pixels.slice(0, 24 * 24 * 3), pixels.slice(24 * 24 * 3, 2 * 24 * 24 * 3));
  batch.dispose();
  assert.equal(tf.memory().numTensors, numTensors);
});

test('oneBatch() reads nothing ahead, and with atMost only so many images of the batch', async () => {
  const opened: unknown[] = [];
  const input: ReturnType<typeof imageBlock> = {
    ...imageBlock(),
    fit: () => input,
    open: (source) =>
      imageBlock()
        .open(source)
        .finally(() => opened.push(source)),
  };
  const data = new DataBlock({
    blocks: [input, categoryBlock()],
    getItems: getImageFiles,
    getY: regexLabeller(/(.+)_\d+.jpg$/, { on: 'name' }),
    splitter: randomSplitter({ seed: 42 }),
    itemTransforms: [resize(32)],
  });
  const read = async (options?: { atMost: number }) => {
    const dls = await data.dataloaders(folder, { batchSize: 4, prefetch: 2 });
    opened.length = 0;
    setSeed(5);
    const batch = await dls.oneBatch(options);
    batch.dispose();
    assert.equal(batch.inputs.shape[0], batch.items.length);
    assert.deepEqual([...opened].sort(), [...batch.items].sort());
    return batch.items;
  };
  const whole = await read();
  assert.equal(whole.length, 4);
  assert.deepEqual(await read({ atMost: 3 }), whole.slice(0, 3));
  assert.deepEqual(await read({ atMost: 9 }), whole);
  for (const atMost of [0, 1.5]) {
    await assert.rejects(read({ atMost }), {
      message: `Expected a positive integer as atMost of oneBatch, received ${atMost}.`,
    });
  }
});

test('an epoch left early leaves no tensors and nothing running', async () => {
  const dls = await block().dataloaders(folder, { batchSize: 2 });
  const numTensors = tf.memory().numTensors;
  for await (const batch of dls.train.batches()) {
    batch.dispose();
    break;
  }
  const failing = async () => {
    for await (const batch of dls.train.batches()) {
      batch.dispose();
      throw new Error('a training step failed');
    }
  };
  await assert.rejects(failing, /a training step failed/);
  assert.equal(tf.memory().numTensors, numTensors);
});

test('normalize() normalizes the batches; images() undoes it', async () => {
  const dls = await block().dataloaders(folder);
  const plain = await firstOfValid(dls.valid);
  dls.normalize(imagenetStats);
  assert.deepEqual(dls.normalization, imagenetStats);
  const normalized = await firstOfValid(dls.valid);
  const [image] = dls.images(normalized.inputs);
  assert.deepEqual([image.width, image.height, image.pixels.length], [32, 32, 3072]);
  const expected = plain.inputs.dataSync();
  assert.ok(image.pixels.every((value, i) => Math.abs(value - 255 * expected[i]) < 0.51));
  plain.dispose();
  normalized.dispose();
});

test('normalize() replaces the statistics of a learner made earlier, and says so once', async (t) => {
  const dls = await block().dataloaders(folder);
  const warn = t.mock.method(console, 'warn', () => {});
  const others = { mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] };
  dls.normalize(others, { model: 'efficientnetLite0' });
  dls.normalize({ ...others }, { model: 'efficientnetLite0' });
  assert.equal(warn.mock.callCount(), 0);
  dls.normalize(imagenetStats, { model: 'resnet34' });
  assert.deepEqual(dls.normalization, imagenetStats);
  assert.deepEqual(
    warn.mock.calls.map((call) => call.arguments),
    [
      [
        'Batches are now normalized for resnet34; a learner made earlier for other statistics needs its own loaders.',
      ],
    ],
  );
});

test('normalize() in the list of batch transforms is used, and no learner replaces it', async () => {
  const dls = await block({ batchTransforms: [...augTransforms(), normalize(imagenetStats)] }).dataloaders(
    folder,
  );
  dls.normalize({ mean: [0, 0, 0], std: [9, 9, 9] });
  assert.deepEqual(dls.normalization, imagenetStats);
});

test('testDl() reads other items as validation does, by default without labels', async () => {
  const dls = await block().dataloaders(folder);
  const files = await getImageFiles(folder);
  const plain = await firstOfValid(dls.testDl(files.slice(0, 3)));
  assert.deepEqual(
    [plain.inputs.shape, plain.targets.shape],
    [
      [3, 32, 32, 3],
      [3, 0],
    ],
  );
  const labelled = await firstOfValid(dls.testDl(files.slice(0, 3), { withLabels: true }));
  assert.deepEqual(dls.target.decode(labelled.targets), ['cat', 'cat', 'cat']);
  plain.dispose();
  labelled.dispose();
});

test('testDl() refuses what is no list of items', async () => {
  const dls = await block().dataloaders(folder);
  const cure =
    'Give a list, also of one item: testDl([file]), or learn.predict(file). The images of a folder are testDl(await getImageFiles(folder)).';
  const refuses = (source: unknown, received: string) =>
    assert.throws(() => dls.testDl(source as string[]), {
      message: `Expected a list of items, or a table, in testDl, received ${received}.\n  ${cure}`,
    });
  refuses('pets/cat_0.jpg', "'pets/cat_0.jpg'");
  refuses(undefined, 'undefined');
  refuses({ fname: 'cat_0.jpg' }, "{ fname: 'cat_0.jpg' }");
});

test('randomSplitter({ validPct: 0 }) makes loaders of all items for training, and of none for validation', async () => {
  const dls = await block({ splitter: randomSplitter({ validPct: 0 }) }).dataloaders(folder);
  assert.deepEqual([dls.train.numItems, dls.train.numBatches], [20, 1]);
  assert.deepEqual([dls.valid.numItems, dls.valid.numBatches, dls.valid.items], [0, 0, []]);
  for await (const _ of dls.valid.batches()) assert.fail('a batch of nothing');
  assert.deepEqual(dls.vocabulary, ['cat', 'dog']);
  const summary = await block({ splitter: randomSplitter({ validPct: 0 }) }).summary(folder);
  assert.equal(summary.failed, undefined);
});

test('images of unequal size cannot be one batch, and the error says what to do', async () => {
  const dls = await block({ itemTransforms: [] }).dataloaders(folder, { batchSize: 8 });
  await assert.rejects(dls.oneBatch(), (error: Error) => {
    assert.match(
      error.message,
      /^The images of one batch must have one size; here are \d+ x 30 and \d+ x 30 pixels\.\n/,
    );
    assert.match(error.message, /Add an item transform, e\.g\. itemTransforms: \[resize\(460\)\]\./);
    return true;
  });
});

test('a label that only validation has is an error before any training, naming label and file', async () => {
  const dogsOnly = funcSplitter<string>((file) => file.includes('cat_0'));
  const data = new DataBlock({
    blocks: [imageBlock(), categoryBlock()],
    getItems: async (path: string) => (await getImageFiles(path)).filter((file) => !/cat_[^0]/.test(file)),
    getY: regexLabeller(/(.+)_\d+.jpg$/, { on: 'name' }),
    splitter: dogsOnly,
  });
  await assert.rejects(data.datasets(folder), (error: Error) => {
    assert.match(
      error.message,
      /^Label "cat" was not included in the training dataset\. It knows "dog"\. \(item .*cat_0\.jpg\)\n/,
    );
    return true;
  });
});

test('dataloaders() refuses an empty set, no items, and empty batches', async () => {
  await assert.rejects(
    block({ splitter: indexSplitter([]) }).dataloaders(folder),
    /left no items for validation/,
  );
  const none = new DataBlock({
    blocks: [imageBlock(), categoryBlock()],
    getItems: () => [] as string[],
    getY: String,
  });
  await assert.rejects(
    none.dataloaders('pets'),
    /^FoveaError: getItems returned no items for pets\.\n {2}It must return a list/,
  );
  await assert.rejects(block().dataloaders(folder, { batchSize: 0 }), {
    message: 'Expected an integer of at least 1 as batchSize of dataloaders, received 0.',
  });
});

test('summary() takes a sample through every step', async () => {
  const summary = await block({ batchTransforms: augTransforms({ size: 24 }) }).summary(folder);
  assert.equal(summary.failed, undefined);
  assert.deepEqual(summary.steps.slice(0, 2), [
    { name: 'getItems', result: `20 items, e.g. ${join(folder, 'cat_0.jpg')}`, failed: false },
    { name: 'splitter', result: '16 for training, 4 for validation', failed: false },
  ]);
  const text = String(summary);
  assert.match(text, /getY\n {4}(cat|dog)\nblocks\n {4}image -> category with 2 classes: cat, dog\n/);
  assert.match(text, /resize\(32 x 32, crop\)\n {4}input 32 x 32 pixels\n/);
  assert.match(
    text,
    /batch of 4: flip, warp.*\n {4}inputs \[4, 24, 24, 3\] float32 from .*; targets \[4\] int32/,
  );
});

test('summary() stops at the step that fails and says why', async () => {
  const numTensors = tf.memory().numTensors;
  const summary = await block({ itemTransforms: [] }).summary(folder, { batchSize: 8 });
  assert.equal(summary.failed, summary.steps.at(-1));
  assert.match(String(summary), /\nFAILED {2}batch of 8\n {4}The images of one batch must have one size/);
  assert.equal(tf.memory().numTensors, numTensors);
});

async function firstOfValid(loader: Awaited<ReturnType<DataBlock['dataloaders']>>['valid']) {
  for await (const batch of loader.batches()) return batch;
  throw new Error('no batch');
}
