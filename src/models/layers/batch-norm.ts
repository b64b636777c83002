import { FoveaError } from '../../base/errors';
import type { Activation } from '../../tensorflow/activation';
import {
  type BatchNormTraining,
  type BatchNormVectors,
  batchNormInference,
  batchNormTraining,
} from '../../tensorflow/normalization';
import { tf } from '../../tensorflow/tf';
import type { Layer, Pass, Scope } from './layer';

/** Options of {@link batchNorm}. */
export interface BatchNormLayerOptions {
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
   * Initial value of the bias.
   *
   * @defaultValue 0
   */
  readonly shift?: number;
}

/** A batch normalization, with what it consists of: so it can run as one with the layers around it. */
export interface BatchNormLayer extends Layer {
  readonly kind: 'batchNorm';
  readonly options: Required<Pick<BatchNormLayerOptions, 'epsilon' | 'momentum'>>;
  /** Its four vectors in a pass. */
  readonly vectors: (pass: Pass) => BatchNormVectors;
  /** Keeps the new running statistics of a training kernel, and hands on its result. */
  readonly keep: (training: BatchNormTraining) => tf.Tensor4D;
  /** The layer followed by an activation, as one kernel. */
  readonly activated: (x: tf.Tensor4D, pass: Pass, activation: Activation) => tf.Tensor4D;
}

/**
 * Batch normalization over all but the last axis, with `weight`, `bias`, `running_mean`, `running_var` in the scope.
 * A training pass normalizes by the batch's own statistics and updates the running ones; prediction uses the running ones.
 *
 * @param at Where its parameters are declared.
 * @param channels Length of the last axis.
 * @param options PyTorch's constants by default.
 * @returns A layer of real numbers `[..., channels]`, of the shape and precision of its input. It throws a FoveaError in training for
 *   one value a channel, as PyTorch does: one value has no variance.
 * @see Ioffe and Szegedy 2015, arXiv:1502.03167.
 */
export function batchNorm(
  at: Scope,
  channels: number,
  { epsilon = 1e-5, momentum = 0.1, shift = 0 }: BatchNormLayerOptions = {},
): BatchNormLayer {
  const parameters = {
    scale: at.declare('weight', 'normScale', [channels], { constant: 1 }),
    shift: at.declare('bias', 'normShift', [channels], { constant: shift }),
    runningMean: at.declare('running_mean', 'runningMean', [channels], { constant: 0 }),
    runningVariance: at.declare('running_var', 'runningVariance', [channels], { constant: 1 }),
  };
  const options = { epsilon, momentum };
  const vectors = (pass: Pass): BatchNormVectors => ({
    scale: pass.value(parameters.scale) as tf.Tensor1D,
    shift: pass.value(parameters.shift) as tf.Tensor1D,
    runningMean: pass.value(parameters.runningMean) as tf.Tensor1D,
    runningVariance: pass.value(parameters.runningVariance) as tf.Tensor1D,
  });
  const keep = ({ y, runningMean, runningVariance }: BatchNormTraining) => {
    parameters.runningMean.variable.assign(runningMean);
    parameters.runningVariance.variable.assign(runningVariance);
    return y;
  };
  const activated: BatchNormLayer['activated'] = (x, pass, activation) => {
    if (!pass.training) return batchNormInference(x, vectors(pass), { ...options, activation });
    if (x.size === channels) {
      throw new FoveaError(
        'Expected more than one value a channel for batch normalization in training, received a batch of one.',
        'Raise the batch size: one value has no variance.',
      );
    }
    return keep(batchNormTraining(x, vectors(pass), { ...options, activation }));
  };
  const layer: Layer = (x, pass) => activated(x, pass, 'none');
  return Object.assign(layer, { kind: 'batchNorm' as const, options, vectors, keep, activated });
}

/**
 * {@link batchNorm} of float32 `[batch, features]`.
 *
 * @param at Where its parameters are declared.
 * @param features Length of the last axis.
 * @param options PyTorch's constants by default.
 */
export function batchNorm1d(
  at: Scope,
  features: number,
  options: BatchNormLayerOptions = {},
): Layer<tf.Tensor2D, tf.Tensor2D> {
  const norm = batchNorm(at, features, options);
  return (x, pass) => {
    const [batch] = x.shape;
    const image = tf.reshape(x, [batch, 1, 1, features]) as tf.Tensor4D;
    return tf.reshape(norm(image, pass), [batch, features]) as tf.Tensor2D;
  };
}
