import { newStream, type Random } from '../../base/random';
import type { tf } from '../../tensorflow/tf';
import { type Initial, type Parameter, type ParameterRole, parameter } from '../parameter';

/** One run through a model: where it reads its parameters, and whether it trains. */
export interface Pass {
  /** Batch normalization by the batch and dropout if true; running statistics and no dropout if false. */
  readonly training: boolean;
  /** Where dropout draws from. */
  readonly random: Random;
  /** A parameter's value, float32 in TensorFlow's layout. Owned by the `tf.tidy` that encloses the first call. */
  value(parameter: Parameter): tf.Tensor;
}

/** A layer of a model: a plain function of a tensor. Its results belong to the enclosing `tf.tidy`. */
export type Layer<In extends tf.Tensor = tf.Tensor4D, Out extends tf.Tensor = tf.Tensor4D> = (
  x: In,
  pass: Pass,
) => Out;

/** Where layers declare their parameters, in the order of PyTorch's `state_dict`. */
export interface Scope {
  /** The scope of a module within this one, named as in the checkpoint: `at('layer1.0')`. */
  at(name: string): Scope;
  /** Declares a parameter; its name gets the scope's name before it. */
  declare(name: string, role: ParameterRole, shape: readonly number[], initial: Initial): Parameter;
  /** All parameters declared so far, in this scope and in all that share its root. */
  readonly parameters: readonly Parameter[];
}

/**
 * A root scope, in which the layers of a model declare their parameters.
 *
 * @returns The scope; initial values are drawn from the shared seed, see `setSeed`.
 */
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
