import {
  freeResource,
  makeResource,
  type Resource,
  renewResource,
  runKernel,
  runKernelForOne,
} from './kernel';
import { nativeKernels } from './native-kernels';
import type { tf } from './tf';

/** Numbers that TensorFlow holds and that change: weights, running statistics, an optimizer's moments. */
export interface Variable {
  readonly shape: readonly number[];
  /** For kernels that change it: with fovea's own kernels the numbers themselves, else a resource of TensorFlow. */
  readonly handle: Resource;
  /**
   * The value now, float32, owned by the enclosing `tf.tidy`. It may share the variable's memory, and then show the new numbers
   * after an optimizer's step: to keep a value, make another variable of it.
   */
  read(): tf.Tensor;
  /** Takes the tensor's numbers. Does not dispose it. */
  assign(value: tf.Tensor): void;
  /** Frees the numbers. */
  dispose(): void;
}

type Numbers = Pick<Variable, 'handle' | 'read' | 'assign'> & { free(handle: Resource): void };

// A tensor that our own kernels overwrite.
function plainNumbers(initial: tf.Tensor): Numbers {
  const handle = makeResource('DeepCopy', [initial]);
  return {
    handle,
    read: () => runKernelForOne('Identity', [handle]),
    assign: (value) => renewResource(handle, 'DeepCopy', [value]),
    free: freeResource,
  };
}

let count = 0;

// TensorFlow's own kernels change resources.
function resourceNumbers(initial: tf.Tensor): Numbers {
  const dtype = { type: 'float32' } as const;
  const handle = makeResource('VarHandleOp', [], {
    container: '',
    shared_name: `fovea-${count++}`,
    dtype,
    shape: { shape: [...initial.shape] },
  });
  const assign = (value: tf.Tensor) => {
    runKernel('AssignVariableOp', [handle, value], { dtype }, 0);
  };
  assign(initial);
  return {
    handle,
    read: () => runKernelForOne('ReadVariableOp', [handle], { dtype }),
    assign,
    free: destroyResource,
  };
}

function destroyResource(handle: Resource): void {
  runKernel('DestroyResourceOp', [handle], { ignore_lookup_error: true }, 0);
  freeResource(handle);
}

// Running a notebook's cell again makes a new learner: the old one's weights are left to the garbage collector.
const abandoned = new FinalizationRegistry<Numbers>(({ handle, free }) => free(handle));

/**
 * Makes a variable.
 *
 * @param initial float32. Not disposed.
 * @returns A variable, owned by the caller: dispose it, or the garbage collector will. tfjs does not count it among its tensors.
 */
export function variable(initial: tf.Tensor): Variable {
  const numbers = nativeKernels() ? plainNumbers(initial) : resourceNumbers(initial);
  const { handle, read, assign, free } = numbers;
  const self: Variable = {
    shape: [...initial.shape],
    handle,
    read,
    assign,
    dispose: () => {
      abandoned.unregister(self);
      free(handle);
    },
  };
  abandoned.register(self, numbers, self);
  return self;
}

/** Another variable with the same numbers, owned by the caller. */
export function copyVariable(original: Variable): Variable {
  const value = original.read();
  try {
    return variable(value);
  } finally {
    value.dispose();
  }
}
