import { type Activation, activate } from '../../tensorflow/activation';
import {
  type BatchNormTraining,
  type BatchNormVectors,
  batchNormInference,
  batchNormSum,
  batchNormTraining,
} from '../../tensorflow/normalization';
import { tf } from '../../tensorflow/tf';
import type { ConvolutionLayer } from './convolution';
import type { Layer, Pass, Scope } from './layer';

/** A {@link batchNorm}, which {@link normalized} can take apart. */
export interface BatchNormLayer extends Layer {
  readonly options: { readonly epsilon: number; readonly momentum: number; readonly activation: Activation };
  /** Runs a training kernel on the layer's vectors and keeps the running statistics it gives. */
  train(pass: Pass, run: (vectors: BatchNormVectors) => BatchNormTraining): tf.Tensor4D;
}

/**
 * Batch normalization over all but the last axis, with `weight`, `bias`, `running_mean`, `running_var` in the scope.
 * In a training pass it renews the running statistics.
 *
 * @param options `epsilon` and `momentum` in PyTorch's sense (weight of the new batch); `shift` is the initial bias;
 *   `activation` is applied to the result.
 */
export function batchNorm(
  at: Scope,
  channels: number,
  { epsilon = 1e-5, momentum = 0.1, shift = 0, scale = 1, activation = 'none' as Activation } = {},
): BatchNormLayer {
  const parameters = {
    scale: at.declare('weight', 'normScale', [channels], { constant: scale }),
    shift: at.declare('bias', 'normShift', [channels], { constant: shift }),
    runningMean: at.declare('running_mean', 'runningMean', [channels], { constant: 0 }),
    runningVariance: at.declare('running_var', 'runningVariance', [channels], { constant: 1 }),
  };
  const options = { epsilon, momentum, activation };
  const read = (pass: Pass): BatchNormVectors => ({
    scale: pass.value(parameters.scale) as tf.Tensor1D,
    shift: pass.value(parameters.shift) as tf.Tensor1D,
    runningMean: pass.value(parameters.runningMean) as tf.Tensor1D,
    runningVariance: pass.value(parameters.runningVariance) as tf.Tensor1D,
  });
  const train: BatchNormLayer['train'] = (pass, run) => {
    const { y, runningMean, runningVariance } = run(read(pass));
    parameters.runningMean.variable.assign(runningMean);
    parameters.runningVariance.variable.assign(runningVariance);
    return y;
  };
  const layer: Layer = (x, pass) =>
    pass.training
      ? train(pass, (vectors) => batchNormTraining(x, vectors, options))
      : batchNormInference(x, read(pass), options);
  return Object.assign(layer, { options, train });
}

/**
 * A normalization and the convolution after it. Trained as one, which spares the memory of what is between them.
 *
 * @param expand A convolution before both, which makes many channels of few.
 */
export function normalized(
  norm: BatchNormLayer,
  convolve: ConvolutionLayer,
  expand?: ConvolutionLayer,
): Layer {
  const { afterNorm } = convolve;
  return (x, pass) => {
    const expansion = pass.training && afterNorm ? expand?.parts?.(pass) : undefined;
    const wide = expand && !expansion ? expand(x, pass) : x;
    if (!pass.training || !afterNorm) return convolve(norm(wide, pass), pass);
    const options = { ...norm.options, expansion };
    return norm.train(pass, (vectors) => afterNorm(wide, vectors, options, pass));
  };
}

/** A normalization, the sum with a shortcut and an activation: the end of a residual block. Trained as one. */
export function normalizedSum(
  norm: BatchNormLayer,
  activation: Activation,
): (x: tf.Tensor4D, shortcut: tf.Tensor4D, pass: Pass) => tf.Tensor4D {
  const options = { ...norm.options, activation };
  return (x, shortcut, pass) =>
    pass.training
      ? norm.train(pass, (vectors) => batchNormSum(x, vectors, shortcut, options))
      : activate(tf.add<tf.Tensor4D>(norm(x, pass), shortcut), activation);
}

/** {@link batchNorm} of `[batch, features]`. */
export function batchNorm1d(at: Scope, features: number, options = {}): Layer<tf.Tensor2D, tf.Tensor2D> {
  const norm = batchNorm(at, features, options);
  return (x, pass) => {
    const [batch] = x.shape;
    const image = tf.reshape(x, [batch, 1, 1, features]) as tf.Tensor4D;
    return tf.reshape(norm(image, pass), [batch, features]) as tf.Tensor2D;
  };
}
