import { differentiable } from './differentiable';
import { runKernel } from './kernel';
import { tf } from './tf';

/** The four vectors of a batch normalization, each float32 `[channels]`. */
export interface BatchNormVectors {
  readonly scale: tf.Tensor1D;
  readonly shift: tf.Tensor1D;
  readonly runningMean: tf.Tensor1D;
  readonly runningVariance: tf.Tensor1D;
}

/** What training adds to the result: the running statistics to keep. */
export interface BatchNormTraining {
  readonly y: tf.Tensor4D;
  readonly runningMean: tf.Tensor1D;
  readonly runningVariance: tf.Tensor1D;
}

const train = differentiable({
  name: 'FoveaBatchNormTraining',
  forward: ({ x, scale, shift, runningMean, runningVariance }, { epsilon, momentum }) =>
    runKernel(
      'FusedBatchNormV3',
      [x, scale, shift, runningMean, runningVariance],
      {
        epsilon: { float: epsilon as number },
        exponential_avg_factor: { float: momentum as number },
        data_format: 'NHWC',
        is_training: true,
      },
      6,
    ),
  saveInputs: ['x', 'scale'],
  saveOutputs: [false, false, false, true, true, true],
  gradient: (dy, [x, scale, ...reserved], { epsilon }) => {
    const gradients = runKernel(
      'FusedBatchNormGradV3',
      [dy, x, scale, ...reserved],
      { epsilon: { float: epsilon as number }, data_format: 'NHWC', is_training: true },
      5,
    );
    const [dx, dScale, dShift] = gradients;
    return { x: () => dx, scale: () => dScale, shift: () => dShift };
  },
});

/**
 * Batch normalization by the batch's own statistics, with gradients, in one kernel each way.
 *
 * @param x float32 `[batch, height, width, channels]`. Not disposed.
 * @param vectors Scale, shift and the running statistics so far. Not disposed.
 * @param options `epsilon` is added to the variance; `momentum` is the weight of the new batch in the running statistics
 *   (PyTorch's convention: 0.1), whose variance is the unbiased one.
 * @returns The normalized batch and the new running statistics, owned by the enclosing `tf.tidy`.
 * @see Ioffe and Szegedy 2015, arXiv:1502.03167; TensorFlow's FusedBatchNormV3.
 */
export function batchNormTraining(
  x: tf.Tensor4D,
  { scale, shift, runningMean, runningVariance }: BatchNormVectors,
  { epsilon = 1e-5, momentum = 0.1 } = {},
): BatchNormTraining {
  const outputs = train({ x, scale, shift, runningMean, runningVariance }, { epsilon, momentum });
  return {
    y: outputs[0] as tf.Tensor4D,
    runningMean: outputs[1] as tf.Tensor1D,
    runningVariance: outputs[2] as tf.Tensor1D,
  };
}

/**
 * Batch normalization by the running statistics, as for prediction; with gradients.
 *
 * @param x float32 `[batch, height, width, channels]`. Not disposed.
 * @param vectors Scale, shift and running statistics. Not disposed.
 * @returns float32 of x's shape, owned by the enclosing `tf.tidy`.
 */
export function batchNormInference(
  x: tf.Tensor4D,
  { scale, shift, runningMean, runningVariance }: BatchNormVectors,
  { epsilon = 1e-5 } = {},
): tf.Tensor4D {
  return tf.batchNorm4d(x, runningMean, runningVariance, shift, scale, epsilon);
}
