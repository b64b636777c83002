import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, mock, test } from 'node:test';
import { recordDisplays } from '../../../src/display/jupyter';
import {
  accuracy,
  crossEntropyLoss,
  type DataLoaders,
  Interpretation,
  Learner,
  type Loss,
  maskBlock,
  meanSquaredErrorLoss,
  multiCategoryBlock,
  pointBlock,
  tf,
} from '../../../src/index';
import { assertClose, leavesNoTensors } from '../../leaves-no-tensors';
import { temporaryFolder } from '../../temporary-folder';
import { colourModel, dotLoaders, paintDots } from '../dots';

const folder = join(temporaryFolder(), 'dots');
let files: string[];
before(async () => {
  await paintDots(folder, 18);
  files = readdirSync(folder)
    .sort()
    .map((name) => join(folder, name));
});

async function withLearner(dls: DataLoaders, use: (learn: Learner) => Promise<void>): Promise<void> {
  await leavesNoTensors(async () => {
    const model = colourModel([
      [0, 0, 400],
      [400, 0, 0],
    ]);
    const learn = new Learner(dls, model, { loss: crossEntropyLoss(), metrics: [accuracy] });
    await use(learn);
    learn.dispose();
  });
}

/** The training set's 14 files in order, in batches of 4: training itself leaves out the last two. */
const trainingFiles = () => files.filter((_, i) => i % 4 !== 3);

test('getPreds() of the training set gives all items in their order, as validation sees them', async () => {
  const dls = await dotLoaders(folder, { batchSize: 4 });
  await withLearner(dls, async (learn) => {
    const preds = await learn.getPreds({ loader: dls.train, withLoss: true });
    assert.deepEqual(preds.items, trainingFiles());
    assert.deepEqual(preds.items, dls.train.items);
    assert.equal(preds.losses?.length, 14);
    const rows = preds.predictions.arraySync() as number[][];
    const targets = Array.from(preds.targets.dataSync(), (index) => dls.vocabulary[index]);
    preds.dispose();
    for (const [i, file] of trainingFiles().entries()) {
      assertClose((await learn.predict(file)).probabilities, rows[i], 1e-6);
      assert.ok(file.includes(`${targets[i]}_`));
    }
  });
});

test('Interpretation.fromLearner() and validate() of the training set count all its items', async () => {
  const dls = await dotLoaders(folder, { batchSize: 4 });
  await withLearner(dls, async (learn) => {
    const interp = await Interpretation.fromLearner(learn, { loader: dls.train });
    assert.deepEqual(
      interp.items.map(({ item }) => item),
      trainingFiles(),
    );
    assert.deepEqual(interp.confusionMatrix(), [
      [7, 0],
      [0, 7],
    ]);
    const { loss, metrics } = await learn.validate({ loader: dls.train });
    const mean = interp.items.reduce((sum, item) => sum + item.loss, 0) / 14;
    assertClose([loss, metrics.accuracy], [mean, 1], 1e-5);
  });
});

test('tta() of the training set averages the predictions of one image', async () => {
  const dls = await dotLoaders(folder, { batchSize: 4 });
  await withLearner(dls, async (learn) => {
    const { items, predictions, decoded, targets, dispose } = await learn.tta({ loader: dls.train, n: 2 });
    assert.deepEqual(items, trainingFiles());
    assert.deepEqual(predictions.shape, [14, 2]);
    assert.deepEqual([...decoded.dataSync()], [...targets.dataSync()]);
    dispose();
  });
});

test('tta() averages the images that could be read, and names the others once', async () => {
  const broken = join(temporaryFolder(), 'broken');
  await paintDots(broken, 10);
  writeFileSync(join(broken, 'blue_01.png'), 'not an image');
  const dls = await dotLoaders(broken, { batchSize: 4, onBadImage: 'skip' });
  const warn = mock.method(console, 'warn', () => {});
  await withLearner(dls, async (learn) => {
    const { items, predictions, dispose } = await learn.tta({ loader: dls.train, n: 2 });
    assert.deepEqual(
      items,
      dls.train.items.filter((file) => !String(file).endsWith('blue_01.png')),
    );
    assert.deepEqual(predictions.shape, [7, 2]);
    dispose();
  });
  assert.equal(warn.mock.callCount(), 1);
  warn.mock.restore();
});

const UNLABELLED = {
  message:
    'Expected items with labels, to compare predictions with, received a loader without labels.\n  Make it with labels: dls.testDl(items, { withLabels: true }). Without labels there are getPreds, tta, predict and showResults.',
};

test('what needs labels says so for a test set without labels', async () => {
  const dls = await dotLoaders(folder, { batchSize: 4 });
  const loader = dls.testDl(files.slice(0, 3));
  await withLearner(dls, async (learn) => {
    await assert.rejects(learn.validate({ loader }), UNLABELLED);
    await assert.rejects(learn.getPreds({ loader, withLoss: true }), UNLABELLED);
    await assert.rejects(Interpretation.fromLearner(learn, { loader }), UNLABELLED);
    const preds = await learn.getPreds({ loader });
    assert.deepEqual(preds.targets.shape, [3, 0]);
    assert.deepEqual([...preds.decoded.dataSync()], [0, 0, 0]);
    preds.dispose();
    const augmented = await learn.tta({ loader });
    assert.deepEqual(augmented.predictions.shape, [3, 2]);
    augmented.dispose();
  });
});

async function shown(learn: Learner, loader: DataLoaders['train']) {
  const recording = recordDisplays();
  await learn.showResults({ loader });
  recording.stop();
  const { 'text/html': markup, 'text/plain': text } = recording.displays[0][0];
  return { markup: markup as string, text };
}

const marks = (markup: string) => markup.match(/class="fovea-(good|bad)"|[✓✗−+] /g) ?? [];

test('showResults() of a test set without labels shows predictions without a mark', async () => {
  const dls = await dotLoaders(folder, { batchSize: 4 });
  await withLearner(dls, async (learn) => {
    const { markup, text } = await shown(learn, dls.testDl([files[0], files[17]]));
    assert.equal(text, 'Prediction of 2 images:\n  blue\n  red');
    assert.deepEqual(marks(markup), []);
    assert.ok(markup.includes('>Prediction</div>'));
    const labelled = await shown(learn, dls.testDl([files[0]], { withLabels: true }));
    assert.equal(labelled.text, 'Target and prediction of 1 images:\n  blue, predicted so');
    assert.equal(marks(labelled.markup).length, 2);
  });
});

test('showResults() of the training set shows its first items as validation sees them', async () => {
  const dls = await dotLoaders(folder, { batchSize: 4 });
  await withLearner(dls, async (learn) => {
    const { text } = await shown(learn, dls.train);
    assert.equal(
      text,
      `Target and prediction of 9 images:\n${trainingFiles()
        .slice(0, 9)
        .map((file) => `  ${file.includes('red_') ? 'red' : 'blue'}, predicted so`)
        .join('\n')}`,
    );
  });
});

test('showResults() of labels, masks and points without labels has no marks and no targets', async () => {
  const weights = [
    [0, 0, 400],
    [400, 0, 0],
  ] as const;
  const targets = [
    { target: multiCategoryBlock({ vocab: ['blue', 'red'] }), getY: () => ['red'] },
    { target: pointBlock(), getY: () => [[1, 2]], loss: meanSquaredErrorLoss() },
  ];
  for (const { target, getY, loss = crossEntropyLoss() as Loss } of targets) {
    const dls = await dotLoaders(folder, { target: target as never, getY, batchSize: 4 });
    await leavesNoTensors(async () => {
      const learn = new Learner(dls, colourModel(weights), { loss });
      const { markup, text } = await shown(learn, dls.testDl([files[0]]));
      assert.match(text, /^Prediction of 1 images:/);
      assert.deepEqual(marks(markup), []);
      assert.ok(!markup.includes('Target'));
      learn.dispose();
    });
  }
  const dls = await dotLoaders(folder, {
    target: maskBlock(['blue', 'red']) as never,
    getY: (file) => file,
    batchSize: 4,
  });
  await leavesNoTensors(async () => {
    const model = colourModel(weights);
    const perPixel = {
      ...model,
      forward: (x: tf.Tensor4D) => tf.slice(x, [0, 0, 0, 0], [...x.shape.slice(0, 3), 2] as number[]),
    };
    const learn = new Learner(dls, perPixel, { loss: crossEntropyLoss() });
    const { markup, text } = await shown(learn, dls.testDl([files[0]]));
    assert.match(text, /^Prediction of 1 images:\n {2}mask of /);
    assert.match(markup, /Input[\s\S]*Prediction/);
    assert.ok(!markup.includes('Target'));
    learn.dispose();
  });
});

test('what is no loader is refused: a list of files, or the loaders of both sets', async () => {
  await withLearner(await dotLoaders(folder), async (learn) => {
    const others: [unknown, RegExp][] = [
      [
        files,
        /^Expected a loader, received a list of 18\.\n {2}Make one: \{ loader: dls\.testDl\(files\) \}\.$/,
      ],
      [null, /^Expected a loader, received null\./],
      [
        learn.dls,
        /^Expected a loader, received the loaders of a training and a validation set\.\n {2}Name one of them: \{ loader: dls\.valid \} or \{ loader: dls\.train \}\.$/,
      ],
    ];
    for (const [other, message] of others) {
      const options = { loader: other as typeof learn.dls.train };
      for (const use of [
        () => learn.getPreds(options),
        () => learn.tta(options),
        () => learn.validate(options),
        () => learn.showResults(options),
        () => Interpretation.fromLearner(learn, options),
      ])
        await assert.rejects(use, { name: 'FoveaError', message });
    }
  });
});

test('predictBatch() refuses what is no batch of images', async () => {
  await withLearner(await dotLoaders(folder), async (learn) => {
    const predict = (inputs: unknown) => () => tf.tidy(() => learn.predictBatch(inputs as tf.Tensor4D));
    assert.throws(
      predict([1]),
      /^FoveaError: Expected images float32 \[batch, height, width, 3\] in predictBatch, received a list of 1\./,
    );
    tf.tidy(() => {
      assert.throws(
        predict(tf.zeros([8, 8, 3])),
        /received float32 \[8, 8, 3\]\.\n {2}For one image: predictBatch\(image\.expandDims\(0\)\)\.$/,
      );
      assert.throws(predict(tf.zeros([1, 8, 8, 3], 'int32')), /received int32 \[1, 8, 8, 3\]\./);
    });
  });
});
