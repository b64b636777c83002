import assert from 'node:assert/strict';
import { test } from 'node:test';
import { digestOf } from '../../src/base/digest';

test('digestOf() is the same for equal data, whatever the order of fields', () => {
  assert.equal(digestOf({ a: 1, b: [true, 'x'] }), digestOf({ b: [true, 'x'], a: 1 }));
  assert.equal(digestOf({ a: 1, b: undefined }), digestOf({ a: 1 }));
  assert.equal(digestOf(Float32Array.of(1, 2)), digestOf(Float32Array.of(1, 2)));
  assert.equal(digestOf(new Date(5)), digestOf(new Date(5)));
  assert.match(digestOf(1), /^[0-9a-f]{64}$/);
});

test('digestOf() differs for different data, also where it looks alike', () => {
  const different = [
    1,
    '1',
    1n,
    true,
    'true',
    null,
    undefined,
    'null',
    Number.NaN,
    0,
    -0,
    '',
    [],
    {},
    [[]],
    ['a', 'b'],
    ['ab'],
    [1, 2],
    [[1], 2],
    { a: 1 },
    { b: 1 },
    ['a', 1],
    Float32Array.of(1),
    Int32Array.of(1),
    Uint8Array.of(1),
    [null],
    [undefined],
    new Date(5),
    new URL('http://a/'),
    'http://a/',
    new ArrayBuffer(0),
    Number.POSITIVE_INFINITY,
  ];
  assert.equal(new Set(different.map(digestOf)).size, different.length);
});

test('digestOf() refuses what is not plain data', () => {
  assert.throws(() => digestOf([() => 1]), {
    message: 'Expected plain data to compare, received a function.',
  });
  assert.throws(() => digestOf(new Map()), { message: 'Expected plain data to compare, received a Map.' });
  assert.throws(() => digestOf(Symbol('a')), {
    message: 'Expected plain data to compare, received a Symbol.',
  });
});
