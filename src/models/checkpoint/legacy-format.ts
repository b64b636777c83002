import { FoveaError } from '../../base/errors';
import { byteReader } from './byte-reader';
import { ELEMENT_BYTES } from './element-type';
import { unpickle } from './pickle';
import { describeValue, type PickleValue } from './pickle-value';
import type { ReadStorage } from './tensor-storage';

// The pickle of 0x1950a86a20f9469cfc6c, torch.serialization.MAGIC_NUMBER.
const MAGIC = [0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e];

/** What `torch.save` was given, and how to get at the numbers. */
export interface SavedValue {
  readonly value: PickleValue;
  readonly readStorage: ReadStorage;
}

/** True if the file starts as PyTorch's format before 1.6 does. */
export function isLegacy(data: Uint8Array): boolean {
  return MAGIC.every((byte, i) => data[i] === byte);
}

/**
 * Reads PyTorch's format before 1.6: magic number, protocol, system, value and keys of the storages, each a pickle of
 * its own, then the storages, each with its number of elements before it.
 *
 * @param data The whole file. Not copied. The format has no checksum: damaged numbers are not noticed.
 * @throws FoveaError if it is truncated, damaged, or written on a big-endian machine.
 */
export function readLegacy(data: Uint8Array): SavedValue {
  const reader = byteReader(data, MAGIC.length);
  unpickle(reader);
  const system = unpickle(reader).value;
  if (system instanceof Map && system.get('little_endian') === false) {
    throw new FoveaError('Expected little-endian numbers, received big-endian ones.', 'Save it on a PC.');
  }
  const { value, storages } = unpickle(reader);
  const keys = unpickle(reader).value;

  const contents = new Map<PickleValue, Uint8Array>();
  for (const key of Array.isArray(keys) ? keys : []) {
    const storage = storages.get(key as string);
    if (!storage || contents.has(key) || reader.uint64() !== storage.numElements) {
      throw new FoveaError(
        `Expected storages as the tensors describe them, each once, received ${describeValue(key)} at byte ${reader.position}.`,
        'The file is damaged: fetch it again.',
      );
    }
    contents.set(key, reader.bytes(storage.numElements * ELEMENT_BYTES[storage.type]));
  }
  return {
    value,
    readStorage: ({ key }) => {
      const bytes = contents.get(key);
      if (bytes) return bytes;
      throw new FoveaError(
        `Expected storage ${JSON.stringify(key)} in the file, found ${contents.size} others.`,
        'The file is truncated or damaged: fetch it again.',
      );
    },
  };
}
