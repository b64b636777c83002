import { newStream, type Random } from '../../base/random';
import { addBias } from '../../tensorflow/bias';
import { runKernelForOne } from '../../tensorflow/kernel';
import { tf } from '../../tensorflow/tf';
import { type Initial, type Parameter, type ParameterRole, parameter } from '../parameter';

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
