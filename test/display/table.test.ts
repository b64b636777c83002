import assert from 'node:assert/strict';
import { test } from 'node:test';
import { table, tableBundle, tableText } from '../../src/display/table';

const rows = [
  { name: 'pug', count: 7 },
  { name: '<b>boxer</b>', count: 12 },
];
const columns = [
  { title: 'Breed', value: (row: { name: string }) => row.name, isHeading: true },
  { title: 'Count', value: (row: { count: number }) => row.count, format: (n: number) => n.toFixed(1) },
];

test('table() aligns numbers to the right, names the row by a heading and escapes text', () => {
  const { text } = table<{ name: string; count: number }>(rows, columns);
  assert.ok(text.includes('<th scope="row">&lt;b&gt;boxer&lt;/b&gt;</th>'));
  assert.ok(text.includes('<td class="fovea-number" style="text-align:right">12.0</td>'));
});

test('tableText() aligns the columns', () => {
  assert.equal(
    tableText<{ name: string; count: number }>(rows, columns),
    ['Breed         Count', 'pug             7.0', '<b>boxer</b>   12.0'].join('\n'),
  );
});

test('tableBundle() leaves a cell without a value empty', () => {
  const bundle = tableBundle(
    [{ loss: undefined }],
    [{ title: 'loss', value: (row: { loss?: number }) => row.loss }],
  );
  assert.ok((bundle['text/html'] as string).includes('<td></td>'));
  assert.equal(bundle['text/plain'], 'loss\n');
});

test('table() sets totals apart from the rows they sum up', () => {
  const { text } = table<{ name: string; count: number }>([...rows, { name: 'all', count: 19 }], columns, {
    numTotals: 1,
  });
  assert.match(text, /12\.0<\/td><\/tr>\n<\/tbody><tbody class="fovea-totals"><tr><th scope="row">all</);
});
