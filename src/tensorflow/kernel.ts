import { acceptNarrowTypes } from './narrow-types';
import type { tf } from './tf';
import { backend, type Metadata, type NativeAttribute } from './tfjs-internals';

/** TensorFlow's data types: those that tfjs has names for, and others. */
export type DataType =
  | 'float32'
  | 'int32'
  | 'int64'
  | 'bool'
  | 'string'
  | 'uint8'
  | 'bfloat16'
  | 'float16'
  | 'resource';

/** One attribute of a kernel, tagged with its type: a JavaScript number does not say whether it is an integer or a float. */
export type Attribute =
  | boolean
  | string
  | { int: number | readonly number[] }
  | { float: number | readonly number[] }
  | { type: DataType }
  | { shape: readonly number[] };

/** A kernel's attributes by name. */
export type Attributes = Readonly<Record<string, Attribute>>;

/** Something that TensorFlow holds and that is not a tensor of tfjs, e.g. a variable. tfjs does not count it; its owner frees it. */
export interface Resource {
  resourceId: number;
}

/** TensorFlow's own numbers of its types, from tf_datatype.h. */
export const DATA_TYPES: Readonly<Record<DataType, number>> = {
  float32: 1,
  int32: 3,
  uint8: 4,
  string: 7,
  int64: 9,
  bool: 10,
  bfloat16: 14,
  float16: 19,
  resource: 20,
};

const NARROW: ReadonlySet<number> = new Set([DATA_TYPES.bfloat16, DATA_TYPES.float16]);

function nativeAttribute(name: string, value: Attribute): NativeAttribute {
  const { binding } = backend;
  if (typeof value === 'boolean') return { name, type: binding.TF_ATTR_BOOL, value };
  if (typeof value === 'string') return { name, type: binding.TF_ATTR_STRING, value };
  if ('int' in value) return { name, type: binding.TF_ATTR_INT, value: value.int };
  if ('float' in value) return { name, type: binding.TF_ATTR_FLOAT, value: value.float };
  if ('type' in value) return { name, type: binding.TF_ATTR_TYPE, value: DATA_TYPES[value.type] };
  return { name, type: binding.TF_ATTR_SHAPE, value: value.shape };
}

/**
 * Runs any kernel of the TensorFlow library, without a gradient. Type attributes that follow from the inputs may be left out.
 *
 * @param name TensorFlow's name of the operation, e.g. `FusedBatchNormV3`.
 * @param inputs Its inputs, in the operation's order. Not disposed.
 * @param attributes Its attributes by name, none by default.
 * @param numOutputs How many outputs it has.
 * @defaultValue `numOutputs` 1
 * @returns The outputs, tracked by the enclosing `tf.tidy`.
 * @throws Error with TensorFlow's message if the kernel rejects its inputs.
 */
export function runKernel(
  name: string,
  inputs: readonly (tf.TensorInfo | Resource)[],
  attributes: Attributes = {},
  numOutputs = 1,
): tf.Tensor[] {
  return execute(name, inputs, attributes, numOutputs).map((metadata) =>
    backend.createOutputTensor(metadata),
  );
}

function execute(
  name: string,
  inputs: readonly (tf.TensorInfo | Resource)[],
  attributes: Attributes,
  numOutputs: number,
): Metadata[] {
  const native = Object.entries(attributes).map(([key, value]) => nativeAttribute(key, value));
  const ids = inputs.map((input) =>
    'resourceId' in input ? input.resourceId : backend.getInputTensorIds([input])[0],
  );
  return backend.binding.executeOp(name, native, ids, numOutputs);
}

/** Makes a resource by a kernel, e.g. `VarHandleOp`. The caller frees it by {@link freeResource}. */
export function makeResource(
  name: string,
  inputs: readonly tf.TensorInfo[],
  attributes: Attributes = {},
): Resource {
  return { resourceId: execute(name, inputs, attributes, 1)[0].id };
}

/** Replaces what `resource` refers to by what a kernel makes. */
export function renewResource(resource: Resource, name: string, inputs: readonly tf.TensorInfo[]): void {
  const { resourceId } = makeResource(name, inputs);
  freeResource(resource);
  resource.resourceId = resourceId;
}

/** Frees the handle of a resource. */
export function freeResource({ resourceId }: Resource): void {
  backend.binding.deleteTensor(resourceId);
}

/**
 * {@link runKernel} for the many kernels with one output.
 *
 * @param name The kernel's name, e.g. `Conv2D`.
 * @param inputs Its inputs. Not disposed.
 * @param attributes Its attributes by name; by default none.
 * @returns The output, tracked by the enclosing `tf.tidy`.
 */
export function runKernelForOne<T extends tf.Tensor = tf.Tensor>(
  name: string,
  inputs: readonly (tf.TensorInfo | Resource)[],
  attributes: Attributes = {},
): T {
  return runKernel(name, inputs, attributes)[0] as T;
}

/**
 * A tensor of bytes: a quarter of the memory of what `tf.tensor` makes of the same numbers.
 * tfjs calls its type `int32`; kernels called by {@link runKernel} see `uint8`.
 *
 * @param bytes Values, in C order. Copied or kept: do not write to them afterwards.
 * @param shape The tensor's shape.
 * @returns uint8 of `shape`, owned by the caller.
 */
export function bytesTensor(bytes: Uint8Array, shape: number[]): tf.Tensor {
  const id = backend.binding.createTensor(shape, DATA_TYPES.uint8, bytes);
  return backend.createOutputTensor({ id, shape, dtype: DATA_TYPES.uint8 });
}

/** `x` as another type, by TensorFlow's own `Cast`, for types tfjs does not know. */
export function castTo<T extends tf.Tensor>(x: T, type: DataType): T {
  if (NARROW.has(DATA_TYPES[type])) acceptNarrowTypes(NARROW);
  return runKernelForOne<T>('Cast', [x], { DstT: { type } });
}
