import { test } from 'node:test';
import { tf } from '../../src/index';
import { batchNormInference, batchNormTraining, valueAndGradients } from '../../src/layers';
import { assertClose, leavesNoTensors } from '../leaves-no-tensors';

const vectors = () => ({
  scale: tf.tensor1d([2]),
  shift: tf.tensor1d([1]),
  runningMean: tf.tensor1d([0]),
  runningVariance: tf.tensor1d([1]),
});

test('batchNormTraining() normalizes by the batch and keeps the unbiased variance', async () => {
  await leavesNoTensors(() =>
    tf.tidy(() => {
      const x = tf.tensor4d([1, 3, 5, 7], [4, 1, 1, 1]);
      const { y, runningMean, runningVariance } = batchNormTraining(x, vectors());
      // Mean 4, variance 5: (1 - 4) / sqrt(5) * 2 + 1.
      assertClose(y.dataSync(), [-1.68328, 0.10557, 1.89443, 3.68328], 1e-4);
      assertClose(runningMean.dataSync(), [0.4]);
      // 0.9 * 1 + 0.1 * 20 / 3.
      assertClose(runningVariance.dataSync(), [1.56667], 1e-4);
    }),
  );
});

test('batchNormTraining() has no gradient with respect to a constant added to the whole batch', async () => {
  await leavesNoTensors(() =>
    tf.tidy(() => {
      const x = tf.tensor4d([1, 3, 5, 8], [4, 1, 1, 1]);
      const v = vectors();
      const weigh = tf.tensor4d([1, 2, 3, 4], [4, 1, 1, 1]);
      const loss = () => tf.sum(tf.mul(weigh, batchNormTraining(x, v).y)) as tf.Scalar;
      const { gradients } = valueAndGradients(loss, [x, v.scale, v.shift]);
      assertClose(tf.sum(gradients[0]).dataSync(), [0]);
      assertClose(gradients[2].dataSync(), [10]);
    }),
  );
});

test('batchNormInference() normalizes by the running statistics', async () => {
  await leavesNoTensors(() =>
    tf.tidy(() => {
      const x = tf.tensor4d([3], [1, 1, 1, 1]);
      assertClose(batchNormInference(x, vectors(), { epsilon: 0 }).dataSync(), [7]);
    }),
  );
});

test('batchNormInference() clips to the bounds of an activation, and its gradient is zero beyond them', async () => {
  await leavesNoTensors(() =>
    tf.tidy(() => {
      const x = tf.tensor4d([3], [1, 1, 1, 1]);
      const y = (activation: 'none' | 'relu' | 'relu6') =>
        batchNormInference(x, vectors(), { epsilon: 0, activation });
      const slope = (activation: 'none' | 'relu' | 'relu6') =>
        valueAndGradients(() => tf.sum(y(activation)) as tf.Scalar, [x]).gradients[0].dataSync();
      assertClose(y('relu').dataSync(), [7]);
      assertClose(y('relu6').dataSync(), [6]);
      assertClose(slope('relu'), slope('none'));
      assertClose(slope('relu6'), [0]);
    }),
  );
});
