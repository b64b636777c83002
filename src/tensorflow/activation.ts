import { differentiable } from './differentiable';
import { runKernelForOne } from './kernel';
import type { tf } from './tf';

function activation(name: string, forward: string, backward: string) {
  const run = differentiable({
    name,
    forward: ({ x }) => [runKernelForOne(forward, [x])],
    saveOutputs: [true],
    gradient: (dy, [y]) => ({ x: () => runKernelForOne(backward, [dy, y]) }),
  });
  return <T extends tf.Tensor>(x: T): T => run({ x })[0] as T;
}

/**
 * max(x, 0), element by element. Its gradient is TensorFlow's own, in one pass; that of tfjs takes three.
 *
 * @param x Real numbers in any precision and shape. Not disposed.
 * @returns Of x's shape and precision, owned by the enclosing `tf.tidy`.
 */
export const relu = activation('FoveaRelu', 'Relu', 'ReluGrad');

/**
 * min(max(x, 0), 6), element by element. Its gradient is TensorFlow's own, in one pass.
 *
 * @param x Real numbers in any precision and shape. Not disposed.
 * @returns Of x's shape and precision, owned by the enclosing `tf.tidy`.
 */
export const relu6 = activation('FoveaRelu6', 'Relu6', 'Relu6Grad');

/** An activation by its name: what a kernel applies to its result. */
export type Activation = 'none' | 'relu' | 'relu6';

/** The bounds of each activation's results. */
export const ACTIVATION_BOUNDS: Readonly<
  Record<Activation, { readonly low: number; readonly high: number }>
> = {
  none: { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY },
  relu: { low: 0, high: Number.POSITIVE_INFINITY },
  relu6: { low: 0, high: 6 },
};

/** Applies an activation. */
export function activate<T extends tf.Tensor>(x: T, by: Activation): T {
  if (by === 'none') return x;
  return by === 'relu' ? relu(x) : relu6(x);
}

/** The gradient of {@link activate} with respect to x. */
export function activationGradient(dy: tf.Tensor, y: tf.Tensor, by: Activation): tf.Tensor {
  if (by === 'none') return dy;
  return runKernelForOne(by === 'relu' ? 'ReluGrad' : 'Relu6Grad', [dy, y]);
}
