import { freeResource, makeResource, type Resource, runKernel, runKernelForOne } from './kernel';
import type { tf } from './tf';

/** Numbers that live in TensorFlow and change in place: weights, running statistics, an optimizer's moments. */
export interface Variable {
  readonly shape: readonly number[];
  /** TensorFlow's resource, for kernels that update it in place. */
  readonly handle: Resource;
  /** The value now, float32; shares memory with the variable until either changes. Owned by the enclosing `tf.tidy`. */
  read(): tf.Tensor;
  /** Takes over the tensor's numbers. Does not dispose it. */
  assign(value: tf.Tensor): void;
  /** Frees the numbers. */
  dispose(): void;
}

let count = 0;

// A learner made anew in a notebook leaves the old one's weights to the garbage collector.
const abandoned = new FinalizationRegistry<Resource>(free);

function free(handle: Resource): void {
  runKernel('DestroyResourceOp', [handle], { ignore_lookup_error: true }, 0);
  freeResource(handle);
}

/**
 * Makes a variable.
 *
 * @param initial float32. Not disposed.
 * @returns A variable, owned by the caller; if forgotten, the garbage collector frees it. tfjs does not count it among its tensors.
 */
export function variable(initial: tf.Tensor): Variable {
  const dtype = { type: 'float32' } as const;
  const shape = [...initial.shape];
  const handle = makeResource('VarHandleOp', {
    container: '',
    shared_name: `fovea-${count++}`,
    dtype,
    shape: { shape },
  });
  const assign = (value: tf.Tensor) => {
    runKernel('AssignVariableOp', [handle, value], { dtype }, 0);
  };
  assign(initial);
  const self: Variable = {
    shape,
    handle,
    read: () => runKernelForOne('ReadVariableOp', [handle], { dtype }),
    assign,
    dispose: () => {
      abandoned.unregister(self);
      free(handle);
    },
  };
  abandoned.register(self, handle, self);
  return self;
}
