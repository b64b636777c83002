import { tf } from './tf';
import { runRegisteredKernel } from './tfjs-internals';

/** One of fovea's kernels and its gradient, in the form of tfjs's own registry. */
export interface DifferentiableKernel {
  /** The name under which tfjs records it; starts with `Fovea`. */
  readonly name: string;
  /** Computes the outputs, of which the first is the result; intermediate tensors are disposed. */
  readonly forward: (inputs: Record<string, tf.Tensor>, attributes: KernelAttributes) => tf.Tensor[];
  /** Inputs the gradient needs, by name. */
  readonly saveInputs?: readonly string[];
  /** Whether the gradient needs each output. */
  readonly saveOutputs?: readonly boolean[];
  /** A function for each input that makes its gradient. Called only for the inputs that need one: frozen weights cost nothing. */
  readonly gradient: (
    dy: tf.Tensor,
    saved: readonly tf.Tensor[],
    attributes: KernelAttributes,
  ) => Record<string, () => tf.Tensor>;
}

/** Parameters of a kernel that are not tensors. */
export type KernelAttributes = Readonly<Record<string, number | boolean | string | number[]>>;

/**
 * Registers a kernel with tfjs.
 *
 * @returns The function that runs it; its outputs differentiate like those of any tfjs operation and belong to the enclosing
 *   `tf.tidy`.
 */
export function differentiable(
  kernel: DifferentiableKernel,
): (inputs: Record<string, tf.Tensor>, attributes?: KernelAttributes) => tf.Tensor[] {
  tf.registerKernel({
    kernelName: kernel.name,
    backendName: 'tensorflow',
    kernelFunc: ({ inputs, attrs }) =>
      tf.tidy(() => kernel.forward(inputs as Record<string, tf.Tensor>, attrs as KernelAttributes)),
  });
  tf.registerGradient({
    kernelName: kernel.name,
    inputsToSave: [...(kernel.saveInputs ?? [])],
    outputsToSave: [...(kernel.saveOutputs ?? [])],
    gradFunc: (dy, saved, attrs) =>
      kernel.gradient(Array.isArray(dy) ? dy[0] : dy, saved, attrs as KernelAttributes),
  });
  return (inputs, attributes = {}) => runRegisteredKernel(kernel.name, inputs, attributes);
}

/** Makes a value at the first call and returns the same at later ones: for what several gradients are made from. */
export function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
