import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { randomFrom } from '../../../src/base/random';
import { FoveaError } from '../../../src/index';
import { readSafetensors, writeSafetensors } from '../../../src/layers';
import { temporaryFolder } from '../../temporary-folder';

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = temporaryFolder();
  await work(folder);
}

/** A file of the given header and bytes of numbers. */
function file(header: unknown, ...numbers: number[]): Buffer {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, Buffer.from(numbers)]);
}

const TENSORS = new Map([
  ['fc.weight', { shape: [2, 2], values: Float32Array.of(1, 2, 3, 4) }],
  ['empty', { shape: [0, 3], values: new Float32Array(0) }],
  ['number', { shape: [], values: Float32Array.of(-1.5) }],
]);

test('readSafetensors() reads what writeSafetensors() wrote, in its order', () =>
  inFolder(async (folder) => {
    const path = join(folder, 'model.safetensors');
    await writeSafetensors(path, TENSORS, { vocabulary: '["cat","dog"]' });
    const { tensors, metadata } = readSafetensors(path);
    assert.deepEqual(tensors, TENSORS);
    assert.deepEqual([...tensors.keys()], ['fc.weight', 'empty', 'number']);
    assert.deepEqual(metadata, { vocabulary: '["cat","dog"]' });
    assert.deepEqual(readdirSync(folder), ['model.safetensors']);
  }));

test('writeSafetensors() leaves no temporary file and the old file unchanged when it fails', () =>
  inFolder(async (folder) => {
    const path = join(folder, 'model.safetensors');
    await writeSafetensors(path, TENSORS);
    const wrong = new Map([['x', { shape: [3], values: Float32Array.of(1, 2) }]]);
    await assert.rejects(writeSafetensors(path, wrong), {
      message: 'Expected 3 numbers for "x" of shape [3], received 2.',
    });
    assert.deepEqual(readSafetensors(path).tensors, TENSORS);
    await assert.rejects(writeSafetensors(join(folder, 'none', 'x.safetensors'), TENSORS), {
      message:
        /x\.safetensors cannot be written: its folder does not exist\.\n {2}Check that the folder exists/,
    });
    assert.deepEqual(readdirSync(folder), ['model.safetensors']);
  }));

test(
  'writeSafetensors() on a full disk leaves no temporary file and the old file unchanged',
  {
    skip: existsSync('/dev/full') ? false : 'needs /dev/full',
  },
  () =>
    inFolder(async (folder) => {
      const path = join(folder, 'model.safetensors');
      await writeSafetensors(path, TENSORS);
      // The temporary file that is renamed at the end, on a device that is always full.
      symlinkSync('/dev/full', `${path}.${process.pid}.part`);
      await assert.rejects(writeSafetensors(path, new Map()), {
        name: 'FoveaError',
        message:
          /model\.safetensors cannot be written: the disk is full\.\n {2}.*that the disk is not full\./,
      });
      assert.deepEqual(readdirSync(folder), ['model.safetensors']);
      assert.deepEqual(readSafetensors(path).tensors, TENSORS);
    }),
);

test('readSafetensors() converts 16-bit and 64-bit floats', () => {
  const header = {
    half: { dtype: 'F16', shape: [1], data_offsets: [0, 2] },
    brain: { dtype: 'BF16', shape: [1], data_offsets: [2, 4] },
    double: { dtype: 'F64', shape: [1], data_offsets: [4, 12] },
  };
  const { tensors, metadata } = readSafetensors(
    file(header, 0x00, 0xc0, 0xc0, 0x3f, 0, 0, 0, 0, 0, 0, 0xf8, 0x3f),
  );
  assert.deepEqual(
    [...tensors.values()].map(({ values }) => values[0]),
    [-2, 1.5, 1.5],
  );
  assert.deepEqual(metadata, {});
});

test('readSafetensors() names what is wrong with a file', () => {
  const f32 = (shape: unknown, begin: number, end: number) => ({
    dtype: 'F32',
    shape,
    data_offsets: [begin, end],
  });
  const cases: [Buffer, RegExp][] = [
    [Buffer.from('PK'), /Expected 8 more bytes at byte 0, but the data ends at byte 2\./],
    [file({ x: f32([2], 0, 4) }, 0, 0, 0, 0), /Expected 8 bytes for "x" of shape \[2\], received 4\./],
    [file({ x: f32([1], 0, 4) }, 0, 0, 0), /Expected 4 bytes of numbers, received 3\./],
    [file({ x: f32([1], 4, 8) }, 0, 0, 0, 0, 0, 0, 0, 0), /Expected "x" at byte 0, received 4\./],
    [file({ x: f32([1], 0, 4), y: f32([1], 0, 4) }, 0, 0, 0, 0), /Expected "y" at byte 4, received 0\./],
    [file({ x: f32([-1], 0, 4) }, 0, 0, 0, 0), /Expected a shape and two offsets for "x"\./],
    [file({ x: { dtype: 'F8_E4M3', shape: [1], data_offsets: [0, 1] } }, 0), /for "x", received F8_E4M3\./],
    [file('{"x":'), /Expected a header of JSON: /],
    [file([1]), /Expected a header that is a JSON object\./],
    [file({ __metadata__: { epoch: 3 } }), /Expected __metadata__ to be text by name\./],
  ];
  for (const [data, message] of cases)
    assert.throws(() => readSafetensors(data), { name: 'FoveaError', message });
});

test('readSafetensors() allocates nothing for a header that claims to be huge', () => {
  const huge = Buffer.alloc(16);
  huge.writeBigUInt64LE(2n ** 40n);
  assert.throws(() => readSafetensors(huge), {
    message:
      /^The data cannot be read as safetensors\. Expected a header of at most 100000000 bytes, received 1099511627776\./,
  });
});

test('200 corrupt files are refused, or give arrays that fit their shapes', () =>
  inFolder(async (folder) => {
    const path = join(folder, 'model.safetensors');
    await writeSafetensors(path, TENSORS, { epoch: '3' });
    const whole = readFileSync(path);
    for (let seed = 0; seed < 200; seed++) {
      const random = randomFrom(seed);
      const data = Buffer.from(whole).subarray(
        0,
        random.integer(0, 3) ? undefined : random.integer(0, whole.length),
      );
      if (data.length) data[random.integer(0, data.length - 1)] = random.integer(0, 255);
      try {
        for (const { shape, values } of readSafetensors(data).tensors.values()) {
          assert.equal(
            values.length,
            shape.reduce((size, count) => size * count, 1),
          );
        }
      } catch (error) {
        assert.ok(error instanceof FoveaError, `seed ${seed}: ${error}`);
      }
    }
  }));
