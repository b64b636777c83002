import util from 'node:util';
import { FoveaError } from '../base/errors';
import './addon-check';
import './environment';
import * as tf from '@tensorflow/tfjs-node-gpu';

/**
 * The versions whose internals this file uses: all that fovea needs of TensorFlow.js beyond its documented functions. Every cast
 * to its internals is here. In another version these fields may be missing, or mean something else.
 */
const VERSIONS = { 'tfjs-node': '4.22.0', 'tfjs-core': '4.22.0' } as const;

/** What TensorFlow says of a tensor that it made. `dtype` is its own number of the type, from tf_datatype.h. */
export interface Metadata {
  id: number;
  shape: number[];
  dtype: number;
}

/** An attribute of a kernel, as the binding takes it. */
export interface NativeAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

/** The addon that calls TensorFlow. Tensors are numbers here, `id`. */
export interface Binding {
  readonly TF_Version: string;
  readonly TF_FLOAT: number;
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_TYPE: number;
  readonly TF_ATTR_SHAPE: number;
  createTensor(shape: number[], dtype: number, values: Uint8Array): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): Float32Array;
  executeOp(name: string, attributes: NativeAttribute[], inputIds: number[], numOutputs: number): Metadata[];
}

/** tfjs's backend: keeps which tensor of TensorFlow is behind which of tfjs. */
export interface Backend {
  binding: Binding;
  readonly isUsingGpuDevice: boolean;
  readonly tensorMap: { get(dataId: object): { id: number } };
  getInputTensorIds(tensors: readonly tf.TensorInfo[]): number[];
  createOutputTensor(metadata: Metadata): tf.Tensor;
  executeSingleOutput(name: string, attributes: NativeAttribute[], inputs: tf.TensorInfo[]): tf.Tensor;
  executeMultipleOutputs(
    name: string,
    attributes: NativeAttribute[],
    inputs: tf.TensorInfo[],
    numOutputs: number,
  ): tf.Tensor[];
  readSync(dataId: object): unknown;
}

/** An operation that was recorded for the gradient. */
export interface TapeNode {
  readonly kernelName: string;
  readonly inputs: Record<string, tf.Tensor>;
  readonly outputs: readonly tf.Tensor[];
  /** Kept for the gradient; who reads the tape disposes them. */
  readonly saved: readonly tf.Tensor[];
  readonly gradient?: (dys: (tf.Tensor | null)[]) => Record<string, () => tf.Tensor>;
}

interface Engine {
  readonly state: { activeTape: TapeNode[] | null; gradientDepth: number };
  startTape(): void;
  endTape(): void;
}

/** What {@link expectInternals} looks at. */
export interface Internals {
  readonly versions: Readonly<Record<string, string>>;
  readonly backend: object;
  readonly engine: object;
}

const FIELDS = {
  backend: {
    binding: 'object',
    isUsingGpuDevice: 'boolean',
    tensorMap: 'object',
    getInputTensorIds: 'function',
    createOutputTensor: 'function',
    executeSingleOutput: 'function',
    executeMultipleOutputs: 'function',
    readSync: 'function',
  } satisfies Record<keyof Backend, string>,
  binding: {
    TF_Version: 'string',
    TF_FLOAT: 'number',
    TF_ATTR_STRING: 'number',
    TF_ATTR_INT: 'number',
    TF_ATTR_FLOAT: 'number',
    TF_ATTR_BOOL: 'number',
    TF_ATTR_TYPE: 'number',
    TF_ATTR_SHAPE: 'number',
    createTensor: 'function',
    deleteTensor: 'function',
    tensorDataSync: 'function',
    executeOp: 'function',
  } satisfies Record<keyof Binding, string>,
  engine: { state: 'object', startTape: 'function', endTape: 'function' } satisfies Record<
    keyof Engine,
    string
  >,
};

/**
 * Checks that TensorFlow.js is the version these casts were written for, and has every field they name.
 *
 * @throws FoveaError naming the version, or the first field that is missing.
 */
export function expectInternals({ versions, backend, engine }: Internals): void {
  for (const [name, expected] of Object.entries(VERSIONS)) {
    if (versions[name] === expected) continue;
    throw new FoveaError(
      `Expected ${name} ${expected}, whose internals fovea uses, found ${versions[name] ?? 'none'}.`,
      'Run "npm ci" in the folder of fovea: it installs the versions of package-lock.json.',
    );
  }
  const { binding = {} } = backend as Partial<Backend>;
  for (const [owner, fields] of Object.entries({ backend, binding, engine })) {
    for (const [name, type] of Object.entries(FIELDS[owner as keyof typeof FIELDS])) {
      const found = typeof Reflect.get(fields, name);
      if (found === type) continue;
      throw new FoveaError(
        `Expected a ${type} ${name} in the ${owner} of TensorFlow.js ${versions['tfjs-core']}, found ${found}.`,
        'Run "npm ci" in the folder of fovea: the installed TensorFlow.js was changed. Leave its backend as it is (no tf.setBackend).',
      );
    }
  }
}

expectInternals({ versions: tf.version, backend: tf.backend(), engine: tf.engine() });

// tfjs-node calls util.isNullOrUndefined, which Node 23 removed (tensorflow/tfjs#8609).
const legacy = util as unknown as { isNullOrUndefined?: (value: unknown) => boolean };
legacy.isNullOrUndefined ??= (value) => value === null || value === undefined;

/** TensorFlow.js; all others have it from `tf.ts`. */
export { tf };

/** tfjs's backend. Asked for a thousand times a step, and tfjs takes a while to find it. */
export const backend = tf.backend() as unknown as Backend;

const engine = tf.engine() as unknown as Engine;

/**
 * Whether TensorFlow computes on a GPU, e.g. to choose sizes and precision: `if (isOnGpu()) learn.toFp16()`.
 *
 * @see PyTorch's `torch.cuda.is_available()`.
 */
export const isOnGpu = (): boolean => backend.isUsingGpuDevice;

/** Runs a kernel of tfjs's registry: it is recorded for the gradient, its outputs belong to the enclosing `tf.tidy`. */
export function runRegisteredKernel(
  name: string,
  inputs: tf.NamedTensorMap,
  attributes: object,
): tf.Tensor[] {
  const outputs: tf.Tensor | tf.Tensor[] = tf.engine().runKernel(name, inputs, attributes as tf.NamedAttrMap);
  return Array.isArray(outputs) ? outputs : [outputs];
}

/**
 * Runs `f` and records its operations. If it throws, what they saved is disposed.
 *
 * @returns Its result, and the operations in the order they ran. The caller disposes what they saved.
 */
export function recordTape<T>(f: () => T): { result: T; tape: readonly TapeNode[] } {
  const { state } = engine;
  engine.startTape();
  try {
    const result = f();
    return { result, tape: state.activeTape ?? [] };
  } catch (error) {
    for (const node of state.activeTape ?? []) tf.dispose([...node.saved]);
    throw error;
  } finally {
    engine.endTape();
    state.activeTape = null;
  }
}

/**
 * Calls a function instead of each kernel: for profiles, and for tests of which kernels run.
 *
 * @param around Gets the kernel's name and a function that runs it; returns what that returns.
 * @returns A function that ends it.
 */
export function interceptKernels(around: (kernel: string, run: () => Metadata[]) => Metadata[]): () => void {
  const { binding } = backend;
  const executeOp: Binding['executeOp'] = (kernel, ...rest) =>
    around(kernel, () => binding.executeOp(kernel, ...rest));
  // The binding's own functions cannot be replaced, the binding can.
  backend.binding = Object.create(binding, { executeOp: { value: executeOp } });
  return () => {
    backend.binding = binding;
  };
}

/** What {@link watchTensors} calls. */
export interface TensorWatcher {
  /** After tensors were made: by a kernel of inputs, or of numbers. */
  made(tensors: readonly Metadata[], kernel?: string, inputIds?: readonly number[]): void;
  freed(id: number): void;
}

/**
 * Tells of all tensors that TensorFlow makes and frees, those too of which tfjs does not know.
 *
 * @returns A function that ends it.
 */
export function watchTensors({ made, freed }: TensorWatcher): () => void {
  const { binding } = backend;
  const watched: Pick<Binding, 'executeOp' | 'createTensor' | 'deleteTensor'> = {
    executeOp(kernel, attributes, inputIds, numOutputs) {
      const outputs = binding.executeOp(kernel, attributes, inputIds, numOutputs);
      made(outputs, kernel, inputIds);
      return outputs;
    },
    createTensor(shape, dtype, values) {
      const id = binding.createTensor(shape, dtype, values);
      made([{ id, shape, dtype }]);
      return id;
    },
    deleteTensor(id) {
      binding.deleteTensor(id);
      freed(id);
    },
  };
  backend.binding = Object.create(binding, Object.getOwnPropertyDescriptors(watched));
  return () => {
    backend.binding = binding;
  };
}
