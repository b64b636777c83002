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

/** max(x, 0), element by element, with TensorFlow's one-pass gradient; tfjs's own takes three passes. */
export const relu = activation('FoveaRelu', 'Relu', 'ReluGrad');

/** min(max(x, 0), 6), element by element, with TensorFlow's one-pass gradient. */
export const relu6 = activation('FoveaRelu6', 'Relu6', 'Relu6Grad');
