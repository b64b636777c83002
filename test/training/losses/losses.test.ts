import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  binaryCrossEntropyLoss,
  crossEntropyLoss,
  type Loss,
  meanSquaredErrorLoss,
  tf,
} from '../../../src/index';
import { lossByName } from '../../../src/training/losses/loss-registry';

function leavesNoTensors(work: () => void): void {
  const before = tf.memory().numTensors;
  tf.tidy(work);
  assert.equal(tf.memory().numTensors, before);
}

function near(
  actual: ArrayLike<number> | number,
  expected: readonly number[] | number,
  tolerance = 1e-6,
): void {
  const [a, e] = [actual, expected].map((x) => (typeof x === 'number' ? [x] : Array.from(x)));
  assert.equal(a.length, e.length);
  for (const [i, x] of a.entries()) assert.ok(Math.abs(x - e[i]) <= tolerance, `[${a}] is not [${e}]`);
}

const gradientOf = (loss: Loss, outputs: tf.Tensor, targets: tf.Tensor) =>
  tf
    .grad((x: tf.Tensor) => loss.value(x, targets))(outputs)
    .dataSync();

// Softmax of [0, ln 3] is [1/4, 3/4].
const SCORES = [
  [0, Math.log(3)],
  [0, 0],
];

test('crossEntropyLoss() has the expected defaults', () => {
  leavesNoTensors(() => {
    const loss = crossEntropyLoss();
    assert.equal(loss.name, 'crossEntropy');
    const [outputs, targets] = [tf.tensor2d(SCORES), tf.tensor1d([0, 1], 'int32')];
    near(loss.perItem(outputs, targets).dataSync(), [Math.log(4), Math.log(2)]);
    near(loss.value(outputs, targets).dataSync(), Math.log(8) / 2);
  });
});

test('crossEntropyLoss() has the gradient (softmax - target) / batch', () => {
  leavesNoTensors(() => {
    const gradient = gradientOf(crossEntropyLoss(), tf.tensor2d(SCORES), tf.tensor1d([0, 1], 'int32'));
    near(gradient, [-0.375, 0.375, 0.25, -0.25]);
  });
});

test('crossEntropyLoss() of a mask is the mean over its pixels', () => {
  leavesNoTensors(() => {
    const outputs = tf.tensor(SCORES.flat(), [1, 1, 2, 2]) as tf.Tensor4D;
    const targets = tf.tensor3d([0, 1], [1, 1, 2], 'int32');
    near(crossEntropyLoss().value(outputs, targets).dataSync(), Math.log(8) / 2);
    near(crossEntropyLoss().perItem(outputs, targets).dataSync(), Math.log(8) / 2);
  });
});

test('crossEntropyLoss({ labelSmoothing }) mixes in the mean over all classes', () => {
  leavesNoTensors(() => {
    const loss = crossEntropyLoss({ labelSmoothing: 0.2 });
    const [outputs, targets] = [tf.tensor2d([SCORES[0]]), tf.tensor1d([0], 'int32')];
    const [wrong, right] = [Math.log(4), Math.log(4 / 3)];
    near(loss.value(outputs, targets).dataSync(), 0.8 * wrong + (0.2 * (wrong + right)) / 2);
    near(gradientOf(loss, outputs, targets), [0.25 - 0.9, 0.75 - 0.1]);
  });
});

test('crossEntropyLoss({ ignoreIndex }) of an item is the mean over what counts in it', () => {
  leavesNoTensors(() => {
    const outputs = tf.tensor([...SCORES, ...SCORES].flat(), [2, 1, 2, 2]);
    const targets = tf.tensor3d([0, 255, 255, 255], [2, 1, 2], 'int32');
    near(crossEntropyLoss({ ignoreIndex: 255 }).perItem(outputs, targets).dataSync(), [Math.log(4), 0]);
  });
});

test('crossEntropyLoss({ ignoreIndex }) neither counts nor corrects ignored pixels', () => {
  leavesNoTensors(() => {
    const loss = crossEntropyLoss({ ignoreIndex: 255 });
    const [outputs, targets] = [tf.tensor2d(SCORES), tf.tensor1d([0, 255], 'int32')];
    near(loss.value(outputs, targets).dataSync(), Math.log(4));
    near(gradientOf(loss, outputs, targets), [-0.75, 0.75, 0, 0]);
    near(loss.value(outputs, tf.tensor1d([255, 255], 'int32')).dataSync(), 0);
  });
});

test('crossEntropyLoss({ axis }) takes classes on another axis', () => {
  leavesNoTensors(() => {
    const loss = crossEntropyLoss({ axis: 1 });
    const outputs = tf.tensor3d([
      [
        [0, 0],
        [Math.log(3), 0],
      ],
    ]);
    near(loss.value(outputs, tf.tensor2d([[0, 1]], [1, 2], 'int32')).dataSync(), Math.log(8) / 2);
    near(loss.activation(outputs).dataSync(), [0.25, 0.5, 0.75, 0.5]);
    assert.deepEqual(loss.decodes(outputs).arraySync(), [[1, 0]]);
  });
});

test('crossEntropyLoss() activates with softmax and decodes the most likely class', () => {
  leavesNoTensors(() => {
    const loss = crossEntropyLoss();
    const activated = loss.activation(tf.tensor2d(SCORES));
    near(activated.dataSync(), [0.25, 0.75, 0.5, 0.5]);
    assert.equal(loss.decodes(activated).dtype, 'int32');
    assert.deepEqual(loss.decodes(activated).arraySync(), [1, 0]);
  });
});

test('crossEntropyLoss() names a class the model has no output for', () => {
  leavesNoTensors(() => {
    for (const loss of [crossEntropyLoss(), crossEntropyLoss({ labelSmoothing: 0.1 })]) {
      assert.throws(() => loss.value(tf.tensor2d(SCORES), tf.tensor1d([0, 7], 'int32')), {
        message:
          'Expected classes in [0, 2) as targets of crossEntropyLoss, received 7.\n' +
          '  Give the model as many outputs as there are classes, or name a class that does not count as ignoreIndex.',
      });
    }
  });
});

test('crossEntropyLoss() names both shapes if they do not belong together', () => {
  leavesNoTensors(() => {
    assert.throws(() => crossEntropyLoss().value(tf.tensor2d(SCORES), tf.tensor1d([0], 'int32')), {
      message: /^Expected targets of shape \[2\] for outputs \[2, 2\] in crossEntropyLoss, received \[1\]\./,
    });
  });
});

test('binaryCrossEntropyLoss() is the mean over all labels and stays finite for any score', () => {
  leavesNoTensors(() => {
    const loss = binaryCrossEntropyLoss();
    assert.equal(loss.name, 'binaryCrossEntropy');
    const [outputs, targets] = [
      tf.tensor2d([
        [0, Math.log(3)],
        [1000, -1000],
      ]),
      tf.tensor2d([
        [1, 0],
        [1, 1],
      ]),
    ];
    near(loss.perItem(outputs, targets).dataSync(), [(Math.log(2) + Math.log(4)) / 2, 500]);
    near(loss.value(outputs, targets).dataSync(), (Math.log(8) + 1000) / 4, 1e-4);
    near(gradientOf(loss, outputs, targets), [-0.125, 0.1875, 0, -0.25]);
  });
});

test('binaryCrossEntropyLoss({ threshold }) decodes 1 above the threshold, as float32 like its targets', () => {
  leavesNoTensors(() => {
    const activated = binaryCrossEntropyLoss().activation(tf.tensor2d([[0, Math.log(3)]]));
    near(activated.dataSync(), [0.5, 0.75]);
    assert.deepEqual(binaryCrossEntropyLoss().decodes(activated).arraySync(), [[0, 1]]);
    assert.deepEqual(binaryCrossEntropyLoss({ threshold: 0.2 }).decodes(activated).arraySync(), [[1, 1]]);
    assert.equal(binaryCrossEntropyLoss().decodes(activated).dtype, 'float32');
  });
});

test('meanSquaredErrorLoss() compares flat outputs with points', () => {
  leavesNoTensors(() => {
    const loss = meanSquaredErrorLoss();
    assert.equal(loss.name, 'meanSquaredError');
    const [outputs, targets] = [
      tf.tensor2d([
        [1, 2],
        [0, 0],
      ]),
      tf.tensor3d([[[0, 0]], [[0, 2]]]),
    ];
    near(loss.perItem(outputs, targets).dataSync(), [2.5, 2]);
    near(loss.value(outputs, targets).dataSync(), 2.25);
    near(gradientOf(loss, outputs, targets), [0.5, 1, 0, -1]);
    assert.deepEqual(loss.decodes(loss.activation(outputs)).arraySync(), [
      [1, 2],
      [0, 0],
    ]);
    assert.throws(() => loss.value(outputs, tf.tensor2d([[1], [2]])), {
      message: /^Expected as many targets as outputs, \[2, 2\], in meanSquaredErrorLoss, received \[2, 1\]\./,
    });
  });
});

test('perItem() differentiates, so that losses can be mixed per image', () => {
  leavesNoTensors(() => {
    const targets = tf.tensor1d([0, 1], 'int32');
    const weighted = tf.grad((x: tf.Tensor) =>
      tf.sum(tf.mul(crossEntropyLoss().perItem(x, targets), [1, 0])),
    );
    near(weighted(tf.tensor2d(SCORES)).dataSync(), [-0.75, 0.75, 0, 0]);
  });
});

test('lossByName(name, { ignoreIndex }) leaves that class out', () => {
  assert.equal(lossByName('crossEntropy', { ignoreIndex: 3 }).recipe?.options.ignoreIndex, 3);
});

test('lossByName() lists the losses there are', () => {
  for (const name of ['crossEntropy', 'binaryCrossEntropy', 'meanSquaredError'] as const) {
    assert.equal(lossByName(name).name, name);
  }
  assert.throws(() => lossByName('hinge' as 'crossEntropy'), {
    message: 'Unknown loss "hinge".\n  Choose "crossEntropy", "binaryCrossEntropy" or "meanSquaredError".',
  });
});
