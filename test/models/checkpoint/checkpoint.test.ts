import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readCheckpoint } from '../../../src/models/checkpoint/checkpoint';
import { temporaryFolder } from '../../temporary-folder';
import {
  floats,
  legacyFile,
  pickle,
  pickledState,
  pickledTensor,
  type Storages,
  zipFile,
} from './torch-save';

const FORMATS = { legacy: legacyFile, zip: zipFile };

const STORAGES = { '0': floats(1, 2, 3, 4, 5, 6), '1': floats(7) };
const TENSORS = [
  { name: 'fc.weight', key: '0', shape: [2, 3], strides: [3, 1] },
  { name: 'fc.bias', key: '1', shape: [1], strides: [1] },
];

/** Every array as plain numbers. */
function contents(file: Uint8Array) {
  return Object.fromEntries(
    [...readCheckpoint(file)].map(([name, { shape, values }]) => [name, { shape, values: [...values] }]),
  );
}

function oneTensor(storage: Storages[string]) {
  const tensor = { name: 'x', key: 'a', shape: [storage.numElements], strides: [1] };
  return { value: pickledState([tensor], { a: storage }), storages: { a: storage } };
}

for (const [format, fileOf] of Object.entries(FORMATS)) {
  test(`readCheckpoint() reads the ${format} format in the file's order`, () => {
    const file = fileOf(pickledState(TENSORS, STORAGES), STORAGES);
    assert.deepEqual([...readCheckpoint(file).keys()], ['fc.weight', 'fc.bias']);
    assert.deepEqual(contents(file), {
      'fc.weight': { shape: [2, 3], values: [1, 2, 3, 4, 5, 6] },
      'fc.bias': { shape: [1], values: [7] },
    });
  });

  test(`readCheckpoint() honours strides, offsets and shared storages in the ${format} format`, () => {
    const tensors = [
      { name: 'transposed', key: '0', shape: [3, 2], strides: [1, 3] },
      { name: 'column', key: '0', shape: [2], strides: [3], offset: 2 },
      { name: 'last', key: '0', shape: [2], strides: [1], offset: 4 },
      { name: 'expanded', key: '1', shape: [2, 2], strides: [0, 0] },
      { name: 'number', key: '1', shape: [], strides: [] },
      { name: 'nothing', key: '1', shape: [0, 3], strides: [3, 1] },
    ];
    assert.deepEqual(contents(fileOf(pickledState(tensors, STORAGES), STORAGES)), {
      transposed: { shape: [3, 2], values: [1, 4, 2, 5, 3, 6] },
      column: { shape: [2], values: [3, 6] },
      last: { shape: [2], values: [5, 6] },
      expanded: { shape: [2, 2], values: [7, 7, 7, 7] },
      number: { shape: [], values: [7] },
      nothing: { shape: [0, 3], values: [] },
    });
  });

  test(`readCheckpoint() never runs a Python function that a ${format} file names`, () => {
    const command = [pickle.tupleOf(pickle.text('touch /tmp/owned')), pickle.call];
    const byOpcode = [pickle.global('os', 'system'), ...command];
    const byStack = [pickle.text('os'), pickle.text('system'), pickle.stackGlobal, ...command];
    for (const parts of [byOpcode, byStack]) {
      assert.throws(() => readCheckpoint(fileOf(Buffer.concat(parts))), {
        name: 'FoveaError',
        message:
          'The data cannot be read as PyTorch weights. Expected nothing but tensors, but the file asks Python for "os.system"; nothing was run.\n' +
          '  Save the state_dict alone, and trust no file that asks for system functions.',
      });
    }
  });

  test(`readCheckpoint() names an opcode that a ${format} file of tensors does not need`, () => {
    assert.throws(() => readCheckpoint(fileOf(Buffer.from('(ios\nsystem\n'))), {
      message: /Expected one of the pickle opcodes that torch\.save writes, received 0x69 at byte \d+\./,
    });
  });

  test(`readCheckpoint() refuses a tensor beyond its storage in the ${format} format`, () => {
    const tensors = [{ name: 'x', key: '1', shape: [2], strides: [1] }];
    assert.throws(() => readCheckpoint(fileOf(pickledState(tensors, STORAGES), STORAGES)), {
      message: /Expected a tensor of shape \[2\] and strides \[1\] at 0 within its storage of 1 numbers\./,
    });
  });

  test(`readCheckpoint() allocates nothing for a size that the ${format} file does not have`, () => {
    const one = { '0': floats(1) };
    const claimed = { '0': { ...floats(1), numElements: 2 ** 40 } };
    const long = [{ name: 'x', key: '0', shape: [2 ** 40], strides: [1] }];
    const wide = [{ name: 'x', key: '0', shape: [2 ** 20, 2 ** 20], strides: [0, 0] }];
    const odd = [
      ...wide,
      { name: 'y', key: '0', shape: [0, 2 ** 52, 2 ** 52], strides: [0, 0, 0] },
    ].reverse();
    for (const tensors of [long, wide, odd]) {
      assert.throws(() => readCheckpoint(fileOf(pickledState(tensors, claimed), claimed)), {
        name: 'FoveaError',
      });
    }
    assert.throws(() => readCheckpoint(fileOf(pickledState(wide, one), one)), {
      message: /up to "x" they unfold to 1099511627776 numbers, more than \d+\./,
    });
  });

  test(`readCheckpoint() refuses a ${format} file truncated at any byte`, () => {
    const file = fileOf(pickledState(TENSORS, STORAGES), STORAGES);
    for (let length = 0; length < file.length; length++) {
      assert.throws(
        () => readCheckpoint(file.subarray(0, length)),
        { name: 'FoveaError' },
        `${length} bytes`,
      );
    }
  });
}

test('readCheckpoint() converts every real type to float32', () => {
  const le = (numBytes: number, write: (view: DataView) => void) => {
    const view = new DataView(new ArrayBuffer(numBytes));
    write(view);
    return new Uint8Array(view.buffer);
  };
  const cases: [string, Uint8Array, number[]][] = [
    ['DoubleStorage', le(8, (view) => view.setFloat64(0, -1.5, true)), [-1.5]],
    [
      'HalfStorage',
      Uint8Array.of(0x00, 0xc0, 0x01, 0x00, 0x00, 0x7c),
      [-2, 2 ** -24, Number.POSITIVE_INFINITY],
    ],
    ['BFloat16Storage', Uint8Array.of(0xc0, 0x3f, 0x80, 0xbf), [1.5, -1]],
    ['LongStorage', le(8, (view) => view.setBigInt64(0, -3n, true)), [-3]],
    ['IntStorage', le(4, (view) => view.setInt32(0, -4, true)), [-4]],
    ['CharStorage', Uint8Array.of(0xff), [-1]],
    ['ByteStorage', Uint8Array.of(0xff), [255]],
    ['BoolStorage', Uint8Array.of(1, 0), [1, 0]],
  ];
  for (const [type, bytes, values] of cases) {
    const { value, storages } = oneTensor({ type, numElements: values.length, bytes });
    assert.deepEqual(contents(zipFile(value, storages)).x.values, values, type);
    assert.deepEqual(contents(legacyFile(value, storages)).x.values, values, type);
  }
});

test('readCheckpoint() names a type that has no float32 counterpart', () => {
  const { value, storages } = oneTensor({
    type: 'ComplexFloatStorage',
    numElements: 1,
    bytes: new Uint8Array(8),
  });
  assert.throws(() => readCheckpoint(zipFile(value, storages)), {
    message: /Expected real numbers in tensor "x", received complex64\.\n {2}Save it as float32\./,
  });
});

test('readCheckpoint() finds the state dict among other entries', () => {
  const entry = (key: string, ...value: Uint8Array[]) => [pickle.text(key), ...value, pickle.setItem];
  const state = pickledState(TENSORS, STORAGES);
  const best = pickledTensor(TENSORS[1], STORAGES);
  for (const key of ['state_dict', 'model']) {
    const value = Buffer.concat([
      pickle.emptyDictionary,
      ...entry('epoch', pickle.int(3)),
      ...entry('best', best),
      ...entry(key, state),
    ]);
    assert.deepEqual([...readCheckpoint(zipFile(value, STORAGES)).keys()], ['fc.weight', 'fc.bias']);
  }
});

test('readCheckpoint() says that a file has no tensors', () => {
  assert.throws(() => readCheckpoint(zipFile(pickle.emptyDictionary)), {
    message:
      /Expected a dictionary of tensors, received a dictionary of 0 without any\.\n {2}Save model\.state_dict/,
  });
});

test('readCheckpoint() names the file', () => {
  const folder = temporaryFolder();
  const page = join(folder, 'page.pth');
  writeFileSync(page, '<html>Please log in</html>');
  assert.throws(() => readCheckpoint(page), {
    message: `${page} cannot be read as PyTorch weights. Expected a zip archive or the magic number of torch.save at its start.\n  Is it a safetensors file, a web page saved by mistake, or truncated?`,
  });
  assert.throws(() => readCheckpoint(join(folder, 'none.pth')), {
    message: /none\.pth cannot be read.*it does not exist/,
  });
});
