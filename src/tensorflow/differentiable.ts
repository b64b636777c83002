import { tf } from './tf';
import { runRegisteredKernel } from './tfjs-internals';

/** A kernel of ours and its gradient, in the form of tfjs's own registry. */
export interface DifferentiableKernel {
  /** Under this name tfjs records it; starts with `Fovea`. */
  readonly name: string;
  /** Outputs, the first of them the result; tensors made on the way are disposed. */
  readonly forward: (inputs: Record<string, tf.Tensor>, attributes: KernelAttributes) => tf.Tensor[];
  /** Inputs the gradient needs, by name. */
  readonly saveInputs?: readonly string[];
  /** For each output: does the gradient need it? */
  readonly saveOutputs?: readonly boolean[];
  /** For each input, how its gradient is made. Called only for the inputs that need one: frozen weights cost nothing. */
  readonly gradient: (
    dy: tf.Tensor,
    saved: readonly tf.Tensor[],
    attributes: KernelAttributes,
  ) => Record<string, () => tf.Tensor>;
}

/** Plain values that shape a kernel. */
export type KernelAttributes = Readonly<Record<string, number | boolean | string | number[]>>;

/**
 * Registers a kernel with tfjs.
 *
 * @returns The function that runs it; its outputs differentiate like those of any tfjs operation and belong to the enclosing `tf.tidy`.
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

/** Makes something when it is first asked for: what several gradients come from. */
export function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
