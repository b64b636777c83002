import { ACTIVATION_BOUNDS, type Activation, activate, activationGradient } from './activation';
import { differentiable, type KernelAttributes } from './differentiable';
import { type Attributes, runKernel } from './kernel';
import { nativeKernelsFor } from './native-kernels';
import { inPrecision, precisionOf } from './precision';
import { tf } from './tf';

/** The four vectors of a batch normalization, each float32 `[channels]`. */
export interface BatchNormVectors {
  readonly scale: tf.Tensor1D;
  readonly shift: tf.Tensor1D;
  readonly runningMean: tf.Tensor1D;
  readonly runningVariance: tf.Tensor1D;
}

/** Result of a batch normalization in training, with the new running statistics. */
export interface BatchNormTraining {
  readonly y: tf.Tensor4D;
  readonly runningMean: tf.Tensor1D;
  readonly runningVariance: tf.Tensor1D;
}

/** Options of a batch normalization. */
export interface BatchNormOptions {
  /**
   * Added to the variance.
   *
   * @defaultValue 1e-5
   */
  readonly epsilon?: number;
  /**
   * Weight of the new batch in the running statistics, in (0, 1]: PyTorch's convention.
   *
   * @defaultValue 0.1
   */
  readonly momentum?: number;
  /**
   * Applied to the normalized batch.
   *
   * @defaultValue `none`
   */
  readonly activation?: Activation;
}

/** The bounds of an activation as attributes of our kernels. */
export function boundAttributes({ low, high }: KernelAttributes): Attributes {
  return { low: { float: low as number }, high: { float: high as number } };
}

/** All options of a training kernel as attributes of our kernels. */
export function trainingAttributes(attributes: KernelAttributes): Attributes {
  const { epsilon, momentum } = attributes;
  return {
    epsilon: { float: epsilon as number },
    momentum: { float: momentum as number },
    ...boundAttributes(attributes),
  };
}

// Only x is kept for the gradient: the normalized batch is computed from it again.
const native = differentiable({
  name: 'FoveaBatchNormActivation',
  forward: ({ x, scale, shift, runningMean, runningVariance }, attributes) =>
    runKernel(
      'FoveaBatchNorm',
      [x, scale, shift, runningMean, runningVariance],
      trainingAttributes(attributes),
      5,
    ),
  saveInputs: ['x', 'scale', 'shift'],
  saveOutputs: [false, false, false, true, true],
  gradient: (dy, [x, scale, shift, mean, inverseDeviation], attributes) => {
    const inputs = [dy, x, scale, shift, mean, inverseDeviation];
    const [dx, dScale, dShift] = runKernel('FoveaBatchNormGrad', inputs, boundAttributes(attributes), 3);
    return { x: () => dx, scale: () => dScale, shift: () => dShift };
  },
});

// The end of a residual block in one kernel. The result is kept: it says where the activation let the gradient through.
const nativeSum = differentiable({
  name: 'FoveaBatchNormSumActivation',
  forward: ({ x, shortcut, scale, shift, runningMean, runningVariance }, attributes) =>
    runKernel(
      'FoveaBatchNormSum',
      [x, scale, shift, runningMean, runningVariance, shortcut],
      trainingAttributes(attributes),
      5,
    ),
  saveInputs: ['x', 'scale', 'shift'],
  saveOutputs: [true, false, false, true, true],
  gradient: (dy, [x, scale, shift, y, mean, inverseDeviation], attributes) => {
    const inputs = [dy, x, y, scale, shift, mean, inverseDeviation];
    const [dx, dScale, dShift, dShortcut] = runKernel(
      'FoveaBatchNormSumGrad',
      inputs,
      boundAttributes(attributes),
      4,
    );
    return { x: () => dx, scale: () => dScale, shift: () => dShift, shortcut: () => dShortcut };
  },
});

const stock = differentiable({
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
 * Batch normalization by the batch's own statistics, then an activation; with gradients, in one kernel each way.
 *
 * @param x Real numbers `[batch, height, width, channels]` in any precision; computed in float32. Not disposed.
 * @param vectors Scale, shift and the running statistics so far. Not disposed.
 * @param options Epsilon, momentum and activation. The running variance is the unbiased one, as PyTorch's.
 * @returns The normalized batch and the new running statistics, owned by the enclosing `tf.tidy`.
 * @see Ioffe and Szegedy 2015, arXiv:1502.03167; TensorFlow's FusedBatchNormV3.
 */
export function batchNormTraining(
  x: tf.Tensor4D,
  { scale, shift, runningMean, runningVariance }: BatchNormVectors,
  { epsilon = 1e-5, momentum = 0.1, activation = 'none' }: BatchNormOptions = {},
): BatchNormTraining {
  const inputs = { x, scale, shift, runningMean, runningVariance };
  if (nativeKernelsFor(x)) {
    return batchNormOutputs(native(inputs, { epsilon, momentum, ...ACTIVATION_BOUNDS[activation] }));
  }
  const outputs = batchNormOutputs(stock(inputs, { epsilon, momentum }));
  return { ...outputs, y: activate(outputs.y, activation) };
}

/**
 * {@link batchNormTraining} with a shortcut that is added to the normalized batch before the activation: the end of a
 * residual block.
 *
 * @param x Real numbers `[batch, height, width, channels]` in any precision. Not disposed.
 * @param vectors Scale, shift and the running statistics so far. Not disposed.
 * @param shortcut Real numbers of x's shape and precision. Not disposed.
 * @param options Epsilon, momentum and activation.
 * @returns The result and the new running statistics, owned by the enclosing `tf.tidy`.
 */
export function batchNormSum(
  x: tf.Tensor4D,
  vectors: BatchNormVectors,
  shortcut: tf.Tensor4D,
  { epsilon = 1e-5, momentum = 0.1, activation = 'none' }: BatchNormOptions = {},
): BatchNormTraining {
  if (nativeKernelsFor(x)) {
    const attributes = { epsilon, momentum, ...ACTIVATION_BOUNDS[activation] };
    return batchNormOutputs(nativeSum({ x, shortcut, ...vectors }, attributes));
  }
  const normalized = batchNormTraining(x, vectors, { epsilon, momentum });
  return { ...normalized, y: activate(tf.add<tf.Tensor4D>(normalized.y, shortcut), activation) };
}

/** Names the first outputs of a training kernel. */
export function batchNormOutputs([y, runningMean, runningVariance]: readonly tf.Tensor[]): BatchNormTraining {
  return {
    y: y as tf.Tensor4D,
    runningMean: runningMean as tf.Tensor1D,
    runningVariance: runningVariance as tf.Tensor1D,
  };
}

// One pass over the batch. Gradients are computed in float32.
const nativeInference = differentiable({
  name: 'FoveaBatchNormInference',
  forward: ({ x, scale, shift, mean, inverseDeviation }, { activation }) =>
    runKernel(
      'FoveaNormalize',
      [x, scale, shift, mean, inverseDeviation],
      boundAttributes(ACTIVATION_BOUNDS[activation as Activation]),
    ),
  saveInputs: ['x', 'scale', 'mean', 'inverseDeviation'],
  saveOutputs: [true],
  gradient: (given, [x, scale, mean, inverseDeviation, y], { activation }) => {
    const dy = () => inPrecision(activationGradient(given, y, activation as Activation), 'float32');
    const normalized = () => tf.mul(tf.sub(inPrecision(x, 'float32'), mean), inverseDeviation);
    return {
      x: () => tf.mul(dy(), tf.mul(scale, inverseDeviation)),
      scale: () => tf.sum(tf.mul(dy(), normalized()), [0, 1, 2]),
      shift: () => tf.sum(dy(), [0, 1, 2]),
    };
  },
});

/**
 * Batch normalization by the running statistics, then an activation, as for prediction; with gradients.
 *
 * @param x Real numbers `[batch, height, width, channels]`. Not disposed.
 * @param vectors Scale, shift and running statistics. Not disposed.
 * @param options Epsilon 1e-5 and no activation by default.
 * @returns Of x's shape and precision, owned by the enclosing `tf.tidy`.
 */
export function batchNormInference(
  x: tf.Tensor4D,
  { scale, shift, runningMean, runningVariance }: BatchNormVectors,
  { epsilon = 1e-5, activation = 'none' }: Pick<BatchNormOptions, 'epsilon' | 'activation'> = {},
): tf.Tensor4D {
  if (nativeKernelsFor(x)) {
    const inverseDeviation = tf.rsqrt(tf.add(runningVariance, epsilon));
    const inputs = { x, scale, shift, mean: runningMean, inverseDeviation };
    return nativeInference(inputs, { activation })[0] as tf.Tensor4D;
  }
  const wide = inPrecision(x, 'float32');
  const y = tf.batchNorm4d(wide, runningMean, runningVariance, shift, scale, epsilon);
  return inPrecision(activate(y, activation), precisionOf(x));
}
