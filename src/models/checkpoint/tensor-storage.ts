import { FoveaError } from '../../base/errors';
import { ELEMENT_BYTES, type ElementType, elementReader, toFloat32 } from './element-type';
import { type NamedArray, sizeOf } from './named-array';
import type { StorageReference, TensorReference } from './pickle-value';

/** The bytes of a storage, not copied. */
export type ReadStorage = (storage: StorageReference) => Uint8Array;

/** Copies one named window out of its storage. */
export type Gather = (name: string, tensor: TensorReference) => NamedArray;

/**
 * Makes contiguous float32 arrays of windows on storages, whatever their strides and however many share one.
 *
 * @param readStorage Where a storage's bytes are. Called once a storage.
 * @param maxElements Most numbers all tensors together may have: strides of 0 unfold a few bytes to any size.
 * @returns A function that throws FoveaError if the tensors grow beyond that, a storage has another size than
 * described, or the type is not real.
 */
export function gatherer(readStorage: ReadStorage, maxElements: number): Gather {
  const storages = new Map<string, Uint8Array>();
  let numElements = 0;

  const bytesOf = (storage: StorageReference) => {
    const bytes = storages.get(storage.key) ?? readStorage(storage);
    if (bytes.length !== storage.numElements * ELEMENT_BYTES[storage.type]) {
      throw new FoveaError(
        `Expected ${storage.numElements} numbers of type ${storage.type} in storage ${JSON.stringify(storage.key)}, received ${bytes.length} bytes.`,
        'The file is damaged: fetch it again.',
      );
    }
    storages.set(storage.key, bytes);
    return bytes;
  };

  return (name, { storage, offset, shape, strides }) => {
    const size = sizeOf(shape);
    numElements += size;
    if (numElements > maxElements) {
      throw new FoveaError(
        `Expected tensors that fit their file, but up to "${name}" they unfold to ${numElements} numbers, more than ${maxElements}.`,
        'The file is damaged, or meant to fill the memory.',
      );
    }
    const bytes = bytesOf(storage);
    const what = `tensor "${name}"`;
    if (isContiguous(shape, strides)) {
      const width = ELEMENT_BYTES[storage.type];
      const window = bytes.subarray(offset * width, (offset + size) * width);
      return { shape: [...shape], values: toFloat32(window, storage.type, what) };
    }
    const values = new Float32Array(size);
    copyStrided(bytes, storage.type, offset, shape, strides, values, what);
    return { shape: [...shape], values };
  };
}

function copyStrided(
  bytes: Uint8Array,
  type: ElementType,
  offset: number,
  shape: readonly number[],
  strides: readonly number[],
  values: Float32Array,
  what: string,
): void {
  const read = elementReader(type, what);
  const width = ELEMENT_BYTES[type];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const index = shape.map(() => 0);
  let from = offset;
  for (let to = 0; to < values.length; to++) {
    values[to] = read(view, from * width);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis];
      if (++index[axis] < shape[axis]) break;
      from -= strides[axis] * shape[axis];
      index[axis] = 0;
    }
  }
}

function isContiguous(shape: readonly number[], strides: readonly number[]): boolean {
  let expected = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1 && strides[axis] !== expected) return false;
    expected *= shape[axis];
  }
  return true;
}
