import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type ReadMatrixOptions, readMatrix } from '../../src/index';
import { temporaryFolder } from '../temporary-folder';

const folder = temporaryFolder();

function fileOf(text: string, name = 'matrix.txt'): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

const read = (text: string, options?: ReadMatrixOptions) => readMatrix(fileOf(text), options);

test('readMatrix() by default reads every row', () => {
  assert.deepEqual(read('1 2\n3 4\n'), [
    [1, 2],
    [3, 4],
  ]);
});

test('readMatrix() takes blanks, tabs, empty lines, signs, powers of ten, and the line ends of every system', () => {
  assert.deepEqual(read('  1\t-2.5 \r\n\r\n +3e-2 .5\r 4. 1E3'), [
    [1, -2.5],
    [0.03, 0.5],
    [4, 1000],
  ]);
  assert.deepEqual(read('\uFEFF7'), [[7]]);
});

const CALIBRATION =
  '500 0 320 \n0 500 240 \n0 0 1 \n\n0 0 0 0 \n\n1 0 0 \n0 1 0 \n0 0 1 \n\n0 0 0 \n\n640 480\n';

test("readMatrix() reads the matrix on top of Biwi's rgb.cal, with skipFooter as numpy counts it", () => {
  assert.deepEqual(read(CALIBRATION, { skipFooter: 6 }), [
    [500, 0, 320],
    [0, 500, 240],
    [0, 0, 1],
  ]);
});

test('readMatrix() skips lines of a header, empty ones counted, whatever is in them', () => {
  assert.deepEqual(read('frame three\n\n1 0 0\n\n4 5 6\n', { skipHeader: 3 }), [[4, 5, 6]]);
});

test('readMatrix() names the line and the word that is not a number', () => {
  for (const word of ['4,5', 'nan', '0x10', 'Infinity', '1e', '-']) {
    assert.throws(() => read(`1 2\n\n3 ${word}\n`), {
      message: `Expected a number in line 3 of ${join(folder, 'matrix.txt')}, received "${word}".\n  Skip lines of text with skipHeader or skipFooter.`,
    });
  }
});

test('readMatrix() names the line that is longer or shorter than the first', () => {
  assert.throws(() => read(CALIBRATION), {
    message: `Expected 3 numbers in line 5 of ${join(folder, 'matrix.txt')}, received 4: "0 0 0 0".\n  If the file was truncated, fetch it again; else skip such lines with skipHeader or skipFooter.`,
  });
});

test('readMatrix() refuses a pose file that was truncated in the middle of a row', () => {
  const cut = '1 0 0\n0 1 0\n0 0 1\n\n0.0 298.4';
  assert.throws(() => read(cut, { skipHeader: 3, columns: 3 }), {
    problem: `Expected 3 numbers in line 5 of ${join(folder, 'matrix.txt')}, received 2: "0.0 298.4".`,
  });
});

test('readMatrix() refuses a pose file that was truncated before its last row, and an empty one', () => {
  const problem = (text: string, options?: ReadMatrixOptions) => {
    try {
      return JSON.stringify(read(text, options));
    } catch (error) {
      return (error as { problem: string }).problem.replace(join(folder, 'matrix.txt'), 'FILE');
    }
  };
  assert.equal(
    problem('1 0 0\n0 1 0\n', { skipHeader: 3 }),
    'Expected numbers after line 3 in FILE, but it has 2 lines.',
  );
  assert.equal(
    problem('1 0 0', { skipFooter: 6 }),
    'Expected numbers before the last 6 rows in FILE, but it has 1 line.',
  );
  assert.equal(problem('', { columns: 3 }), 'Expected numbers in FILE, but it has 0 lines.');
});

test('readMatrix() names a file that is missing or a folder', () => {
  const missing = join(folder, 'frame_00001_pose.txt');
  assert.throws(() => readMatrix(missing), {
    message: `The file ${missing} was not found.\n  Check how its path is made from the name of the image.`,
  });
  assert.throws(() => readMatrix(folder), { problem: `The file ${folder} cannot be read (EISDIR).` });
});
