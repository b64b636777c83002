import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tf } from '../../src/index';
import { runKernelForOne, valueAndGradients, variable } from '../../src/layers';
import { onGpu } from '../gpu';
import { assertClose, leavesNoTensors } from '../leaves-no-tensors';

test('valueAndGradients() sums the gradients of several paths', async () => {
  await leavesNoTensors(() =>
    tf.tidy(() => {
      const x = tf.scalar(3);
      const { value, gradients } = valueAndGradients(() => tf.add(tf.mul(x, x), x) as tf.Scalar, [x]);
      assertClose([...value.dataSync(), ...gradients[0].dataSync()], [12, 7]);
    }),
  );
});

test('valueAndGradients() gives zeros for what the value does not depend on', async () => {
  await leavesNoTensors(() =>
    tf.tidy(() => {
      const [x, y] = [tf.scalar(3), tf.tensor1d([1, 2])];
      const { gradients } = valueAndGradients(() => tf.square(x) as tf.Scalar, [x, y]);
      assertClose(gradients[1].dataSync(), [0, 0]);
    }),
  );
});

test('valueAndGradients() leaves nothing behind when the function throws', async () => {
  await leavesNoTensors(() => {
    const x = tf.scalar(3);
    const broken = () => {
      tf.square(x);
      throw new Error('broken');
    };
    assert.throws(() => valueAndGradients(broken, [x]), /broken/);
    x.dispose();
  });
});

test('a variable keeps its numbers outside of tf.tidy and gives them back', async () => {
  await leavesNoTensors(() => {
    const initial = tf.tensor1d([1, 2]);
    const weights = variable(initial);
    initial.dispose();
    tf.tidy(() => weights.assign(tf.mul(weights.read(), 10)));
    tf.tidy(() => assertClose(weights.read().dataSync(), [10, 20]));
    weights.dispose();
  });
});

test("runKernel() passes on TensorFlow's message", () => {
  tf.tidy(() => {
    const x = tf.tensor1d([1, 2]);
    assert.throws(
      () => runKernelForOne('MatMul', [x, x]),
      onGpu ? /In\[0\] and In\[1\] ndims must be == 2/ : /In\[0\] ndims must be >= 2/,
    );
  });
});
