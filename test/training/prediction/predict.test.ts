import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { inspect } from 'node:util';
import {
  type BatchTransform,
  binaryCrossEntropyLoss,
  categoryBlock,
  crossEntropyLoss,
  DataBlock,
  type DataLoaders,
  imageBlock,
  Learner,
  type Loss,
  meanSquaredErrorLoss,
  multiCategoryBlock,
  pointBlock,
  resize,
  setSeed,
  type TargetBlock,
  tf,
} from '../../../src/index';
import { assertClose, leavesNoTensors } from '../../leaves-no-tensors';
import { temporaryFolder } from '../../temporary-folder';
import { colourModel, dotLoaders, paintDots, plainImage } from '../dots';

const folder = join(temporaryFolder(), 'dots');
let reds: string[];
let blues: string[];
before(async () => {
  await paintDots(folder, 16);
  const files = readdirSync(folder).map((name) => join(folder, name));
  blues = files.filter((file) => /blue/.test(file));
  reds = files.filter((file) => /red/.test(file));
});

/** Sees blue in the first output and red in the second. */
const BLUE_AND_RED = [
  [0, 0, 400],
  [400, 0, 0],
] as const;

async function withLearner(
  dls: DataLoaders,
  f: (learn: Learner) => Promise<void>,
  {
    loss = crossEntropyLoss() as Loss,
    weights = BLUE_AND_RED as readonly (readonly [number, number, number])[],
  } = {},
): Promise<void> {
  await leavesNoTensors(async () => {
    const learn = new Learner(dls, colourModel(weights), { loss });
    await f(learn);
    learn.dispose();
  });
}

test('predict() gives the class in words, its index and the probability of each class', async () => {
  const dls = await dotLoaders(folder);
  await withLearner(dls, async (learn) => {
    const red = await learn.predict(reds[0]);
    assert.equal(red.label, 'red');
    assert.equal(red.decoded, 1);
    assert.equal(red.probabilities.length, 2);
    assert.ok(red.probabilities[1] > 0.9);
    assertClose([red.probabilities[0] + red.probabilities[1]], [1]);
    assert.equal((await learn.predict(blues[0])).label, 'blue');
  });
});

test('predict() takes an image in memory', async () => {
  const dls = await dotLoaders(folder);
  await withLearner(
    dls,
    async (learn) => {
      const { label, probabilities } = await learn.predict(plainImage(50, 40, [255, 0, 51]));
      assert.equal(label, 'red');
      // Mean blue 0.2, mean red 1: the softmax of 0.2 and 1.
      assertClose(probabilities, [0.310026, 0.689974]);
    },
    {
      weights: [
        [0, 0, 1],
        [1, 0, 0],
      ],
    },
  );
});

test('predict() takes a path or an image where items are rows of a table', async () => {
  const block = new DataBlock({
    blocks: [imageBlock(), categoryBlock() as TargetBlock],
    getItems: () =>
      [...blues, ...reds].map((file) => ({ file, label: reds.includes(file) ? 'red' : 'blue' })),
    getX: ({ file }) => file,
    getY: ({ label }) => label,
    itemTransforms: [resize(32)],
  });
  const dls = await block.dataloaders('a table', { batchSize: 4 });
  await withLearner(dls, async (learn) => {
    const items = [{ file: reds[0], label: '?' }, reds[0], plainImage(32, 32, [255, 0, 0])];
    for (const item of items) assert.equal((await learn.predict(item)).label, 'red');
  });
});

test('predict() of a file equals the line of getPreds for it', async () => {
  const dls = await dotLoaders(folder);
  await withLearner(dls, async (learn) => {
    const all = await learn.getPreds();
    const rows = all.predictions.arraySync() as number[][];
    all.dispose();
    for (const [i, item] of dls.valid.items.entries()) {
      assertClose((await learn.predict(item)).probabilities, rows[i], 1e-6);
    }
  });
});

test('a prediction prints as its label and the most likely classes', async () => {
  const dls = await dotLoaders(folder);
  await withLearner(
    dls,
    async (learn) => {
      const prediction = await learn.predict(plainImage(50, 40, [255, 0, 51]));
      assert.equal(inspect(prediction), 'red\n  red    69.00 %\n  blue   31.00 %');
      assert.equal(`${prediction}`, inspect(prediction));
      assert.deepEqual(Object.keys(prediction), ['label', 'decoded', 'probabilities']);
    },
    {
      weights: [
        [0, 0, 1],
        [1, 0, 0],
      ],
    },
  );
});

test('predict() of several labels lists those above the threshold', async () => {
  const target = multiCategoryBlock({ vocab: ['blue', 'green', 'red'] }) as TargetBlock;
  const dls = await dotLoaders(folder, { target, getY: () => ['red'] });
  await withLearner(
    dls,
    async (learn) => {
      const { label, decoded, probabilities } = await learn.predict(plainImage(40, 40, [255, 0, 255]));
      assert.deepEqual(label, ['blue', 'red']);
      assert.deepEqual(decoded, [0, 2]);
      // The sigmoid of 2, -1 and 1.
      assertClose(probabilities, [0.880797, 0.268941, 0.731059]);
      const none = await learn.predict(plainImage(40, 40, [0, 255, 0]));
      assert.deepEqual([none.label, none.decoded], [[], []]);
    },
    {
      loss: binaryCrossEntropyLoss(),
      weights: [
        [0, 0, 2],
        [-1, -1, 0],
        [1, 0, 0],
      ],
    },
  );
});

test('predict() of points gives the points', async () => {
  const dls = await dotLoaders(folder, { target: pointBlock() as TargetBlock, getY: () => [[3, 4]] });
  await withLearner(
    dls,
    async (learn) => {
      const { label, decoded, probabilities } = await learn.predict(plainImage(40, 40, [255, 0, 0]));
      assert.deepEqual(label, [{ x: 0.5, y: -0.25 }]);
      assert.equal(decoded, undefined);
      assert.deepEqual(probabilities, [0.5, -0.25]);
    },
    {
      loss: meanSquaredErrorLoss(),
      weights: [
        [0.5, 0, 0],
        [-0.25, 0, 0],
      ],
    },
  );
});

test('getPreds() says so when a loader is empty', async () => {
  const dls = await dotLoaders(folder);
  await withLearner(dls, async (learn) => {
    await assert.rejects(learn.getPreds({ loader: dls.testDl([]) }), {
      message:
        'There is nothing to predict: the loader gave no items.\n  Give others, e.g. getPreds({ loader: dls.testDl(files) }).',
    });
  });
});

/** Paints every image grey: light in training, darker in validation. */
const brighter: BatchTransform = {
  name: 'brighter',
  pixels: (images, split) => tf.fill(images.shape, split === 'train' ? 0.9 : 0.5),
};

test('tta() is 0.75 of the mean augmented prediction and 0.25 of the plain one', async () => {
  const dls = await dotLoaders(folder, { batchTransforms: [brighter] });
  await withLearner(
    dls,
    async (learn) => {
      const result = await learn.tta();
      assert.deepEqual(result.items, dls.valid.items);
      // 0.75 * 0.9 + 0.25 * 0.5 from red, nothing from the other colours.
      assertClose(result.predictions.dataSync(), [0, 0.8, 0, 0.8, 0, 0.8, 0, 0.8]);
      assertClose(result.targets.dataSync(), [0, 0, 1, 1]);
      result.dispose();
    },
    {
      // It leaves outputs as they are.
      loss: meanSquaredErrorLoss(),
      weights: [
        [0, 0, 0],
        [1, 0, 0],
      ],
    },
  );
});

test('tta() draws anew for each pass, follows setSeed(), and keeps the order of the items', async () => {
  const dls = await dotLoaders(folder);
  await withLearner(dls, async (learn) => {
    const run = async (n: number, beta?: number) => {
      setSeed(1);
      const result = await learn.tta({ n, beta });
      const values = [...result.predictions.dataSync()];
      assert.equal(result.decoded.shape[0], 4);
      result.dispose();
      return values;
    };
    const one = await run(1, 0);
    assert.deepEqual(await run(1, 0), one);
    assert.notDeepEqual(await run(2, 0), one);
    const plain = await learn.getPreds();
    assertClose(await run(2, 1), plain.predictions.dataSync(), 1e-6);
    plain.dispose();
  });
});

test('tta() refuses options out of range, and targets that move with the image', async () => {
  const dls = await dotLoaders(folder);
  await withLearner(dls, async (learn) => {
    await assert.rejects(learn.tta({ n: 0 }), {
      message: 'Expected a positive integer as n of tta, received 0.',
    });
    await assert.rejects(learn.tta({ beta: 2 }), {
      message: 'Expected a number in [0, 1] as beta of tta, received 2.',
    });
  });
  const points = await dotLoaders(folder, { target: pointBlock() as TargetBlock, getY: () => [[3, 4]] });
  await withLearner(points, async (learn) => {
    await assert.rejects(learn.tta(), {
      message:
        'Augmentation moves the point with the image, so tta cannot average the predictions of several images.\n  Use getPreds.',
    });
  });
});
