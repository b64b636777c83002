import { newStream, type Random } from '../base/random';
import { type Activation, activate } from '../tensorflow/activation';
import { addBias } from '../tensorflow/bias';
import { conv2d, depthwiseConv2d } from '../tensorflow/convolution';
import { runKernelForOne } from '../tensorflow/kernel';
import {
  type BatchNormTraining,
  type BatchNormVectors,
  batchNormInference,
  batchNormSum,
  batchNormTraining,
} from '../tensorflow/normalization';
import {
  batchNormConv2d,
  type Convolution,
  type NormalizedConvolutionOptions,
} from '../tensorflow/normalized-convolution';
import { batchNormDepthwiseConv2d } from '../tensorflow/normalized-depthwise';
import type { Padding } from '../tensorflow/padding';
import { tf } from '../tensorflow/tf';
import { type Initial, type Parameter, type ParameterRole, parameter } from './parameter';

/** One run through a model: where it reads its parameters, and whether it trains. */
export interface Pass {
  /** Batch normalization by the batch and dropout if true; running statistics and no dropout if false. */
  readonly training: boolean;
  /** Where dropout draws from. */
  readonly random: Random;
  /** A parameter's value, float32 in TensorFlow's layout: the same tensor each time within the pass. */
  value(parameter: Parameter): tf.Tensor;
}

/** A step of a model: a plain function of a tensor. Its results belong to the enclosing `tf.tidy`. */
export type Layer<In extends tf.Tensor = tf.Tensor4D, Out extends tf.Tensor = tf.Tensor4D> = (
  x: In,
  pass: Pass,
) => Out;

/** Where layers declare their parameters, in the order of PyTorch's `state_dict`. */
export interface Scope {
  /** The scope of a part, named as in the checkpoint: `at('layer1.0')`. */
  at(name: string): Scope;
  declare(name: string, role: ParameterRole, shape: readonly number[], initial: Initial): Parameter;
  /** All declared so far, here and in scopes made from this one. */
  readonly parameters: readonly Parameter[];
}

/** A root scope: initial values come from the shared seed. */
export function scope(): Scope {
  const parameters: Parameter[] = [];
  const random = newStream();
  const within = (prefix: string): Scope => ({
    at: (name) => within(`${prefix}${name}.`),
    declare: (name, role, shape, initial) => {
      const declared = parameter(prefix + name, role, shape, initial, random);
      parameters.push(declared);
      return declared;
    },
    parameters,
  });
  return within('');
}

/** One layer after the other. */
export function sequential<T extends tf.Tensor = tf.Tensor4D>(layers: readonly Layer<T, T>[]): Layer<T, T> {
  return (x, pass) => layers.reduce((y, layer) => layer(y, pass), x);
}

/** Options of {@link convolution}. */
export interface ConvolutionLayerOptions {
  readonly kernel?: number;
  readonly stride?: number;
  readonly padding?: Padding;
  readonly bias?: boolean;
  /** Initial weights; Kaiming normal by outgoing connections unless told, as torchvision's ResNets. */
  readonly initial?: Initial;
}

/** A layer that {@link normalized} can join to the normalization before it. */
export interface ConvolutionLayer extends Layer {
  /** Its weights, and how they move over the images. */
  parts(pass: Pass): Convolution;
  /** Normalizes by the batch, then convolves. */
  afterNorm?(
    x: tf.Tensor4D,
    vectors: BatchNormVectors,
    options: NormalizedConvolutionOptions,
    pass: Pass,
  ): BatchNormTraining;
}

/**
 * Convolution with weights `weight` (and `bias`) in the scope.
 *
 * @see He et al. 2015, arXiv:1502.01852 for the initial weights.
 */
export function convolution(
  at: Scope,
  inChannels: number,
  outChannels: number,
  { kernel = 1, stride = 1, padding = 0, bias = false, initial }: ConvolutionLayerOptions = {},
): ConvolutionLayer {
  const weights = initial ?? { deviation: Math.sqrt(2 / (outChannels * kernel * kernel)) };
  const weight = at.declare('weight', 'convolution', [outChannels, inChannels, kernel, kernel], weights);
  const shift = bias ? at.declare('bias', 'bias', [outChannels], { constant: 0 }) : undefined;
  const filter = (pass: Pass) => pass.value(weight) as tf.Tensor4D;
  const parts = (pass: Pass) => ({ filter: filter(pass), stride, padding });
  const convolve: Layer = (x, pass) => conv2d(x, filter(pass), { stride, padding });
  if (shift) {
    const shifted: Layer = (x, pass) => addBias(convolve(x, pass), pass.value(shift));
    return Object.assign(shifted, { parts });
  }
  return Object.assign(convolve, {
    parts,
    afterNorm: (x, vectors, options, pass) =>
      batchNormConv2d(x, vectors, filter(pass), { ...options, stride, padding }),
  } satisfies Omit<ConvolutionLayer, keyof Layer>);
}

/** Convolution of each channel on its own, weights `weight` of shape `[channels, 1, kernel, kernel]`. */
export function depthwiseConvolution(
  at: Scope,
  channels: number,
  { kernel = 3, stride = 1, padding = 'same' as Padding } = {},
): ConvolutionLayer {
  const initial = { deviation: Math.sqrt(2 / (kernel * kernel)) };
  const weight = at.declare('weight', 'depthwise', [channels, 1, kernel, kernel], initial);
  const filter = (pass: Pass) => pass.value(weight) as tf.Tensor4D;
  const convolve: Layer = (x, pass) => depthwiseConv2d(x, filter(pass), { stride, padding });
  return Object.assign(convolve, {
    parts: (pass) => ({ filter: filter(pass), stride, padding }),
    afterNorm: (x, vectors, options, pass) =>
      batchNormDepthwiseConv2d(x, vectors, filter(pass), { ...options, stride, padding }),
  } satisfies Omit<ConvolutionLayer, keyof Layer>);
}

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
    if (!pass.training || !afterNorm) return convolve(norm(expand ? expand(x, pass) : x, pass), pass);
    const options = { ...norm.options, expansion: expand?.parts(pass) };
    return norm.train(pass, (vectors) => afterNorm(x, vectors, options, pass));
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

/** Weighted sums: `x W^T + b`, with `weight` of shape `[out, in]` (and `bias`) in the scope. */
export function linear(
  at: Scope,
  inFeatures: number,
  outFeatures: number,
  { bias = true, initial = { deviation: Math.sqrt(2 / inFeatures) } as Initial } = {},
): Layer<tf.Tensor2D, tf.Tensor2D> {
  const weight = at.declare('weight', 'linear', [outFeatures, inFeatures], initial);
  const shift = bias ? at.declare('bias', 'bias', [outFeatures], { constant: 0 }) : undefined;
  return (x, pass) => {
    const y = tf.matMul(x, pass.value(weight) as tf.Tensor2D) as tf.Tensor2D;
    return shift ? addBias(y, pass.value(shift)) : y;
  };
}

/**
 * Sets each number to zero with probability `p` while training, and scales the others by 1 / (1 - p).
 *
 * @see Srivastava et al. 2014.
 */
export function dropout(p: number): Layer<tf.Tensor2D, tf.Tensor2D> {
  return (x, pass) => {
    if (!pass.training || p === 0) return x;
    const seed = tf.tensor1d([pass.random.bits() | 0, pass.random.bits() | 0], 'int32');
    const size = tf.tensor1d(x.shape, 'int32');
    const uniform = runKernelForOne('StatelessRandomUniform', [size, seed], { dtype: { type: 'float32' } });
    const kept = tf.cast(tf.greaterEqual(uniform, p), 'float32');
    return tf.mul<tf.Tensor2D>(x, tf.div(kept, 1 - p));
  };
}
