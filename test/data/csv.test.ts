import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { colReader, colSplitter, readCsv } from '../../src/index';
import { temporaryFolder } from '../temporary-folder';

const folder = temporaryFolder();

let files = 0;
/** Saves a CSV file and returns its path. */
function saved(content: string | Uint8Array): string {
  const file = join(folder, `${files++}.csv`);
  writeFileSync(file, content);
  return file;
}

const PHOTOS = 'fname,labels,is_valid\n1.jpg,dog person,False\n2.jpg,car,True\n';

test('readCsv() takes names from the first line and reads booleans, numbers and text', async () => {
  const frame = await readCsv(saved('name,count,share,wet\npug,3,0.5,True\nowl,12,,False\n'));
  assert.deepEqual(frame.columns, [
    { name: 'name', type: 'string' },
    { name: 'count', type: 'number' },
    { name: 'share', type: 'number' },
    { name: 'wet', type: 'boolean' },
  ]);
  assert.deepEqual(frame.rows, [
    { name: 'pug', count: 3, share: 0.5, wet: true },
    { name: 'owl', count: 12, share: Number.NaN, wet: false },
  ]);
  assert.equal(frame.length, 2);
  assert.deepEqual([...frame], frame.rows);
  assert.deepEqual(frame.column('count'), [3, 12]);
  assert.match(String(frame), /^\d+\.csv: 2 rows; name string, count number, share number, wet boolean$/);
});

test('readCsv() reads a file from Excel: byte order mark, CRLF, quotes with commas, doubled quotes and line ends', async () => {
  const { rows } = await readCsv(
    saved('\ufefffname,note\r\n1.jpg,"big, ""fat"" dog"\r\n2.jpg,"two\r\nlines"\r\n'),
  );
  assert.deepEqual(rows, [
    { fname: '1.jpg', note: 'big, "fat" dog' },
    { fname: '2.jpg', note: 'two\nlines' },
  ]);
});

test('readCsv() skips blank lines and keeps empty values', async () => {
  const { rows } = await readCsv(saved('\nfname,labels\n\n1.jpg,\n   \n2.jpg,car'));
  assert.deepEqual(rows, [
    { fname: '1.jpg', labels: '' },
    { fname: '2.jpg', labels: 'car' },
  ]);
});

test('readCsv() keeps digits that a number would lose', async () => {
  const { rows } = await readCsv(saved('id,code\n007,12345678901234567890\n012,1\n'));
  assert.deepEqual(rows[0], { id: '007', code: '12345678901234567890' });
});

test('readCsv() reads a column as numbers only if each is what JavaScript or Python prints for it', async () => {
  for (const text of ['1.10', '12E5', '1e3', '007', '+1', '-0', '.5', '5.', 'Infinity', '0x10', '1_000']) {
    const { rows } = await readCsv(saved(`file,n\n${text},1\n2,2\n`));
    assert.deepEqual(rows[0], { file: text, n: 1 });
    assert.deepEqual(rows[1], { file: '2', n: 2 });
  }
  for (const text of ['0', '-12', '0.5', '1e-7', '1.25', '1.0', '1e-05', '9007199254740991']) {
    const { rows } = await readCsv(saved(`n\n${text}\nNaN\n 3 \n`));
    assert.deepEqual(rows, [{ n: Number(text) }, { n: Number.NaN }, { n: 3 }]);
  }
});

test('readCsv() reads such numbers in a column that types says to be of numbers', async () => {
  const { rows } = await readCsv(saved('price\n1.10\n12E5\n+007\n'), { types: { price: 'number' } });
  assert.deepEqual(rows, [{ price: 1.1 }, { price: 1_200_000 }, { price: 7 }]);
});

test('readCsv() takes types and a delimiter', async () => {
  const frame = await readCsv(saved('id;age\n7;3\n8;4\n'), { delimiter: ';', types: { id: 'string' } });
  const ids: string[] = frame.column('id');
  assert.deepEqual(ids, ['7', '8']);
  await assert.rejects(
    readCsv(saved('id,age\n7,old\n'), { types: { age: 'number' } }),
    /^FoveaError: Expected a number in column "age" of .*\.csv, line 2, received "old"\.\n/,
  );
  await assert.rejects(
    readCsv(saved('id,age\n7,old\n'), { types: { size: 'number' } }),
    /^FoveaError: There is no column "size" in .*\.csv\.\n {2}It has "id", "age"\.$/,
  );
});

test('readCsv() names file and line of a row with too few or too many values', async () => {
  await assert.rejects(
    readCsv(saved('fname,labels\n1.jpg,"two\nlines"\n\n2.jpg\n')),
    /^FoveaError: Expected 2 values in .*\.csv, line 5, one for each of fname, labels, received 1: \["2\.jpg"\]\.\n {2}A value that contains a comma must be in quotes/,
  );
  await assert.rejects(readCsv(saved('a,b\n1,2\n1,2,3\n')), /, line 3, .* received 3: \["1","2","3"\]/);
});

test('readCsv() names the line where a quote is opened and not closed', async () => {
  await assert.rejects(
    readCsv(saved('fname,labels\n1.jpg,car\n2.jpg,"dog\n3.jpg,cat\n')),
    /^FoveaError: .*\.csv, line 3, is not valid CSV: Quote Not Closed.*\.\n {2}A value that contains quotes/,
  );
  await assert.rejects(
    readCsv(saved('a,b\n1,x"y"\n')),
    /\.csv, line 2, is not valid CSV: Invalid Opening Quote/,
  );
});

test('readCsv() refuses a file that is missing, empty, without rows, not UTF-8, or with two columns of one name', async () => {
  await assert.rejects(readCsv(join(folder, 'gone.csv')), {
    message: `The file ${join(folder, 'gone.csv')} was not found.\n  Check the spelling.`,
  });
  await assert.rejects(readCsv(folder), {
    message: `The file ${folder} cannot be read: it is a folder.\n  Give the path of a CSV file that may be read.`,
  });
  await assert.rejects(readCsv(undefined as unknown as string), {
    message: 'Expected the path of a CSV file in readCsv, received undefined.',
  });
  await assert.rejects(readCsv(saved('\n')), /\.csv has nothing in it\.\n/);
  await assert.rejects(readCsv(saved('fname,labels\n')), /\.csv has the names of columns but no rows\.\n/);
  await assert.rejects(readCsv(saved(Uint8Array.of(0x61, 0x0a, 0xfc, 0x0a))), /is not text in UTF-8\.\n/);
  await assert.rejects(readCsv(saved('a,a\n1,2\n')), /\.csv has two columns "a"\.\n/);
});

test('column() names the columns there are', async () => {
  const frame = await readCsv(saved(PHOTOS));
  assert.throws(
    () => frame.column('label'),
    /^FoveaError: There is no column "label" in .*\.csv\.\n {2}It has "fname", "labels", "is_valid"\.$/,
  );
});

test('colReader() takes a value, with text before and after it, or split into labels', async () => {
  const [row] = (await readCsv(saved(PHOTOS))).rows;
  assert.equal(colReader('is_valid')(row), false);
  const file: string = colReader('fname', { prefix: 'voc/train/' })(row);
  assert.equal(file, 'voc/train/1.jpg');
  assert.equal(colReader('labels', { suffix: '!' })(row), 'dog person!');
  const labels: string[] = colReader('labels', { labelDelimiter: ' ' })(row);
  assert.deepEqual(labels, ['dog', 'person']);
  assert.deepEqual(colReader('labels', { labelDelimiter: ' ', allowEmpty: true })({ labels: '' }), []);
});

test('colReader() names file and line of a row without the column, and suggests another delimiter', async () => {
  const [, row] = (await readCsv(saved(PHOTOS))).rows;
  assert.throws(
    () => colReader('name')(row),
    /^FoveaError: There is no column "name" in .*\.csv, line 3\.\n {2}It has "fname", "labels", "is_valid"\.$/,
  );
  const [one] = (await readCsv(saved('fname;labels\n1.jpg;car\n'))).rows;
  assert.throws(() => colReader('fname')(one), /The only one is "fname;labels"\. .* \{ delimiter: ";" \}\.$/);
});

test('colSplitter() validates on rows that say True, or on those with a value', async () => {
  const { rows } = await readCsv(saved(PHOTOS));
  assert.deepEqual(colSplitter()(rows), { train: [0], valid: [1] });
  assert.deepEqual(colSplitter('labels', { on: 'car' })(rows), { train: [0], valid: [1] });
  assert.deepEqual(colSplitter('fname', { on: ['1.jpg', '3.jpg'] })(rows), { train: [1], valid: [0] });
  assert.deepEqual(colSplitter('held')([{ held: 1 }, { held: 0 }]), { train: [1], valid: [0] });
});

test('colSplitter() refuses a value that is neither true nor false, naming file and line', async () => {
  const { rows } = await readCsv(saved('fname,is_valid\n1.jpg,True\n2.jpg,maybe\n'));
  assert.throws(
    () => colSplitter()(rows),
    /^FoveaError: Expected True or False in column "is_valid" of .*\.csv, line 3, received "maybe"\.\n {2}.*colSplitter\("is_valid", \{ on: "maybe" \}\)\.$/,
  );
});
