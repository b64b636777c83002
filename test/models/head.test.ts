import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type HeadOptions, tf } from '../../src/index';
import { createHead, disposeModel, type Model, predict, scope, startPass } from '../../src/layers';
import { assertClose, leavesNoTensors } from '../leaves-no-tensors';

/** A head of two features and three outputs as a model. */
function head(options: HeadOptions = {}): Model {
  const root = scope();
  const layer = createHead(root, 2, 3, { linFtrs: [4], ...options });
  return { name: 'head', parameters: root.parameters, groups: [root.parameters], forward: layer };
}

const names = (model: Model) => model.parameters.filter((p) => p.name.endsWith('.weight')).map((p) => p.name);
const find = (model: Model, name: string) => {
  const parameter = model.parameters.find((p) => p.name === name);
  assert.ok(parameter, `${name} is missing`);
  return parameter;
};

test("createHead() has fastai's layers at fastai's positions: normalization 2, linear 4, normalization 6, linear 8, no biases", () => {
  const model = head();
  assert.deepEqual(names(model), ['2.weight', '4.weight', '6.weight', '8.weight']);
  assert.deepEqual(find(model, '4.weight').shape, [4, 4]);
  assert.equal(
    model.parameters.some((p) => p.name === '4.bias' || p.name === '8.bias'),
    false,
  );
});

test('createHead() without dropout has no dropout layers, which changes the positions', () => {
  assert.deepEqual(names(head({ ps: 0 })), ['2.weight', '3.weight', '5.weight', '6.weight']);
});

test('createHead() without hidden layers has one normalization and one linear layer', () => {
  assert.deepEqual(names(head({ linFtrs: [] })), ['2.weight', '4.weight']);
});

test('createHead() without the first normalization gives the first linear layer a bias', () => {
  const model = head({ firstBn: false });
  assert.deepEqual(names(model), ['3.weight', '5.weight', '7.weight']);
  assert.deepEqual(find(model, '3.bias').shape, [4]);
});

test('createHead() with linFirst has dropout, linear layer and normalization in this order', () => {
  const model = head({ linFirst: true });
  assert.deepEqual(names(model), ['3.weight', '5.weight', '7.weight']);
  assert.equal(find(model, '5.weight').role, 'normScale');
});

test('createHead() with bnFinal normalizes the outputs', () => {
  assert.deepEqual(find(head({ bnFinal: true }), '9.weight').shape, [3]);
});

test('createHead() pools the maximum first, then the mean', async () => {
  await leavesNoTensors(() => {
    const model = head({ linFtrs: [], ps: 0, firstBn: false });
    // One output for each pooled feature.
    const weight = find(model, '2.weight');
    weight.load({ shape: [3, 4], values: Float32Array.from([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0]) });
    find(model, '2.bias').load({ shape: [3], values: new Float32Array(3) });
    tf.tidy(() => {
      const x = tf.tensor4d([1, 10, 3, 20], [1, 1, 2, 2]);
      assertClose(predict(model, x).dataSync(), [3, 20, 2]);
    });
    disposeModel(model);
  });
});

test('new batch normalizations start with scale 1 and shift 1e-3, as in fastai', () => {
  const model = head();
  assertClose(find(model, '2.weight').save().values, [1, 1, 1, 1]);
  assertClose(find(model, '2.bias').save().values, [1e-3, 1e-3, 1e-3, 1e-3], 1e-9);
  disposeModel(model);
});

test('createHead() with yRange squeezes the outputs between low and high', async () => {
  await leavesNoTensors(() => {
    const model = head({ yRange: [-1, 1], ps: 0, linFtrs: [], firstBn: false });
    find(model, '2.weight').load({ shape: [3, 4], values: new Float32Array(12) });
    find(model, '2.bias').load({ shape: [3], values: Float32Array.from([-100, 0, 100]) });
    tf.tidy(() => assertClose(predict(model, tf.zeros([1, 1, 1, 2])).dataSync(), [-1, 0, 1]));
    disposeModel(model);
  });
});

test('dropout acts only in training, and scales the numbers that it keeps', async () => {
  await leavesNoTensors(() => {
    const model = head({ linFtrs: [], ps: 0.5, firstBn: false, pool: false });
    find(model, '1.weight').load({ shape: [3, 2], values: Float32Array.from([1, 0, 0, 1, 0, 0]) });
    find(model, '1.bias').load({ shape: [3], values: new Float32Array(3) });
    tf.tidy(() => {
      const x = tf.ones([200, 2]) as unknown as tf.Tensor4D;
      const kept = model.forward(x, startPass({ training: true })).dataSync();
      assert.deepEqual([...new Set(kept)].sort(), [0, 2]);
      assert.deepEqual([...new Set(predict(model, x).dataSync())].sort(), [0, 1]);
    });
    disposeModel(model);
  });
});

test('createHead() refuses dropout rates that do not fit its linear layers', () => {
  assert.throws(() => head({ linFtrs: [16, 12], ps: [0.25, 0.5] }), {
    message:
      'Expected dropout rates ps in [0, 1), one or 3, one for each linear layer, received [0.25,0.5].\n  Give one number: the layers before the last get half of it.',
  });
});
