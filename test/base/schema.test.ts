import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as v from 'valibot';
import {
  checked,
  choice,
  fields,
  fieldsOf,
  flag,
  list,
  number,
  pair,
  positiveInteger,
  text,
} from '../../src/base/schema';

const crop = fields({
  size: pair,
  method: choice(['crop', 'pad']),
  names: v.optional(list(text)),
  random: v.optional(flag),
});

const refuses = (value: unknown, message: string) =>
  assert.throws(() => checked(crop, value, 'crop.json', 'Write it again.'), {
    name: 'FoveaError',
    message: `${message}\n  Write it again.`,
  });

test('checked() returns a value that its schema describes', () => {
  const value = { size: [36, 32], method: 'crop', names: ['a'] };
  assert.deepEqual(checked(crop, value, 'crop.json'), value);
});

test('checked() names the field, what was expected and what came', () => {
  refuses({ size: [36, '32'], method: 'crop' }, 'Expected a number as size[1] of crop.json, received "32".');
  refuses({ size: [36], method: 'crop' }, 'Expected a number as size[1] of crop.json, received nothing.');
  refuses({ size: 36, method: 'crop' }, 'Expected two numbers as size of crop.json, received 36.');
  refuses(
    { size: [1, 2], method: 'cut' },
    'Expected one of crop, pad as method of crop.json, received "cut".',
  );
  refuses(
    { size: [1, 2], method: 'pad', names: ['a', 1] },
    'Expected text as names[1] of crop.json, received 1.',
  );
});

test('checked() says what a missing field should have been', () => {
  refuses({ size: [1, 2] }, 'Expected one of crop, pad as method of crop.json, received nothing.');
  refuses({ method: 'pad' }, 'Expected two numbers as size of crop.json, received nothing.');
});

test('checked() lists the known fields where one is unknown', () => {
  refuses(
    { size: [1, 2], method: 'pad', metod: 'crop' },
    'Unknown field metod in crop.json; known are size, method, names, random.',
  );
});

test('checked() tells a list from an object, and shortens what is long', () => {
  refuses([], 'Expected an object in crop.json, received [].');
  refuses(
    { size: 'x'.repeat(100), method: 'pad' },
    `Expected two numbers as size of crop.json, received "${'x'.repeat(56)}....`,
  );
});

test('number refuses NaN and infinity, positiveInteger 0 and fractions', () => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY])
    assert.throws(() => checked(number, value, 'a test'), /^FoveaError: Expected a number in a test/);
  for (const value of [0, -1, 1.5, 2 ** 60])
    assert.throws(
      () => checked(positiveInteger, value, 'a test'),
      /^FoveaError: Expected a positive integer/,
    );
});

test('fieldsOf() leaves out what a schema does not know', () => {
  const options = { size: [1, 2] as const, method: 'pad' as const, lr: 0.1 };
  assert.deepEqual(fieldsOf(crop, options), { size: [1, 2], method: 'pad' });
});
