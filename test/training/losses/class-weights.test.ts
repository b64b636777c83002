import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  binaryCrossEntropyLoss,
  crossEntropyLoss,
  efficientnetLite0,
  Learner,
  type Loss,
  loadLearner,
  tf,
} from '../../../src/index';
import { visionModel } from '../../../src/layers';
import { assertClose, leavesNoTensors } from '../../leaves-no-tensors';
import { temporaryFolder } from '../../temporary-folder';
import { colourModel, dotLoaders, paintDots } from '../dots';

const { LN2 } = Math;
const LN3 = Math.log(3);

// Softmax of [0, ln 3] is [1/4, 3/4]: with targets 0 and 1 the losses are ln 4 and ln 2.
const outputs = () => tf.tensor2d([0, LN3, 0, 0], [2, 2]);
const targets = () => tf.tensor1d([0, 1], 'int32');

const check = (f: () => void) => leavesNoTensors(() => tf.tidy(f));
const lossValue = (loss: Loss, logits: tf.Tensor, truth: tf.Tensor) => loss.value(logits, truth).dataSync();
const gradientOf = (loss: Loss, logits: tf.Tensor, truth: tf.Tensor) =>
  tf
    .grad((x: tf.Tensor) => loss.value(x, truth))(logits)
    .dataSync();

/** The gradient by differences. */
function slopesOf(loss: Loss, logits: tf.Tensor, truth: tf.Tensor): number[] {
  const numbers = Array.from(logits.dataSync());
  const at = (i: number, step: number) =>
    lossValue(
      loss,
      tf.tensor(
        numbers.map((x, j) => x + (j === i ? step : 0)),
        logits.shape,
      ),
      truth,
    )[0];
  return numbers.map((_, i) => (at(i, 0.01) - at(i, -0.01)) / 0.02);
}

test('crossEntropyLoss({ weight }) is a weighted mean, as PyTorch computes it', () =>
  check(() => {
    const loss = crossEntropyLoss({ weight: [1, 3] });
    assertClose(lossValue(loss, outputs(), targets()), [(2 * LN2 + 3 * LN2) / 4], 1e-6);
    assertClose(loss.perItem(outputs(), targets()).dataSync(), [2 * LN2, 3 * LN2], 1e-6);
    assertClose(gradientOf(loss, outputs(), targets()), [-0.1875, 0.1875, 0.375, -0.375], 1e-6);
  }));

test('equal weights of any size change nothing', () =>
  check(() => {
    const plain = lossValue(crossEntropyLoss({ labelSmoothing: 0.1 }), outputs(), targets());
    const equal = crossEntropyLoss({ weight: [7, 7], labelSmoothing: 0.1 });
    assertClose(lossValue(equal, outputs(), targets()), plain, 1e-6);
  }));

test('weights and label smoothing together are those of PyTorch', () =>
  check(() => {
    const loss = crossEntropyLoss({ weight: [1, 3], labelSmoothing: 0.1 });
    // Every class's negative log probability times its weight: ln 4 and ln 4/3 of the first image, ln 2 twice of the second.
    const even = 2 * LN2 + 3 * (2 * LN2 - LN3) + LN2 + 3 * LN2;
    const expected = (0.9 * 5 * LN2) / 4 + (0.1 / 2) * (even / 4);
    assertClose(lossValue(loss, outputs(), targets()), [expected], 1e-6);
    assertClose(gradientOf(loss, outputs(), targets()), slopesOf(loss, outputs(), targets()), 1e-4);
  }));

test('pixels of a class to ignore do not count, whatever its weight', () =>
  check(() => {
    const logits = tf.tensor4d([0, LN3, 0, 0, 5, 5], [1, 1, 3, 2]);
    const truth = tf.tensor3d([0, 1, 255], [1, 1, 3], 'int32');
    const loss = crossEntropyLoss({ weight: [1, 3], ignoreIndex: 255 });
    assertClose(lossValue(loss, logits, truth), [(5 * LN2) / 4], 1e-6);
    assertClose(loss.perItem(logits, truth).dataSync(), [(5 * LN2) / 2], 1e-6);
  }));

test('a batch that holds only classes of weight 0 has a loss of 0', () =>
  check(() => {
    const loss = crossEntropyLoss({ weight: [0, 1] });
    assertClose(lossValue(loss, outputs(), tf.tensor1d([0, 0], 'int32')), [0]);
    assertClose(gradientOf(loss, outputs(), tf.tensor1d([0, 0], 'int32')), [0, 0, 0, 0]);
  }));

test('binaryCrossEntropyLoss({ weight, posWeight }) weighs labels, and present ones more than absent ones', () =>
  check(() => {
    // Sigmoid of ln 3 is 3/4. Labels present and absent: losses ln 4/3 and ln 4; at 0 ln 2.
    const logits = tf.tensor2d([LN3, LN3, 0, 0], [2, 2]);
    const truth = tf.tensor2d([1, 0, 0, 1], [2, 2]);
    const [present, absent] = [2 * LN2 - LN3, 2 * LN2];
    const valueWith = (options: Parameters<typeof binaryCrossEntropyLoss>[0]) =>
      lossValue(binaryCrossEntropyLoss(options), logits, truth);
    assertClose(valueWith({ weight: [2, 1] }), [(2 * present + absent + 2 * LN2 + LN2) / 4], 1e-6);
    assertClose(valueWith({ posWeight: [9, 5] }), [(9 * present + absent + LN2 + 5 * LN2) / 4], 1e-6);
    assertClose(valueWith({ posWeight: [1, 1] }), valueWith({}), 1e-6);
    const both = binaryCrossEntropyLoss({ weight: [2, 1], posWeight: [9, 5] });
    assertClose(both.perItem(logits, truth).dataSync(), [(18 * present + absent) / 2, (7 * LN2) / 2], 1e-5);
    assertClose(gradientOf(both, logits, truth), slopesOf(both, logits, truth), 1e-3);
  }));

test('weights must be numbers of at least 0, one for each class', () =>
  check(() => {
    for (const weight of [[1, -1], [1, Number.NaN], [0, 0], []]) {
      assert.throws(
        () => crossEntropyLoss({ weight }),
        /^FoveaError: Expected a list of numbers of at least 0, not all 0, as weight of crossEntropyLoss, received \[.*\]\.\n {2}Give one number for each class/,
      );
    }
    assert.throws(
      () => binaryCrossEntropyLoss({ posWeight: [-1] }),
      /as posWeight of binaryCrossEntropyLoss/,
    );
    assert.throws(() => lossValue(crossEntropyLoss({ weight: [1, 2, 3] }), outputs(), targets()), {
      message:
        'Expected 2 numbers as weight of crossEntropyLoss, one for each class, received 3.\n  They are in the order of dls.vocabulary.',
    });
    assert.throws(
      () => lossValue(binaryCrossEntropyLoss({ posWeight: [1] }), outputs(), outputs()),
      /^FoveaError: Expected 2 numbers as posWeight of binaryCrossEntropyLoss, one for each class, received 1\./,
    );
  }));

test('weights are exported with the learner', async () => {
  const root = temporaryFolder();
  const dls = await dotLoaders(await paintDots(join(root, 'dots'), 8));
  dls.normalize(efficientnetLite0.statistics);
  const model = visionModel(efficientnetLite0, 2, { linFtrs: [8] });
  const learn = new Learner(dls, model, { loss: crossEntropyLoss({ weight: [1, 3] }) });
  await learn.export(join(root, 'exported'));
  const loaded = await loadLearner(join(root, 'exported'));
  tf.tidy(() => {
    assert.deepEqual(
      lossValue(loaded.loss, outputs(), targets()),
      lossValue(learn.loss, outputs(), targets()),
    );
    assertClose(lossValue(loaded.loss, outputs(), targets()), [(5 * LN2) / 4], 1e-6);
  });
  learn.dispose();
  loaded.dispose();
});

test('weights that are not as many as the classes are refused before a fit changes anything', async () => {
  const dls = await dotLoaders(await paintDots(join(temporaryFolder(), 'dots'), 8));
  const model = colourModel([
    [0, 0, 1],
    [1, 0, 0],
  ]);
  const learn = new Learner(dls, model, { loss: crossEntropyLoss({ weight: [1, 2, 3] }) });
  const [rate] = learn.optimizer.hypers.map((hyper) => hyper.rate);
  await assert.rejects(learn.fit(1, { lr: 0.5 }), {
    message:
      'Expected 2 numbers as weight of crossEntropyLoss, one for each class, received 3.\n  They are in the order of dls.vocabulary.',
  });
  assert.equal(learn.optimizer.hypers[0].rate, rate);
  assert.throws(
    () => binaryCrossEntropyLoss({ posWeight: [1] }).expectOutputs?.(2),
    /^FoveaError: Expected 2 numbers as posWeight/,
  );
  learn.dispose();
});

test('a loss that was not called, or its name, is refused when the learner is made', async () => {
  const dls = await dotLoaders(await paintDots(join(temporaryFolder(), 'dots'), 8));
  const learner = (loss: unknown) => () => new Learner(dls, colourModel([[1, 0, 0]]), { loss: loss as Loss });
  const cure = 'Call what makes one, e.g. loss: crossEntropyLoss({ weight: [1, 5] }).';
  assert.throws(learner(crossEntropyLoss), {
    message: `Expected a loss, received the function crossEntropyLoss.\n  ${cure}`,
  });
  assert.throws(learner('crossEntropy'), { message: `Expected a loss, received 'crossEntropy'.\n  ${cure}` });
});
