import type { ElementType } from './element-type';

/** A Python class or function that the pickle names. It is looked up in a list, never imported. */
export interface PickleGlobal {
  readonly kind: 'global';
  /** `module.name`. */
  readonly name: string;
}

/** Numbers in a row, of which tensors are views. */
export interface StorageReference {
  readonly kind: 'storage';
  readonly key: string;
  readonly type: ElementType;
  readonly numElements: number;
}

/** A view of a storage: element `[i, j]` lies at `offset + i * strides[0] + j * strides[1]`. */
export interface TensorReference {
  readonly kind: 'tensor';
  readonly storage: StorageReference;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

/** What a pickle of tensors may hold. Tuples and lists are arrays, dictionaries are maps. */
export type PickleValue =
  | null
  | boolean
  | number
  | string
  | PickleValue[]
  | Map<PickleValue, PickleValue>
  | PickleGlobal
  | StorageReference
  | TensorReference;

/** Describes a value, for error messages. */
export function describeValue(value: PickleValue): string {
  if (value === null) return 'None';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (value instanceof Map) return `a dictionary of ${value.size}`;
  if (typeof value === 'object') return value.kind === 'global' ? `"${value.name}"` : `a ${value.kind}`;
  return typeof value === 'string' ? 'text' : `the ${typeof value} ${value}`;
}
