import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { largest } from '../../../src/base/extremes';
import { freeMemory } from '../../../src/base/free-memory';
import {
  type BatchSource,
  categoryBlock,
  crossEntropyLoss,
  DataBlock,
  efficientnetLite0,
  imageBlock,
  Learner,
  randomSplitter,
  setSeed,
  type TargetBlock,
  tf,
  visionLearner,
} from '../../../src/index';
import { runModel, startPass } from '../../../src/models/model';
import { valueAndGradients } from '../../../src/tensorflow/gradients';
import { traceMemory } from '../../../src/tensorflow/memory-trace';
import { memoryNeed } from '../../../src/training/fits/batch-memory';
import { expectMemory, memoryProblem } from '../../../src/training/fits/expect-memory';
import { leavesNoTensors } from '../../leaves-no-tensors';
import { temporaryFolder } from '../../temporary-folder';
import { colourModel, dotLoaders, paintDots } from '../dots';

const GB = 1e9;

test('a batch that needs more memory than is free is said with a size that surely fits, and refused where it cannot fit', () => {
  // 20 MB for each image and 100 MB for the weights.
  const need = (size: number) => 2e7 * size + 1e8;
  const free = (gigabytes: number, swap = 0) => ({ available: gigabytes * GB, swap: swap * GB });
  assert.equal(memoryProblem(need, 64, free(1.4)), undefined);
  const close = memoryProblem(need, 64, free(1.3));
  assert.equal(close?.isCertain, false);
  assert.equal(
    close?.error.message,
    'A batch of 64 images needs about 1.4 GB of memory, 1.3 GB are free.\n  Try batches of 32, which need about 0.7 GB: { batchSize: 32 } among the options that make the loaders.',
  );
  const far = memoryProblem(need, 512, free(5));
  assert.equal(far?.isCertain, true);
  assert.equal(
    far?.error.message,
    'A batch of 512 images needs about 10 GB of memory, 5.0 GB are free.\n  Try batches of 128, which need about 2.7 GB: { batchSize: 128 } among the options that make the loaders.',
  );
  // Swapping is slow, but may work.
  assert.equal(memoryProblem(need, 512, free(5, 5))?.isCertain, false);
  const none = memoryProblem(need, 8, free(0.15), { leastTrainingBatch: 2 });
  assert.equal(
    none?.error.message,
    'A batch of 8 images needs about 0.3 GB of memory, 0.1 GB are free.\n  Make the images smaller, take a smaller architecture, or end other programs: kernels of other notebooks keep their memory.',
  );
});

test('the memory of a step of eight images follows from steps of two and three', () =>
  leavesNoTensors(async () => {
    const dots = await paintDots(temporaryFolder(), 16);
    const dls = await dotLoaders(dots, { batchSize: 8 });
    const learn = await visionLearner(dls, efficientnetLite0, { pretrained: false, callbacks: [] });
    const { model, loss, optimizer } = learn;
    for (const [frozenTo, precision] of [
      [0, 'float32'],
      [1, 'float32'],
      [1, 'bfloat16'],
    ] as const) {
      learn.freezeTo(frozenTo);
      model.precision = precision;
      const need = await memoryNeed(
        { model, loss, optimizer, train: dls.train, valid: dls.valid },
        { validates: false },
      );
      const batch = await dls.oneBatch();
      const held = traceMemory(() => {
        tf.tidy(() => {
          const pass = startPass({ training: true });
          const weights = optimizer.trainable().map((parameter) => pass.value(parameter));
          valueAndGradients(() => loss.value(runModel(model, batch.inputs, pass), batch.targets), weights);
        });
      });
      const averages = optimizer
        .trainable()
        .reduce((sum, { shape }) => sum + 8 * shape.reduce((size, length) => size * length, 1), 0);
      const sample = await dls.train.sample();
      const seen = largest(held) + 4 * batch.inputs.size + averages + 8 * (sample?.bytesRead ?? 0);
      const expected = 3e7 + (precision === 'float32' ? 1.1 : 1.25) * seen;
      const ratio = (need?.(8) ?? 0) / expected;
      assert.ok(Math.abs(ratio - 1) < 0.02, `${frozenTo} ${precision}: ${ratio}`);
      sample?.batch.dispose();
      batch.dispose();
    }
    learn.dispose();
  }));

test('larger batches of validation need more than the steps of training', () =>
  leavesNoTensors(async () => {
    const dots = await paintDots(temporaryFolder(), 16);
    const dls = await dotLoaders(dots, { batchSize: 2 });
    const learn = await visionLearner(dls, efficientnetLite0, { pretrained: false, callbacks: [] });
    const { model, loss, optimizer } = learn;
    const needOf = async (batchSize: number) => {
      const valid = { ...dls.valid, batchSize, batches: () => dls.valid.batches() };
      return (await memoryNeed({ model, loss, optimizer, train: dls.train, valid }))?.(2) ?? 0;
    };
    const [same, larger] = [await needOf(2), await needOf(20_000)];
    assert.ok(larger > 10 * same, `${same} and ${larger}`);
    learn.dispose();
  }));

test('the estimate changes neither weights, running statistics nor what is drawn later', () =>
  leavesNoTensors(async () => {
    const dots = await paintDots(temporaryFolder(), 16);
    const train = async (isEstimated: boolean) => {
      setSeed(7);
      const dls = await dotLoaders(dots, { batchSize: 4 });
      if (!isEstimated) Object.defineProperty(dls.train, 'sample', { value: undefined });
      const sample = isEstimated ? mock.method(dls.train, 'sample') : undefined;
      const learn = await visionLearner(dls, efficientnetLite0, { pretrained: false, callbacks: [] });
      learn.callbacks = [];
      await learn.fineTune(1);
      assert.equal(sample?.mock.callCount(), isEstimated ? 2 : undefined, 'frozen and unfrozen');
      const numbers = learn.model.parameters.map((parameter) => [...parameter.save().values]);
      const { losses } = learn.recorder;
      learn.dispose();
      return { numbers, losses };
    };
    assert.deepEqual(await train(true), await train(false));
  }));

const SIDE = 1024;

/** A learner whose training batch is all of its images, each of a megapixel. */
async function learnerOfLargeBatch(count: number) {
  const image = { width: SIDE, height: SIDE, pixels: new Uint8Array(SIDE * SIDE * 3) };
  const block = new DataBlock<number[], number>({
    blocks: [imageBlock(), categoryBlock() as TargetBlock],
    getX: () => image,
    getY: (i) => `class ${i % 2}`,
    splitter: randomSplitter({ validPct: 0 }),
  });
  const dls = await block.dataloaders([...Array(count).keys()], { batchSize: count });
  const model = colourModel([
    [1, 0, 0],
    [0, 1, 0],
  ]);
  return new Learner(dls, model, { loss: crossEntropyLoss(), lr: 0.5 });
}

const MESSAGE =
  /^A batch of (\d+) images needs about \d+(\.\d)? GB of memory, \d+(\.\d)? GB are free\.\n {2}Try batches of \d+, which need about \d+(\.\d)? GB: /;

test('a fit whose batches cannot fit into memory is refused before anything is read or changed', async () => {
  const free = freeMemory();
  assert.ok(free);
  // The images of such a batch alone, as float32, are twice what is free.
  const count = Math.ceil((2 * (free.available + free.swap)) / (SIDE * SIDE * 3 * 4));
  const learn = await learnerOfLargeBatch(count);
  const read = mock.method(learn.dls.train, 'batches');
  await assert.rejects(learn.fit(1, { lr: 1 }), (error: Error) => {
    assert.equal(MESSAGE.exec(error.message)?.[1], String(count));
    return true;
  });
  assert.equal(learn.optimizer.hypers[0].rate, 0.5);
  assert.equal(read.mock.callCount(), 0);
  learn.dispose();
});

test('what may not fit into memory is said once for a model, its data and what is trained', async (t) => {
  const learn = await learnerOfLargeBatch(20_000);
  const { model, optimizer, loss, dls } = learn;
  const user = { model, optimizer, loss, train: dls.train, valid: dls.valid };
  const needed = (await memoryNeed(user))?.(20_000) ?? 0;
  const warn = t.mock.method(console, 'warn', () => undefined);
  // A fifth more than is free is within the error of the estimate.
  const free = () => ({ available: needed / 1.2, swap: 0 });
  for (let i = 0; i < 2; i++) await expectMemory(user, {}, free);
  const said = () => warn.mock.calls.map(({ arguments: [text] }) => MESSAGE.exec(text)?.[1]);
  assert.deepEqual(said(), ['20000']);
  await expectMemory({ ...user, train: dls.train.augmented() }, {}, free);
  assert.deepEqual(said(), ['20000', '20000']);
  await expectMemory(user, {}, () => ({ available: 1.1 * needed, swap: 0 }));
  await expectMemory(user, {}, () => undefined);
  assert.equal(warn.mock.callCount(), 2);
  await assert.rejects(
    expectMemory(user, {}, () => ({ available: needed / 2, swap: 0 })),
    /^FoveaError: A batch of 20000 images needs about/,
  );
  learn.dispose();
});

test('a source of batches that gives no sample is trained on without an estimate', async () => {
  const dls = await dotLoaders(await paintDots(temporaryFolder(), 8), { batchSize: 2 });
  const train: BatchSource = {
    numItems: dls.train.numItems,
    numBatches: dls.train.numBatches,
    batches: () => dls.train.batches(),
  };
  const { loss, model, optimizer } = new Learner(dls, colourModel([[1, 0, 0]]), { loss: crossEntropyLoss() });
  assert.equal(await memoryNeed({ model, loss, optimizer, train, valid: dls.valid }), undefined);
});
