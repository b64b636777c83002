import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FoveaError } from '../../../src/base/errors';
import { randomFrom } from '../../../src/base/random';
import { readCheckpoint } from '../../../src/models/checkpoint/checkpoint';
import { floats, legacyFile, pickle, pickledState, zipArchive, zipFile } from './torch-save';

const STORAGES = Object.fromEntries(
  Array.from({ length: 8 }, (_, i) => [`${i}`, floats(...Array.from({ length: 60 }, (__, k) => i + k / 64))]),
);
const TENSORS = Object.keys(STORAGES).flatMap((key) => [
  { name: `layer${key}.weight`, key, shape: [5, 10], strides: [1, 5] },
  { name: `layer${key}.bias`, key, shape: [10], strides: [1], offset: 50 },
]);
const STATE = pickledState(TENSORS, STORAGES);

/** One to eight bytes, in one place, overwritten, inserted or left out. */
function corrupt(file: Buffer, seed: number): Buffer {
  const random = randomFrom(seed);
  const at = random.integer(0, file.length - 1);
  const count = random.integer(1, 8);
  const noise = Buffer.from(Array.from({ length: count }, () => random.integer(0, 255)));
  const kind = random.integer(0, 2);
  return Buffer.concat([
    file.subarray(0, at),
    kind === 2 ? Buffer.alloc(0) : noise,
    file.subarray(kind === 1 ? at : at + count),
  ]);
}

function readOrError(file: Buffer) {
  try {
    return readCheckpoint(file);
  } catch (error) {
    assert.ok(error instanceof FoveaError, `${error}`);
    return undefined;
  }
}

test('200 corrupt zip files are refused, or read as if they were intact', () => {
  const file = zipFile(STATE, STORAGES);
  const whole = readCheckpoint(file);
  let refused = 0;
  for (let seed = 0; seed < 200; seed++) {
    const arrays = readOrError(corrupt(file, seed));
    if (arrays) assert.deepEqual(arrays, whole, `seed ${seed}`);
    else refused++;
  }
  assert.ok(refused > 150, `${refused} refused`);
});

// This format has no checksum: locateWeights() checks the SHA-256 of the files it hands out.
test('200 corrupt legacy files are refused, or give arrays that fit their shapes and the file', () => {
  const file = legacyFile(STATE, STORAGES);
  let refused = 0;
  for (let seed = 0; seed < 200; seed++) {
    const arrays = readOrError(corrupt(file, seed));
    if (!arrays) refused++;
    for (const { shape, values } of arrays?.values() ?? []) {
      assert.equal(
        values.length,
        shape.reduce((size, count) => size * count, 1),
      );
      assert.ok(values.byteLength <= file.length + 2 ** 22);
    }
  }
  assert.ok(refused > 100, `${refused} refused`);
});

test('2000 pickles of random opcodes are refused', () => {
  const opcodes = Buffer.from('80024e888985868774297d5d65617375520051635294716862938c015855', 'hex');
  for (let seed = 0; seed < 2000; seed++) {
    const random = randomFrom(seed);
    const parts = Array.from({ length: 40 }, () => opcodes[random.integer(0, opcodes.length - 1)]);
    assert.equal(readOrError(zipFile(Buffer.from(parts))), undefined);
  }
});

test('dictionaries that contain themselves, and deep lists, are refused', () => {
  const memorize = Buffer.from([0x71, 0]);
  const recall = Buffer.from([0x68, 0]);
  const loop = Buffer.concat([
    pickle.emptyDictionary,
    memorize,
    pickle.text('model'),
    recall,
    pickle.setItem,
  ]);
  assert.throws(() => readCheckpoint(zipFile(loop)), { message: /Expected a dictionary of tensors/ });
  const deep = Buffer.concat([
    pickle.emptyTuple,
    Buffer.alloc(1_000_000, 0x85),
    pickle.text('x'),
    pickle.stackGlobal,
  ]);
  assert.throws(() => readCheckpoint(zipFile(deep)), { message: /Expected a module and a name/ });
});

test('a zip archive must be stored, have each name once, and match its checksums', () => {
  const data = { name: 'archive/data.pkl', contents: pickle.ofValue(STATE) };
  assert.throws(() => readCheckpoint(zipArchive([{ ...data, method: 8 }])), {
    message:
      /Expected "archive\/data\.pkl" to be stored in the zip archive as it is, received compression method 8\./,
  });
  assert.throws(() => readCheckpoint(zipArchive([data, data])), {
    message: /Expected one "archive\/data\.pkl" in the zip archive, found two\./,
  });
  const damaged = zipFile(STATE, STORAGES);
  damaged[damaged.indexOf('archive/data/0') + 20] ^= 1;
  assert.throws(() => readCheckpoint(damaged), {
    message: /Expected "archive\/data\/0" in the zip archive to match its name and CRC-32; it does not\./,
  });
  assert.throws(() => readCheckpoint(zipArchive([{ name: 'a.txt', contents: Buffer.from('a') }])), {
    message: /Expected data\.pkl in the zip archive, found a\.txt\./,
  });
});

test('big-endian numbers are refused', () => {
  const files = [
    { name: 'archive/data.pkl', contents: pickle.ofValue(STATE) },
    { name: 'archive/byteorder', contents: Buffer.from('big') },
  ];
  assert.throws(() => readCheckpoint(zipArchive(files)), { message: /Expected little-endian numbers/ });
});
