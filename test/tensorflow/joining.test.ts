import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addBias } from '../../src/tensorflow/bias';
import { concatChannels } from '../../src/tensorflow/concatenation';
import { valueAndGradients } from '../../src/tensorflow/gradients';
import { tf } from '../../src/tensorflow/tf';
import { leavesNoTensors } from '../leaves-no-tensors';

const numbers = (x: tf.Tensor) => Array.from(x.dataSync());

test('addBias() adds a number to each channel; its gradient sums over all places', () =>
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

test('concatChannels() puts channels one after the other; its gradient takes them apart', () =>
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
