import assert from 'node:assert/strict';
import { test } from 'node:test';
import { padCells, textTable } from '../../src/base/text-table';

const rows = [
  ['breed', 'count'],
  ['pug', '7'],
  ['beagle', '120'],
];

test('textTable() aligns its columns to the left by default, without blanks at the end of a line', () => {
  assert.deepEqual(textTable(rows), ['breed   count', 'pug     7', 'beagle  120']);
});

test('textTable() aligns a column to the right, and makes it at least as wide as asked for', () => {
  const columns = [{ width: 8 }, { align: 'right' }] as const;
  assert.deepEqual(textTable(rows, { columns }), ['breed     count', 'pug           7', 'beagle      120']);
});

test('textTable() draws a rule under the titles', () => {
  assert.deepEqual(textTable(rows, { rule: '-' }).slice(0, 2), ['breed   count', '------  -----']);
});

test('padCells() leaves a cell that is wider than its column as it is', () => {
  assert.deepEqual(padCells(['a', 'long'], [{ width: 3 }, { width: 2, align: 'right' }]), ['a  ', 'long']);
});

test('textTable() takes 200,000 rows', () => {
  const lines = textTable(Array.from({ length: 200_000 }, (_, i) => [String(i), 'x']));
  assert.equal(lines[199_999], '199999  x');
});
