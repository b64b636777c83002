import { FoveaError } from '../../base/errors';
import type { ElementType } from './element-type';
import { isCount, isCounts, sizeOf } from './named-array';
import {
  describeValue,
  type PickleGlobal,
  type PickleValue,
  type StorageReference,
  type TensorReference,
} from './pickle-value';

const STORAGES: Record<string, ElementType> = {
  'torch.DoubleStorage': 'float64',
  'torch.FloatStorage': 'float32',
  'torch.HalfStorage': 'float16',
  'torch.BFloat16Storage': 'bfloat16',
  'torch.LongStorage': 'int64',
  'torch.IntStorage': 'int32',
  'torch.ShortStorage': 'int16',
  'torch.CharStorage': 'int8',
  'torch.ByteStorage': 'uint8',
  'torch.BoolStorage': 'bool',
  'torch.ComplexFloatStorage': 'complex64',
  'torch.ComplexDoubleStorage': 'complex128',
};

const CALLS: Record<string, (args: PickleValue[]) => PickleValue> = {
  'collections.OrderedDict': orderedDictionary,
  'torch._utils._rebuild_tensor_v2': rebuildTensor,
  'torch._utils._rebuild_parameter': ([tensor]) => tensor ?? null,
};

/**
 * Looks up a Python name in the list of those that a file of tensors needs. Nothing is ever imported or run.
 *
 * @throws FoveaError naming it if it is not on the list.
 */
export function allowedGlobal(name: string): PickleGlobal {
  if (!Object.hasOwn(CALLS, name) && !Object.hasOwn(STORAGES, name)) {
    throw new FoveaError(
      `Expected nothing but tensors, but the file asks Python for ${JSON.stringify(name)}; nothing was run.`,
      'Save the state_dict alone, and trust no file that asks for system functions.',
    );
  }
  return { kind: 'global', name };
}

/** The result of calling an allowed name. */
export function callGlobal(callee: PickleValue, args: PickleValue): PickleValue {
  if (!isGlobal(callee) || !Object.hasOwn(CALLS, callee.name) || !Array.isArray(args)) {
    throw new FoveaError(
      `Expected a call that makes a tensor, received ${describeValue(callee)} called with ${describeValue(args)}.`,
      'The file is damaged, or not made by torch.save.',
    );
  }
  return CALLS[callee.name](args);
}

/**
 * The storage that a persistent id names.
 *
 * @param id PyTorch's tuple: `'storage'`, storage class, key, device, number of elements; a sixth entry, of the
 * legacy format, is None unless PyTorch < 0.4 wrote the file.
 */
export function storageReference(id: PickleValue): StorageReference {
  const [tag, type, key, , numElements, view] = Array.isArray(id) ? id : [];
  const storageType = isGlobal(type) ? STORAGES[type.name] : undefined;
  if (tag !== 'storage' || !storageType || typeof key !== 'string' || !isCount(numElements) || view) {
    throw new FoveaError(
      `Expected the description of a tensor's storage, received ${describeValue(id)}.`,
      'The file is damaged, or made by a PyTorch older than 0.4: save it again with a newer one.',
    );
  }
  return { kind: 'storage', key, type: storageType, numElements };
}

/** True for what {@link rebuildTensor} made. */
export function isTensor(value: PickleValue | undefined): value is TensorReference {
  return isKind(value, 'tensor');
}

function isGlobal(value: PickleValue | undefined): value is PickleGlobal {
  return isKind(value, 'global');
}

function isKind(value: PickleValue | undefined, kind: string): boolean {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind;
}

// Python 2 passes the entries, as a list of pairs; Python 3 sets them afterwards.
function orderedDictionary([entries]: PickleValue[]): PickleValue {
  const dictionary = new Map<PickleValue, PickleValue>();
  for (const pair of Array.isArray(entries) ? entries : []) {
    if (!Array.isArray(pair) || pair.length !== 2) {
      throw new FoveaError(
        `Expected pairs in a dictionary, received ${describeValue(pair)}.`,
        'The file is damaged.',
      );
    }
    dictionary.set(pair[0], pair[1]);
  }
  return dictionary;
}

function rebuildTensor([storage, offset, shape, strides]: PickleValue[]): PickleValue {
  if (
    !isKind(storage, 'storage') ||
    !isCount(offset) ||
    !isCounts(shape) ||
    !isCounts(strides) ||
    shape.length !== strides.length
  ) {
    throw new FoveaError(
      `Expected a tensor's storage, offset, shape and strides, received ${[storage, offset, shape, strides]
        .map((value) => describeValue(value ?? null))
        .join(', ')}.`,
      'The file is damaged.',
    );
  }
  const reference = storage as StorageReference;
  const last = shape.reduce((sum, size, i) => sum + (size - 1) * strides[i], offset);
  if (sizeOf(shape) > 0 && last >= reference.numElements) {
    throw new FoveaError(
      `Expected a tensor of shape [${shape.join(', ')}] and strides [${strides.join(', ')}] at ${offset} within its storage of ${reference.numElements} numbers.`,
      'The file is damaged.',
    );
  }
  return { kind: 'tensor', storage: reference, offset, shape, strides };
}
