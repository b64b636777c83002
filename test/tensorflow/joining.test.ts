import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addBias } from '../../src/tensorflow/bias';
import { concatChannels } from '../../src/tensorflow/concatenation';
import { valueAndGradients } from '../../src/tensorflow/gradients';
import { tf } from '../../src/tensorflow/tf';
import { assertClose, leavesNoTensors } from '../leaves-no-tensors';

const numbers = (x: tf.Tensor) => Array.from(x.dataSync());

test('addBias() adds a number to each channel; its gradient sums over all pixels', () =>
  leavesNoTensors(() =>
    tf.tidy(() => {
      const x = tf.tensor4d([1, 2, 3, 4], [1, 1, 2, 2]);
      const bias = tf.tensor1d([10, 20]);
      const weights = tf.tensor4d([1, 2, 3, 4], [1, 1, 2, 2]);
      assert.deepEqual(numbers(addBias(x, bias)), [11, 22, 13, 24]);
      const loss = () => tf.sum(tf.mul(addBias(x, bias), weights)) as tf.Scalar;
      const { gradients } = valueAndGradients(loss, [x, bias]);
      assert.deepEqual(gradients.map(numbers), [
        [1, 2, 3, 4],
        [4, 6],
      ]);
    }),
  ));

test('addBias() with an activation clips to its bounds, and passes gradients only between them', () =>
  leavesNoTensors(() =>
    tf.tidy(() => {
      const x = tf.tensor4d([-2, 1, 0.5, 9, 3, -9], [1, 1, 2, 3]);
      const bias = tf.tensor1d([1, 2, 3]);
      assert.deepEqual(numbers(addBias(x, bias, 'relu')), [0, 3, 3.5, 10, 5, 0]);
      assert.deepEqual(numbers(addBias(x, bias, 'relu6')), [0, 3, 3.5, 6, 5, 0]);
      const weights = tf.tensor4d([1, 2, 3, 4, 5, 6], [1, 1, 2, 3]);
      const loss = () => tf.sum(tf.mul(addBias(x, bias, 'relu6'), weights)) as tf.Scalar;
      const { gradients } = valueAndGradients(loss, [x, bias]);
      assert.deepEqual(gradients.map(numbers), [
        [0, 2, 3, 0, 5, 0],
        [0, 7, 3],
      ]);
    }),
  ));

test('addBias() with an activation equals bias, then activation, for many pixels and for any number of channels', () => {
  for (const channels of [69, 64, 5]) {
    tf.tidy(() => {
      const x = tf.randomNormal([3, 50, 40, channels], 0, 1, 'float32', 1);
      const bias = tf.randomNormal([channels], 0, 1, 'float32', 2);
      const weights = tf.randomNormal(x.shape, 0, 1, 'float32', 3);
      const parts = () => tf.relu(tf.add(x, bias));
      assertClose(addBias(x, bias, 'relu').dataSync(), parts().dataSync(), 1e-6);
      const [ours, theirs] = [() => addBias(x, bias, 'relu'), parts].map(
        (f) => valueAndGradients(() => tf.sum(tf.mul(f(), weights)) as tf.Scalar, [x, bias]).gradients,
      );
      assertClose(ours[0].dataSync(), theirs[0].dataSync(), 1e-6);
      assertClose(ours[1].dataSync(), theirs[1].dataSync(), 1e-3);
    });
  }
});

test('concatChannels() concatenates channels; its gradient splits them', () =>
  leavesNoTensors(() =>
    tf.tidy(() => {
      const first = tf.tensor4d([1, 2], [1, 1, 2, 1]);
      const second = tf.tensor4d([3, 4, 5, 6], [1, 1, 2, 2]);
      assert.deepEqual(numbers(concatChannels(first, second)), [1, 3, 4, 2, 5, 6]);
      const weights = tf.tensor4d([1, 2, 3, 4, 5, 6], [1, 1, 2, 3]);
      const loss = () => tf.sum(tf.mul(concatChannels(first, second), weights)) as tf.Scalar;
      const { gradients } = valueAndGradients(loss, [first, second]);
      assert.deepEqual(gradients.map(numbers), [
        [1, 4],
        [2, 3, 5, 6],
      ]);
    }),
  ));
