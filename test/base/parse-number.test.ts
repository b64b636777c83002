import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseLosslessly, parseNumber } from '../../src/base/parse-number';

test('parseNumber() reads decimal numbers and nothing else', () => {
  const read = { '12': 12, '-0.5': -0.5, '.5': 0.5, '5.': 5, '+1e3': 1000, '12E5': 1_200_000, '007': 7 };
  for (const [text, value] of Object.entries(read)) assert.equal(parseNumber(text), value);
  for (const text of ['', ' 1', '0x1f', 'Infinity', 'NaN', '1e', '.', '1_000', '1,5', '1.2.3']) {
    assert.equal(parseNumber(text), undefined, text);
  }
});

test('parseLosslessly() reads a number only if JavaScript or Python prints it as it is written', () => {
  for (const text of ['0', '12', '-0.5', '1e-7', '1e+21', '1.0', '-3.0', '1e-05'])
    assert.equal(parseLosslessly(text), Number(text));
  for (const text of ['-0', '1.10', '12E5', '1e3', '007', '+1', '.5', '12345678901234567890', 'undefined']) {
    assert.equal(parseLosslessly(text), undefined, text);
  }
});
