import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mock, test } from 'node:test';
import {
  type BatchSource,
  binaryCrossEntropyLoss,
  categoryBlock,
  crossEntropyLoss,
  DataBlock,
  efficientnetLite0,
  getImageFiles,
  grandparentSplitter,
  imageBlock,
  Learner,
  maskBlock,
  multiCategoryBlock,
  parentLabel,
  resize,
  tf,
  visionLearner,
} from '../../../src/index';
import { batchNorm1d, scope } from '../../../src/layers';
import { paintDot } from '../../data/painted';
import { leavesNoTensors } from '../../leaves-no-tensors';
import { temporaryFolder } from '../../temporary-folder';
import { colourModel, dotLoaders, paintDots } from '../dots';

const oneClass = () => categoryBlock({ vocab: ['cat'] });

test('a learner of one class is refused before it trains: its loss would be 0', () =>
  leavesNoTensors(async () => {
    const folder = await paintDots(temporaryFolder(), 8);
    const dls = await dotLoaders(folder, { target: oneClass(), getY: () => 'cat', batchSize: 2 });
    const learn = new Learner(dls, colourModel([[1, 0, 0]]), { loss: crossEntropyLoss() });
    const message =
      'Expected at least two classes to tell apart in the category block, received only "cat".\n  Check getY and the folder: add images that are not of this class, and label them so, e.g. "other".';
    await assert.rejects(learn.fit(1), { message });
    await assert.rejects(learn.fineTune(1), { message });
    await assert.rejects(learn.findLearningRate(), { message });
    assert.equal(learn.recorder.rows.length, 0);
    learn.dispose();
  }));

test('a mask of one class beside what is ignored is refused', async () => {
  const folder = await paintDots(temporaryFolder(), 8);
  const target = maskBlock(['road', 'void'], { ignoreIndex: 1 });
  const dls = await dotLoaders(folder, { target, getY: (file) => file });
  const learn = new Learner(dls, colourModel([[1, 0, 0]]), { loss: crossEntropyLoss({ ignoreIndex: 1 }) });
  await assert.rejects(learn.fit(1), {
    message:
      'Expected at least two classes to tell apart in the mask block, received only "road" beside the ignored "void".\n  Name the background as a class too, e.g. maskBlock(["background", "road"]).',
  });
  learn.dispose();
});

test('one label that an image may have or not is learned', () =>
  leavesNoTensors(async () => {
    const folder = await paintDots(temporaryFolder(), 8);
    const target = multiCategoryBlock({ vocab: ['red'] });
    const getY = (file: string) => (file.includes('red_') ? ['red'] : []);
    const dls = await dotLoaders(folder, { target, getY, batchSize: 2 });
    const learn = await visionLearner(dls, efficientnetLite0, { pretrained: false, callbacks: [] });
    learn.callbacks = [];
    await learn.fit(1);
    assert.equal(learn.recorder.rawLosses.length, 3);
    learn.dispose();
  }));

test('labels of which no training item has any are refused: there would be no output to train', async () => {
  const folder = await paintDots(temporaryFolder(), 8);
  const dls = await dotLoaders(folder, { target: multiCategoryBlock(), getY: () => [], batchSize: 2 });
  const learn = new Learner(dls, colourModel([[1, 0, 0]]), { loss: binaryCrossEntropyLoss() });
  await assert.rejects(learn.fit(1), {
    message:
      'Expected at least one label to learn in the multi-category block, received none: no training item has any.\n  Check getY, e.g. the column and the labelDelimiter of colReader, or name the labels with the option vocab.',
  });
  learn.dispose();
});

test('batches of one image are refused where batch normalization needs two', () =>
  leavesNoTensors(async () => {
    const folder = await paintDots(temporaryFolder(), 8);
    const one = await dotLoaders(folder, { batchSize: 1, itemTransforms: [resize(64)], batchTransforms: [] });
    const learn = await visionLearner(one, efficientnetLite0, { pretrained: false });
    await assert.rejects(learn.fit(1), {
      message:
        'Expected training batches of at least 2 images for the batch normalization of efficientnetLite0, received batches of 1.\n  Raise the batch size: dataloaders(source, { batchSize: 8 }). For the effect of small batches there is gradientAccumulation().',
    });
    learn.dispose();
    const without = await visionLearner(one, efficientnetLite0, {
      pretrained: false,
      linFtrs: [],
      firstBn: false,
    });
    without.callbacks = [];
    assert.equal(without.model.leastTrainingBatch, 1);
    await without.fit(1);
    assert.equal(without.recorder.rawLosses.length, 6);
    without.dispose();
  }));

test('a training set of one image is refused', async () => {
  const folder = temporaryFolder();
  await paintDots(folder, 1);
  const block = new DataBlock({
    blocks: [imageBlock(), categoryBlock({ vocab: ['blue', 'red'] })],
    getItems: async () => {
      const [file] = await getImageFiles(folder);
      return [file, file];
    },
    getY: () => 'red',
    splitter: () => ({ train: [0], valid: [1] }),
    itemTransforms: [resize(32)],
  });
  const dls = await block.dataloaders(folder);
  const learn = await visionLearner(dls, efficientnetLite0, { pretrained: false });
  await assert.rejects(learn.fit(1), {
    message: /received batches of 1\.\n {2}Add images to the training set\.$/,
  });
  learn.dispose();
});

/** `train` with `good` images and one that is broken, and `valid` with one image. */
async function folderWithBroken(good: number): Promise<string> {
  const folder = temporaryFolder();
  for (const [split, count] of [
    ['train', good],
    ['valid', 2],
  ] as const) {
    for (let i = 0; i < count; i++) {
      const colour = i % 2 === 0 ? [250, 30, 30] : [30, 30, 250];
      const name = i % 2 === 0 ? 'red' : 'blue';
      mkdirSync(join(folder, split, name), { recursive: true });
      const file = join(folder, split, name, `${i}.png`);
      await paintDot(file, { width: 32, height: 32, x: 16, y: 16, colour });
    }
  }
  for (const name of ['red', 'blue']) {
    mkdirSync(join(folder, 'train', name), { recursive: true });
    writeFileSync(join(folder, 'train', name, 'broken.png'), 'not an image');
  }
  return folder;
}

const skipping = (folder: string, batchSize: number) =>
  new DataBlock({
    blocks: [imageBlock(), categoryBlock()],
    getItems: async (source: string) => (await getImageFiles(source)).sort(),
    getY: parentLabel,
    splitter: grandparentSplitter(),
    itemTransforms: [resize(32)],
  }).dataloaders(folder, { batchSize, shuffle: false, onBadImage: 'skip' });

test('a training batch that lost all but one of its images is left out with a word', () =>
  leavesNoTensors(async () => {
    const warn = mock.method(console, 'warn', () => {});
    // In order of their names: blue/1, blue/3 | blue/broken, red/0 | red/2, red/broken.
    const dls = await skipping(await folderWithBroken(4), 2);
    const learn = await visionLearner(dls, efficientnetLite0, { pretrained: false });
    learn.callbacks = [];
    await learn.fit(1);
    const words = warn.mock.calls.map(({ arguments: [text] }) => text as string);
    warn.mock.restore();
    assert.equal(learn.recorder.rawLosses.length, 1);
    assert.equal(words.filter((text) => text.startsWith('Skipped ')).length, 2);
    assert.deepEqual(
      words.filter((text) => text.startsWith('Left out')),
      new Array(2).fill(
        'Left out a training batch of 1: the batch normalization of efficientnetLite0 needs 2 images.',
      ),
    );
    learn.dispose();
  }));

test('a fit whose training images are all broken ends with an error, not with a loss of NaN', () =>
  leavesNoTensors(async () => {
    const warn = mock.method(console, 'warn', () => {});
    const dls = await skipping(await folderWithBroken(0), 2);
    const learn = new Learner(
      dls,
      colourModel([
        [1, 0, 0],
        [0, 0, 1],
      ]),
      { loss: crossEntropyLoss() },
    );
    const message =
      'There was nothing to train on in epoch 0: none of the 2 training items could be used.\n  Warnings above name those that were skipped. Run verifyImages(files), and repair or remove what it names.';
    await assert.rejects(learn.fit(1), { message });
    await assert.rejects(learn.findLearningRate({ numIt: 5 }), { message });
    assert.equal(learn.recorder.rows.length, 0);
    await assert.rejects(learn.validate({ loader: dls.train }), {
      message:
        "There is nothing to validate: none of the loader's 2 items could be read.\n  Warnings above name those that were skipped. Run verifyImages(files), and repair or remove what it names.",
    });
    await assert.rejects(learn.getPreds({ loader: dls.train }), {
      message: /^There is nothing to predict: none of/,
    });
    warn.mock.restore();
    learn.dispose();
  }));

test('a learner whose parameters are all frozen is refused', () =>
  leavesNoTensors(async () => {
    const root = scope();
    const weight = root.declare('weight', 'linear', [2, 3], { constant: 0 });
    const model = {
      name: 'headless',
      parameters: root.parameters,
      groups: [root.parameters, []],
      forward: (x: tf.Tensor4D) =>
        tf.matMul(tf.mean(x, [1, 2]) as tf.Tensor2D, weight.variable.read() as tf.Tensor2D),
    };
    const source: BatchSource = { numItems: 1, numBatches: 1, async *batches() {} };
    const learn = new Learner({ train: source, valid: source }, model, { loss: crossEntropyLoss() });
    learn.freeze();
    await assert.rejects(learn.fit(1), {
      message: 'There is nothing to train: all parameters are frozen.\n  Call learn.unfreeze() first.',
    });
    learn.dispose();
  }));

test('batchNorm1d() refuses to train on one value a channel, as PyTorch does', () => {
  const root = scope();
  const layer = batchNorm1d(root, 3);
  const one = tf.zeros([1, 3]) as tf.Tensor2D;
  const pass = (training: boolean) => ({
    training,
    random: undefined as never,
    value: (p: (typeof root.parameters)[number]) => p.variable.read(),
  });
  assert.throws(() => tf.tidy(() => layer(one, pass(true))), {
    message:
      'Expected more than one value a channel for batch normalization in training, received a batch of one.\n  Raise the batch size: one value has no variance.',
  });
  assert.deepEqual(
    tf.tidy(() => layer(one, pass(false)).shape),
    [1, 3],
  );
  one.dispose();
  for (const parameter of root.parameters) parameter.dispose();
});
