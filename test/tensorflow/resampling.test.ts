import { test } from 'node:test';
import { bytesTensor, castTo, runKernelForOne } from '../../src/tensorflow/kernel';
import { tf } from '../../src/tensorflow/tf';
import { adaptiveAveragePool, projectiveTransform } from '../../src/tensorflow/warp';
import { assertClose, leavesNoTensors } from '../leaves-no-tensors';

test('adaptiveAveragePool() takes the mean of overlapping windows, as PyTorch does', async () => {
  await leavesNoTensors(() =>
    tf.tidy(() => {
      const bytes = bytesTensor(Uint8Array.from([0, 3, 6, 9, 12]), [1, 1, 5, 1]) as tf.Tensor4D;
      // Of 0 and 3; of 3, 6 and 9; of 9 and 12.
      assertClose(adaptiveAveragePool(bytes, [1, 3]).dataSync(), [1.5, 6, 10.5]);
      const real = tf.tensor4d([0, 3, 6, 9, 12], [1, 5, 1, 1]);
      assertClose(adaptiveAveragePool(real, [3, 1]).dataSync(), [1.5, 6, 10.5]);
    }),
  );
});

for (const fill of ['REFLECT', 'NEAREST', 'CONSTANT'] as const) {
  test(`projectiveTransform() with ${fill} agrees with TensorFlow's own kernel, for bytes and for float32`, async () => {
    await leavesNoTensors(() =>
      tf.tidy(() => {
        const values = Uint8Array.from({ length: 2 * 7 * 9 * 3 }, (_, i) => (i * 37) % 256);
        const bytes = bytesTensor(values, [2, 7, 9, 3]) as tf.Tensor4D;
        const real = castTo(bytes, 'float32');
        const maps = tf.tensor2d([
          [0.8, 0.3, -4.2, -0.2, 1.1, 2.4, 0, 0],
          [-2.3, 0.1, 30.6, 0.4, 1.9, -20.1, 0.01, -0.02],
        ]);
        const inputs = [real, maps, tf.tensor1d([11, 12], 'int32'), tf.scalar(0)];
        const attributes = { interpolation: 'BILINEAR', fill_mode: fill };
        const expected = runKernelForOne('ImageProjectiveTransformV3', inputs, attributes).dataSync();
        for (const images of [bytes, real]) {
          assertClose(projectiveTransform(images, maps, [11, 12], { fill }).dataSync(), expected, 2e-3);
        }
      }),
    );
  });
}
