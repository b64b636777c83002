import { crc32 } from '../../../src/models/checkpoint/crc32';

/** A tensor as `torch.save` describes it: a window on a storage. */
export interface SavedTensor {
  readonly name: string;
  readonly key: string;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  readonly offset?: number;
}

/** A storage: PyTorch's class and its little-endian bytes. */
export interface SavedStorage {
  readonly type: string;
  readonly numElements: number;
  readonly bytes: Uint8Array;
}

export type Storages = Readonly<Record<string, SavedStorage>>;

/** A storage of float32. */
export function floats(...values: number[]): SavedStorage {
  return {
    type: 'FloatStorage',
    numElements: values.length,
    bytes: new Uint8Array(Float32Array.from(values).buffer),
  };
}

const bytes = (...values: number[]) => Buffer.from(values);
const uint32 = (value: number) => {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
};

/** Pickle opcodes with their arguments, as protocol 2 writes them. */
export const pickle = {
  start: bytes(0x80, 2),
  stop: bytes(0x2e),
  mark: bytes(0x28),
  tuple: bytes(0x74),
  emptyTuple: bytes(0x29),
  emptyDictionary: bytes(0x7d),
  emptyList: bytes(0x5d),
  appends: bytes(0x65),
  setItem: bytes(0x73),
  setItems: bytes(0x75),
  call: bytes(0x52),
  isFalse: bytes(0x89),
  isTrue: bytes(0x88),
  none: bytes(0x4e),
  persistentId: bytes(0x51),
  stackGlobal: bytes(0x93),
  text: (value: string) => Buffer.concat([bytes(0x58), uint32(Buffer.byteLength(value)), Buffer.from(value)]),
  global: (module: string, name: string) => Buffer.from(`c${module}\n${name}\n`),
  // LONG1 of eight bytes holds any size.
  int: (value: number) => {
    const buffer = Buffer.alloc(10);
    buffer.writeUInt8(0x8a, 0);
    buffer.writeUInt8(8, 1);
    buffer.writeBigInt64LE(BigInt(value), 2);
    return buffer;
  },
  tupleOf: (...parts: Uint8Array[]) => Buffer.concat([pickle.mark, ...parts, pickle.tuple]),
  ofValue: (...parts: Uint8Array[]) => Buffer.concat([pickle.start, ...parts, pickle.stop]),
};

const orderedDictionary = Buffer.concat([
  pickle.global('collections', 'OrderedDict'),
  pickle.emptyTuple,
  pickle.call,
]);

/** The opcodes of one tensor. */
export function pickledTensor(tensor: SavedTensor, storages: Storages): Buffer {
  const { type, numElements } = storages[tensor.key];
  return Buffer.concat([
    pickle.global('torch._utils', '_rebuild_tensor_v2'),
    pickle.mark,
    pickle.tupleOf(
      pickle.text('storage'),
      pickle.global('torch', type),
      pickle.text(tensor.key),
      pickle.text('cpu'),
      pickle.int(numElements),
    ),
    pickle.persistentId,
    pickle.int(tensor.offset ?? 0),
    pickle.tupleOf(...tensor.shape.map(pickle.int)),
    pickle.tupleOf(...tensor.strides.map(pickle.int)),
    pickle.isFalse,
    orderedDictionary,
    pickle.tuple,
    pickle.call,
  ]);
}

/** The opcodes of a state dict. */
export function pickledState(tensors: readonly SavedTensor[], storages: Storages): Buffer {
  const entries = tensors.flatMap((tensor) => [pickle.text(tensor.name), pickledTensor(tensor, storages)]);
  return Buffer.concat([orderedDictionary, pickle.mark, ...entries, pickle.setItems]);
}

/** A file of PyTorch's format before 1.6. `value` holds the opcodes of what was saved. */
export function legacyFile(value: Uint8Array, storages: Storages = {}): Buffer {
  const magic = bytes(0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19);
  const system = Buffer.concat([
    pickle.emptyDictionary,
    pickle.text('little_endian'),
    pickle.isTrue,
    pickle.setItem,
  ]);
  const keys = Object.keys(storages).map(pickle.text);
  const numbers = Object.values(storages).flatMap(({ numElements, bytes: contents }) => {
    const count = Buffer.alloc(8);
    count.writeBigUInt64LE(BigInt(numElements));
    return [count, contents];
  });
  return Buffer.concat([
    pickle.ofValue(magic),
    pickle.ofValue(pickle.int(1001)),
    pickle.ofValue(system),
    pickle.ofValue(value),
    pickle.ofValue(pickle.emptyList, pickle.mark, ...keys, pickle.appends),
    ...numbers,
  ]);
}

/** A file of PyTorch's format since 1.6. `value` holds the opcodes of what was saved. */
export function zipFile(value: Uint8Array, storages: Storages = {}): Buffer {
  return zipArchive([
    { name: 'archive/data.pkl', contents: pickle.ofValue(value) },
    { name: 'archive/byteorder', contents: Buffer.from('little') },
    ...Object.entries(storages).map(([key, storage]) => ({
      name: `archive/data/${key}`,
      contents: storage.bytes,
    })),
    { name: 'archive/version', contents: Buffer.from('3\n') },
  ]);
}

/** A zip archive of stored files; `method` only claims another compression. */
export function zipArchive(
  files: readonly { name: string; contents: Uint8Array; method?: number }[],
): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, contents, method = 0 } of files) {
    const common = Buffer.alloc(26);
    common.writeUInt16LE(method, 4);
    common.writeUInt32LE(crc32(contents), 10);
    common.writeUInt32LE(contents.length, 14);
    common.writeUInt32LE(contents.length, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const header = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name)]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\0\0'), common, place, Buffer.from(name)]));
    parts.push(header, Buffer.from(contents));
    offset += header.length + contents.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(listing.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, listing, end]);
}
